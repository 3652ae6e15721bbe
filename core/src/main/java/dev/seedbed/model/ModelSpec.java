package dev.seedbed.model;

import dev.seedbed.data.Encoder;
import dev.seedbed.data.Feature;
import dev.seedbed.data.Target;
import dev.seedbed.network.Loss;
import dev.seedbed.network.NetworkSpec;

/// A [Model] without its weights: what turns raw columns into inputs and outputs into answers, and
/// the network between them.
///
/// @param encoder its width is the network's number of inputs; the target is none of its columns
/// @param target its width is the network's number of outputs; classes belong to cross-entropy, a
///   quantity to squared error
public record ModelSpec(Encoder encoder, Target target, NetworkSpec network) {
  public ModelSpec {
    var widths = network.widths();
    if (encoder.width() != widths.getFirst() || target.width() != widths.getLast()) {
      throw new IllegalArgumentException(
          "the network must have %d inputs and %d outputs: %d and %d"
              .formatted(encoder.width(), target.width(), widths.getFirst(), widths.getLast()));
    }
    Loss loss =
        switch (target) {
          case Target.Classes _ -> Loss.CROSS_ENTROPY;
          case Target.Quantity _ -> Loss.SQUARED_ERROR;
        };
    if (network.loss() != loss) {
      throw new IllegalArgumentException(
          switch (loss) {
            case CROSS_ENTROPY ->
                "a network that predicts classes must have the loss cross_entropy";
            case SQUARED_ERROR ->
                "a network that predicts a quantity must have the loss squared_error";
          });
    }
    for (Feature feature : encoder.features()) {
      if (feature.column().equals(target.column())) {
        throw new IllegalArgumentException(
            "the target must not be a feature: '" + target.column() + "'");
      }
    }
  }
}
