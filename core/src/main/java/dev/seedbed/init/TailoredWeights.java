package dev.seedbed.init;

import dev.seedbed.random.RandomStream;
import java.util.OptionalDouble;

/// The weights of a deep chain of leaky ReLUs by TAT. Its slope is such that inputs of cosine 0
/// have cosine `similarity` behind all layers; Zhang, Botev & Martens 2022, arXiv:2203.08120,
/// section 4. The factor √(2 / (1 + slope²)) that TAT puts on the activation is here in the weights
/// behind it, which is the same function: [ScaledOrthogonal] times that factor, but for the first
/// layer. The slope itself belongs to the network, and other activations that TAT and DKS shift and
/// stretch, too: these cannot be drawn.
///
/// @param layers with an activation, in a chain without shortcuts
/// @param similarity η, in (0, 1)
record TailoredWeights(int layers, double similarity) implements Structured {
  TailoredWeights {
    if (!(similarity > 0 && similarity < 1)) {
      throw new IllegalArgumentException("similarity must be in (0, 1): " + similarity);
    }
    double most = similarity(layers, 0);
    if (most <= similarity) {
      throw new IllegalArgumentException(
          "tat with %d layers needs a similarity below %.4g, which ReLU has: %s"
              .formatted(layers, most, similarity));
    }
  }

  /// The slope below 0 that the network's leaky ReLUs must have.
  double slope() {
    return Root.between(slope -> similarity(layers, slope) - similarity, 0, 1);
  }

  /// The cosine behind layers of leaky ReLUs that 0 becomes.
  private static double similarity(int layers, double slope) {
    double c = 0;
    for (int layer = 0; layer < layers; layer++) {
      double bend = Math.sqrt(1 - c * c) + (Math.PI - StrictMath.acos(c)) * c;
      double kink = (1 - slope) * (1 - slope);
      c = Math.min(1, (kink * bend / Math.PI + 2 * slope * c) / (1 + slope * slope));
    }
    return c;
  }

  private ScaledOrthogonal weights(Place place) {
    double slope = slope();
    return new ScaledOrthogonal(place.position().first() ? 1 : Math.sqrt(2 / (1 + slope * slope)));
  }

  @Override
  public void check(Place place) {
    weights(place).check(place);
  }

  @Override
  public float[] draw(Place place, RandomStream stream) {
    return weights(place).draw(place, stream);
  }

  @Override
  public OptionalDouble departure(Place place, float[] values) {
    return weights(place).departure(place, values);
  }

  @Override
  public String symbols() {
    return "max(1, √(units / inputs)) · √(2 / (1 + α²)) · Q, for leaky ReLU of slope α = "
        + Figures.of(slope());
  }
}
