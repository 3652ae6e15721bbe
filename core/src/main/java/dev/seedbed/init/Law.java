package dev.seedbed.init;

import dev.seedbed.distribution.StandardNormal;
import dev.seedbed.elementary.Elementary;
import dev.seedbed.elementary.NormalInversion;
import dev.seedbed.jvm.WarmUp;
import dev.seedbed.random.RandomStream;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.IntStream;

/// The law of the elements of a tensor that are drawn independently of each other. Element i takes
/// number i of the stream, and no other.
public sealed interface Law {

  /// The elements' mean.
  double mean();

  /// The elements' variance.
  double variance();

  /// The bound that no element passes: |element − mean| ≤ bound; infinite if there is none.
  double bound();

  /// The probability that an element is at most `x`.
  double cdf(double x);

  /// The law in symbols, such as "U[-0.082, 0.082]".
  String symbols();

  /// Writes the elements `from`, `from + 1`, … of the stream to `into[start]` and the next `count`
  /// − 1 places.
  void draw(RandomStream stream, long from, float[] into, int start, int count);

  /// Fills `into` with the elements `from`, `from + 1`, ….
  default void draw(RandomStream stream, long from, float[] into) {
    draw(stream, from, into, 0, into.length);
  }

  /// Likewise, drawn in pieces on `threads` threads. The bits are the same for any number of them.
  ///
  /// @param threads at least 1
  default void draw(RandomStream stream, long from, float[] into, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: " + threads);
    }
    int piece = 1 << 16;
    try (var pool = new ForkJoinPool(threads)) {
      IntStream.iterate(0, start -> start < into.length, start -> start + piece)
          .mapToObj(start -> {
            int count = Math.min(piece, into.length - start);
            return pool.submit(() -> draw(stream, from + start, into, start, count));
          })
          .toList()
          .forEach(ForkJoinTask::join);
    }
  }

  /// Every element is `value`.
  record Constant(double value) implements Law {
    public Constant {
      finite("value", value);
    }

    @Override
    public double mean() {
      return value;
    }

    @Override
    public double variance() {
      return 0;
    }

    @Override
    public double bound() {
      return 0;
    }

    @Override
    public double cdf(double x) {
      return x < value ? 0 : 1;
    }

    @Override
    public String symbols() {
      return "= " + Figures.of(value);
    }

    @Override
    public void draw(RandomStream stream, long from, float[] into, int start, int count) {
      Arrays.fill(into, start, start + count, (float) value);
    }
  }

  /// Uniform in [mean − bound, mean + bound]. Around 0 no float lies outside, for the bound is
  /// rounded towards 0.
  ///
  /// @param bound above 0
  record Uniform(double mean, double bound) implements Law {
    public Uniform {
      finite("mean", mean);
      positive("bound", bound);
    }

    /// Uniform in [−bound, bound].
    public static Uniform within(double bound) {
      return new Uniform(0, bound);
    }

    @Override
    public String symbols() {
      return "U[" + Figures.of(mean - bound) + ", " + Figures.of(mean + bound) + "]";
    }

    @Override
    public double variance() {
      return bound * bound / 3;
    }

    @Override
    public double cdf(double x) {
      return Math.clamp((x - mean + bound) / (2 * bound), 0, 1);
    }

    @Override
    public void draw(RandomStream stream, long from, float[] into, int start, int count) {
      stream.uniform(from, into, start, count, (float) mean, DirectedRounding.down(bound));
    }
  }

  /// Normal.
  ///
  /// @param deviation the standard deviation, above 0
  record Normal(double mean, double deviation) implements Law {
    public Normal {
      finite("mean", mean);
      positive("deviation", deviation);
    }

    @Override
    public String symbols() {
      return "N(" + Figures.of(mean) + ", " + Figures.of(deviation) + "²)";
    }

    @Override
    public double variance() {
      return deviation * deviation;
    }

    @Override
    public double bound() {
      return Double.POSITIVE_INFINITY;
    }

    @Override
    public double cdf(double x) {
      return StandardNormal.cdf((x - mean) / deviation);
    }

    @Override
    public void draw(RandomStream stream, long from, float[] into, int start, int count) {
      NormalInversion.Bell bell = NormalInversion.Bell.whole((float) mean, (float) deviation);
      drawNormal(stream, from, into, start, count, bell);
    }
  }

  /// Normal, cut off at `cut` standard deviations on both sides: what lies beyond is not folded or
  /// clamped but never drawn.
  ///
  /// @param scale the standard deviation before cutting, above 0
  /// @param cut in standard deviations before cutting, from 0.1 on
  record TruncatedNormal(double mean, double scale, double cut) implements Law {
    private static final double SMALLEST_CUT = 0.1;

    public TruncatedNormal {
      finite("mean", mean);
      positive("scale", scale);
      if (!(cut >= SMALLEST_CUT && cut < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("cut must be at least 0.1 and finite: " + cut);
      }
    }

    /// The law of this shape with mean 0 whose standard deviation *after* cutting is `deviation`.
    public static TruncatedNormal corrected(double deviation, double cut) {
      return new TruncatedNormal(0, deviation / remaining(cut), cut);
    }

    /// The standard deviation of a standard normal variable after cutting: √(1 − 2cφ(c)/(2Φ(c) −
    /// 1)).
    private static double remaining(double cut) {
      double inside = 2 * StandardNormal.cdf(cut) - 1;
      return Math.sqrt(1 - 2 * cut * StandardNormal.density(cut) / inside);
    }

    @Override
    public String symbols() {
      return "N(%s, %s²) cut at ±%s"
          .formatted(Figures.of(mean), Figures.of(scale), Figures.of(bound()));
    }

    @Override
    public double variance() {
      double deviation = scale * remaining(cut);
      return deviation * deviation;
    }

    @Override
    public double bound() {
      return scale * cut;
    }

    @Override
    public double cdf(double x) {
      double below = StandardNormal.cdf(-cut);
      double z = Math.clamp((x - mean) / scale, -cut, cut);
      return (StandardNormal.cdf(z) - below) / (1 - 2 * below);
    }

    @Override
    public void draw(RandomStream stream, long from, float[] into, int start, int count) {
      float bound = DirectedRounding.down(bound());
      float below = (float) StandardNormal.cdf(-cut);
      var bell = new NormalInversion.Bell((float) mean, (float) scale, below, bound);
      drawNormal(stream, from, into, start, count, bell);
    }
  }

  /// The law of a monotone function of a uniform number.
  sealed interface OfUniform extends Law permits LogarithmOfUniform, RingDecay, TimeStepBias {

    /// What no element lies below; −∞ if there is no such number.
    double lowest();

    /// What no element lies above; ∞ if there is no such number.
    double highest();

    @Override
    default double bound() {
      return Math.max(highest() - mean(), mean() - lowest());
    }
  }

  /// The natural logarithm of a number uniform in [low, high].
  ///
  /// @param low 0 or above; 0 never occurs
  /// @param high above `low`
  record LogarithmOfUniform(double low, double high) implements OfUniform {
    public LogarithmOfUniform {
      if (low != 0) {
        positive("low", low);
      }
      positive("high", high);
      if (!(low < high)) {
        throw new IllegalArgumentException("low must be below high: " + low + ", " + high);
      }
    }

    @Override
    public double mean() {
      return (timesLogarithm(high) - timesLogarithm(low)) / (high - low) - 1;
    }

    private static double timesLogarithm(double x) {
      return x == 0 ? 0 : x * StrictMath.log(x);
    }

    @Override
    public double variance() {
      return (squareIntegral(high) - squareIntegral(low)) / (high - low) - mean() * mean();
    }

    /// ∫ ln² x dx from 0.
    private static double squareIntegral(double x) {
      if (x == 0) {
        return 0;
      }
      double logarithm = StrictMath.log(x);
      return x * (logarithm * logarithm - 2 * logarithm + 2);
    }

    @Override
    public double lowest() {
      return StrictMath.log(low);
    }

    @Override
    public double highest() {
      return StrictMath.log(high);
    }

    @Override
    public double cdf(double x) {
      return Math.clamp((StrictMath.exp(x) - low) / (high - low), 0, 1);
    }

    @Override
    public String symbols() {
      return "ln U[" + Figures.of(low) + ", " + Figures.of(high) + "]";
    }

    @Override
    public void draw(RandomStream stream, long from, float[] into, int start, int count) {
      float half = (float) ((high - low) / 2);
      float centre = (float) ((high + low) / 2);
      stream.symmetricUniform(from, into, start, count);
      for (int i = start; i < start + count; i++) {
        into[i] = Elementary.log(Math.fma(into[i], half, centre));
      }
    }
  }

  /// Inverts the distribution function at the words of the stream, a piece at a time.
  private static void drawNormal(
      RandomStream stream,
      long from,
      float[] into,
      int start,
      int count,
      NormalInversion.Bell bell) {
    NormalInversion inversion = WarmUp.isOver() ? NormalInversion.best() : NormalInversion.plain();
    int[] words = new int[Math.min(count, NormalInversion.PIECE)];
    for (int done = 0; done < count; done += words.length) {
      int some = Math.min(words.length, count - done);
      stream.words(from + done, words, 0, some);
      inversion.apply(bell, words, into, start + done, some);
    }
  }

  private static void finite(String name, double value) {
    if (!Float.isFinite((float) value)) {
      throw new IllegalArgumentException(name + " must be finite as a float: " + value);
    }
  }

  private static void positive(String name, double value) {
    if (!(value > 0 && value <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(name + " must be above 0 and finite as a float: " + value);
    }
  }
}
