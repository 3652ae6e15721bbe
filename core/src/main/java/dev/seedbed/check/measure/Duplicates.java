package dev.seedbed.check.measure;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Layer;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.util.Arrays;
import java.util.Comparator;

/// UnitBehaviour that compute the same as another one of their layer, and always will: their
/// incoming weights and biases coincide, and so do their outgoing weights, or both are the other's
/// negative under an odd activation.
final class Duplicates {
  /// Relative: units whose weights differ by less are the same. TheDeepChecker's 1e-8 is absolute
  /// and of the whole tensor, so that it takes small random weights for constant ones.
  private static final double SAME = 1e-6;

  private Duplicates() {}

  /// The share of such units in each layer; of the outputs, which differ by their targets, 0.
  static double[] shares(Chain chain) {
    int layers = chain.stages().size();
    double[] shares = new double[layers];
    for (int l = 0; l < layers - 1; l++) {
      Chain.Stage stage = chain.stages().get(l);
      Panels out = chain.stages().get(l + 1).layer().weight();
      boolean odd =
          stage.normalization().isEmpty()
              && (stage.activation() instanceof Activation.Tanh
                  || stage.activation() instanceof Activation.Softsign
                  || stage.activation() instanceof Activation.Identity);
      shares[l] = share(vectors(stage.layer(), out), odd);
    }
    return shares;
  }

  /// The share of duplicates among units of which only the incoming weights are known.
  ///
  /// @param values unit by unit
  static double share(float[] values, int units) {
    int length = values.length / units;
    var keys =
        new Vectors() {
          @Override
          public int count() {
            return units;
          }

          @Override
          public int length() {
            return length;
          }

          @Override
          public float get(int unit, int i) {
            return values[unit * length + i];
          }
        };
    return share(keys, false);
  }

  private interface Vectors {
    int count();

    int length();

    float get(int unit, int i);
  }

  /// Incoming weights, bias, outgoing weights.
  private static Vectors vectors(Layer layer, Panels out) {
    return new Vectors() {
      @Override
      public int count() {
        return layer.fanOut();
      }

      @Override
      public int length() {
        return layer.fanIn() + 1 + out.columns();
      }

      @Override
      public float get(int unit, int i) {
        if (i < layer.fanIn()) {
          return layer.weight().get(i, unit);
        }
        return i == layer.fanIn() ? layer.bias()[unit] : out.get(unit, i - layer.fanIn() - 1);
      }
    };
  }

  private record Projected(int unit, double projection, double size, double sign) {}

  /// Vectors that coincide have the same projection on a random direction, so only neighbours in
  /// its order are compared.
  private static double share(Vectors vectors, boolean odd) {
    float[] direction = new float[vectors.length()];
    new Seed(0).stream("check/duplicates").symmetricUniform(0, direction);
    var projected = new Projected[vectors.count()];
    for (int unit = 0; unit < projected.length; unit++) {
      double projection = 0;
      double squares = 0;
      for (int i = 0; i < direction.length; i++) {
        double value = vectors.get(unit, i);
        projection += value * direction[i];
        squares += value * value;
      }
      double sign = odd && projection < 0 ? -1 : 1;
      projected[unit] = new Projected(unit, sign * projection, Math.sqrt(squares), sign);
    }
    Arrays.sort(projected, Comparator.comparingDouble(Projected::projection));
    boolean[] twin = new boolean[projected.length];
    for (int i = 1; i < projected.length; i++) {
      Projected one = projected[i - 1];
      Projected other = projected[i];
      double size = Math.max(one.size(), other.size());
      if (other.projection() - one.projection() <= SAME * size
          && coincide(vectors, one, other, size)) {
        twin[one.unit()] = true;
        twin[other.unit()] = true;
      }
    }
    int count = 0;
    for (boolean is : twin) {
      count += is ? 1 : 0;
    }
    return (double) count / twin.length;
  }

  private static boolean coincide(Vectors vectors, Projected one, Projected other, double size) {
    double squares = 0;
    double sign = one.sign() * other.sign();
    for (int i = 0; i < vectors.length(); i++) {
      double difference = vectors.get(one.unit(), i) - sign * vectors.get(other.unit(), i);
      squares += difference * difference;
    }
    return Math.sqrt(squares) <= SAME * size;
  }
}
