package dev.seedbed.init;

import dev.seedbed.random.RandomStream;
import java.util.Arrays;

/// How the elements of a tensor are drawn: a pure function of the tensor's stream, its fans and the
/// index of the element. So any slice of a tensor can be drawn alone.
public sealed interface Initializer {

  /// Fills `into` with the elements `from`, `from + 1`, … of a tensor, counted in row order of its
  /// saved shape ([fan-out, fan-in] for dense weights).
  void draw(RandomStream stream, Fans fans, long from, float[] into);

  /// Every element is `value`.
  record Constant(float value) implements Initializer {
    @Override
    public void draw(RandomStream stream, Fans fans, long from, float[] into) {
      Arrays.fill(into, value);
    }
  }

  /// Uniform in [−b, b] with b = √6 / √(fan-in + fan-out), the "normalized initialization".
  /// Variance 2 / (fan-in + fan-out): the compromise between activations that keep their variance
  /// going forward and gradients that keep theirs going backward. Glorot & Bengio 2010, equation
  /// 16.
  ///
  /// The float bound is rounded towards zero, so that no weight lies outside [−b, b].
  record GlorotUniform() implements Initializer {
    @Override
    public void draw(RandomStream stream, Fans fans, long from, float[] into) {
      float bound = notAbove(Math.sqrt(6) / Math.sqrt((double) fans.in() + fans.out()));
      stream.symmetricUniform(from, into);
      for (int i = 0; i < into.length; i++) {
        into[i] *= bound;
      }
    }

    /// The largest float that is not above `x`, for x > 0.
    private static float notAbove(double x) {
      float nearest = (float) x;
      return nearest > x ? Math.nextDown(nearest) : nearest;
    }
  }
}
