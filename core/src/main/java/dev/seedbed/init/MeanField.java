package dev.seedbed.init;

import dev.seedbed.tensor.Activation;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleUnaryOperator;

/// The mean-field theory of wide random networks of one activation: how the length of signals and
/// of gradients goes on from layer to layer. Poole et al. 2016, arXiv:1606.05340; Schoenholz et al.
/// 2017, arXiv:1611.01232.
///
/// @param f the activation
/// @param derivative f′
/// @param weightVariance σ_w²: weights have variance σ_w² / fan-in
/// @param biasVariance σ_b²
public record MeanField(
    DoubleUnaryOperator f,
    DoubleUnaryOperator derivative,
    double weightVariance,
    double biasVariance) {
  private record Question(Activation f, double biasVariance) {}

  /// Empty where there is no critical point, which takes as long to find out.
  private static final Map<Question, Optional<MeanField>> KNOWN = new ConcurrentHashMap<>();

  private static final double LARGEST_LENGTH = 1e4;
  private static final double SMALLEST_LENGTH = 1e-12;

  /// Layers after which signals of length 1 must be where χ₁ is near 1. They come there slowly:
  /// tanh without biases has χ₁ = 0.99 then.
  private static final int DEPTH = 100;

  private static final double NEAR = 0.1;

  public MeanField {
    if (!(weightVariance >= 0 && weightVariance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the variance of the weights must be 0 or above and finite: " + weightVariance);
    }
    checkBiasVariance(biasVariance);
  }

  private static void checkBiasVariance(double biasVariance) {
    if (!(biasVariance >= 0 && biasVariance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the variance of the biases must be 0 or above and finite: " + biasVariance);
    }
  }

  /// The edge of chaos: the point with that σ_b² where χ₁ = 1, so that gradients neither vanish nor
  /// explode, where signals stay. ReLU and its kind have it only at σ_b² = 0, where it is He's;
  /// tanh's is (1, 0), then for example (1.761, 0.05); GELU has none below σ_b² = 0.17.
  ///
  /// @throws IllegalArgumentException if there is none
  public static MeanField critical(Activation f, double biasVariance) {
    return KNOWN
        .computeIfAbsent(new Question(f, biasVariance), _ -> search(f, biasVariance))
        .orElseThrow(() -> noCriticalPoint(biasVariance));
  }

  private static Optional<MeanField> search(Activation f, double biasVariance) {
    checkBiasVariance(biasVariance);
    try {
      return Optional.of(critical(f::value, f::derivative, biasVariance));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// As above, for any function with the given derivative.
  public static MeanField critical(
      DoubleUnaryOperator f, DoubleUnaryOperator derivative, double biasVariance) {
    checkBiasVariance(biasVariance);
    double q =
        biasVariance == 0 && f.applyAsDouble(0) == 0
            ? SMALLEST_LENGTH
            : criticalLength(f, derivative, biasVariance);
    var field = new MeanField(f, derivative, criticalWeightVariance(derivative, q), biasVariance);
    double length = 1;
    for (int layer = 0; layer < DEPTH; layer++) {
      length = field.nextLength(length);
    }
    if (!(Math.abs(field.gradientFactor(length) - 1) < NEAR)) {
      throw noCriticalPoint(biasVariance);
    }
    return field;
  }

  private static IllegalArgumentException noCriticalPoint(double biasVariance) {
    return new IllegalArgumentException(
        "this activation has no critical point with a bias variance of " + biasVariance);
  }

  /// The length that layers keep where χ₁ = 1.
  private static double criticalLength(
      DoubleUnaryOperator f, DoubleUnaryOperator derivative, double biasVariance) {
    DoubleUnaryOperator excess = q -> excess(f, derivative, q, biasVariance);
    if (!(excess.applyAsDouble(SMALLEST_LENGTH) < 0 && excess.applyAsDouble(LARGEST_LENGTH) > 0)) {
      throw noCriticalPoint(biasVariance);
    }
    return rootOfLength(excess);
  }

  /// A root between the smallest and the largest length, which are apart by orders of magnitude.
  private static double rootOfLength(DoubleUnaryOperator f) {
    return StrictMath.exp(
        Root.between(
            x -> f.applyAsDouble(StrictMath.exp(x)),
            StrictMath.log(SMALLEST_LENGTH),
            StrictMath.log(LARGEST_LENGTH)));
  }

  /// The σ_w² with χ₁ = 1 at length q.
  private static double criticalWeightVariance(DoubleUnaryOperator derivative, double q) {
    return 1 / meanSquare(derivative, q);
  }

  /// The excess of q over the variance of pre-activations behind one critical layer.
  private static double excess(
      DoubleUnaryOperator f, DoubleUnaryOperator derivative, double q, double biasVariance) {
    return q - criticalWeightVariance(derivative, q) * meanSquare(f, q) - biasVariance;
  }

  /// E g(√q z)², at `q` of 0 g(0)².
  private static double meanSquare(DoubleUnaryOperator g, double q) {
    double root = Math.sqrt(q);
    return GaussianExpectation.of(z -> {
      double a = g.applyAsDouble(root * z);
      return a * a;
    });
  }

  /// The variance of the next layer's pre-activations, given variance `q` in this one: σ_w²·E f(√q
  /// z)² + σ_b².
  public double nextLength(double q) {
    return weightVariance * meanSquare(f, q) + biasVariance;
  }

  /// q*: the variance of pre-activations that layers keep; 0 if signals die out, infinite if they
  /// grow without end, NaN if layers keep any.
  public double fixedLength() {
    if (scaleFree()) {
      double rest = 1 - gradientFactor(1);
      return rest > 0 || (biasVariance == 0 && rest == 0)
          ? biasVariance / rest
          : Double.POSITIVE_INFINITY;
    }
    if (!(nextLength(SMALLEST_LENGTH) > SMALLEST_LENGTH)) {
      return 0;
    }
    return nextLength(LARGEST_LENGTH) > LARGEST_LENGTH
        ? Double.POSITIVE_INFINITY
        : rootOfLength(q -> nextLength(q) - q);
  }

  /// Where wide layers of these variances settle, whatever signals they begin with; empty where
  /// signals grow without end, but for functions that are scale-free, whose χ₁ is the same
  /// everywhere.
  public Optional<FixedPoint> fixedPoint() {
    double q = fixedLength();
    if (Double.isInfinite(q) && !scaleFree()) {
      return Optional.empty();
    }
    double factor = gradientFactor(scaleFree() ? 1 : q);
    return Optional.of(new FixedPoint(q, factor, 1 / Math.abs(StrictMath.log(factor))));
  }

  /// Where infinitely wide layers settle. Schoenholz et al. 2017.
  ///
  /// @param length q*, as [MeanField#fixedLength] has it
  /// @param gradientFactor χ₁ there
  /// @param depthScale ξ = 1/|ln χ₁|, in layers; infinite at the edge of chaos
  public record FixedPoint(double length, double gradientFactor, double depthScale) {}

  /// Whether f(cz) = c·f(z) for all c above 0, as of ReLU: then layers scale signals of any size
  /// alike. Seen at powers of 2, by which products are exact.
  private boolean scaleFree() {
    return isScaleFreeAt(1) && isScaleFreeAt(-1);
  }

  private boolean isScaleFreeAt(double z) {
    double large = 0x1p20;
    double a = f.applyAsDouble(z);
    return f.applyAsDouble(z * large) == a * large && f.applyAsDouble(z / large) == a / large;
  }

  /// χ₁ = σ_w²·E f′(√q z)²: the factor by which one layer changes the variance of gradients, at
  /// pre-activations of variance `q`; at 0, its limit. Below 1 they vanish (order), above 1 they
  /// explode (chaos).
  public double gradientFactor(double q) {
    return weightVariance * meanSquare(derivative, Math.max(q, SMALLEST_LENGTH));
  }

  /// The mean square of a layer's activations over that of its inputs.
  ///
  /// @param inputs the mean square of the inputs
  public double forwardGain(double inputs) {
    return meanSquare(f, weightVariance * inputs + biasVariance) / inputs;
  }

  /// The mean square of gradients below a layer over that above it, if its fan-out is its fan-in.
  ///
  /// @param inputs the mean square of the layer's inputs
  public double backwardGain(double inputs) {
    return gradientFactor(weightVariance * inputs + biasVariance);
  }
}
