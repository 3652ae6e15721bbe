package dev.seedbed.check.measure;

import dev.seedbed.init.Kernel;
import java.util.Arrays;
import java.util.Optional;

/// A fingerprint of a tensor of weights that tells whether another one holds the same numbers, at
/// any scale: its first numbers, and a projection of all on a fixed direction.
public final class Beginning {
  /// How many of the first numbers are kept to compare tensors: the first few find candidates, all
  /// decide. 64 independent numbers agree within [#SAME_STREAM] of their size in one of 10^32
  /// pairs.
  private static final int KEPT = 64;

  private static final int FIRST = 16;

  /// Relative to their root mean square: the same numbers in another scale, rounded to bfloat16,
  /// differ by less.
  public static final double SAME_STREAM = 1e-2;

  private final String name;
  private final Kernel kernel;

  /// In units of the root mean square of the first [#FIRST].
  private final float[] numbers;

  private final double firstSize;
  private final double size;
  private final double projection;

  private Beginning(String name, Kernel kernel, float[] stored) {
    this.name = name;
    this.kernel = kernel;
    firstSize = size(stored, FIRST);
    numbers = new float[Math.min(KEPT, stored.length)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (stored[i] / firstSize);
    }
    size = size(stored, stored.length);
    double sum = 0;
    for (int i = 0; i < stored.length; i++) {
      sum += stored[i] * direction(i);
    }
    projection = sum / (size * Math.sqrt(stored.length));
  }

  /// Empty for what says nothing by being equal: few numbers, and those that a rule makes, such as
  /// constants, an identity, or a sparse matrix.
  public static Optional<Beginning> of(String name, Kernel kernel, float[] stored) {
    if (stored.length < FIRST) {
      return Optional.empty();
    }
    int length = Math.min(KEPT, stored.length);
    float[] sizes = new float[length];
    for (int i = 0; i < length; i++) {
      sizes[i] = Math.abs(stored[i]);
    }
    double first = size(stored, FIRST);
    Arrays.sort(sizes);
    int different = 0;
    for (int i = 0; i < length; i++) {
      different += sizes[i] > 0 && (i == 0 || sizes[i] != sizes[i - 1]) ? 1 : 0;
    }
    boolean tells = 2 * different > length && first > 0 && first < Double.POSITIVE_INFINITY;
    return tells ? Optional.of(new Beginning(name, kernel, stored)) : Optional.empty();
  }

  /// Root mean square of the first numbers.
  private static double size(float[] stored, int length) {
    double squares = 0;
    for (int i = 0; i < length; i++) {
      squares += (double) stored[i] * stored[i];
    }
    return Math.sqrt(squares / length);
  }

  /// A number from −1 to 1 that looks random, the same for every tensor: the finaliser of
  /// SplitMix64. Steele, Lea & Flood 2014.
  static double direction(int i) {
    long z = (i + 1L) * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return (z ^ (z >>> 31)) * 0x1p-63;
  }

  public String name() {
    return name;
  }

  public Kernel kernel() {
    return kernel;
  }

  /// By which tensors that begin with the same numbers stand beside each other.
  public float key() {
    return numbers[0];
  }

  /// Whether both begin with the same numbers, in whatever scale.
  public boolean begins(Beginning other) {
    for (int i = 0; i < Math.min(numbers.length, other.numbers.length); i++) {
      // Written so that NaN fails.
      if (!(Math.abs(numbers[i] - other.numbers[i]) <= SAME_STREAM)) {
        return false;
      }
    }
    return true;
  }

  /// Whether all numbers are the same up to scale, given that the first ones are.
  public boolean isSame(Beginning other) {
    return kernel.count() == other.kernel.count()
        && near(size / firstSize, other.size / other.firstSize)
        && Math.abs(projection - other.projection) <= SAME_STREAM;
  }

  /// Whether they have the same scale.
  public boolean sameScale(Beginning other) {
    return near(size, other.size);
  }

  private static boolean near(double one, double other) {
    return Math.abs(one - other) <= SAME_STREAM * Math.abs(one);
  }
}
