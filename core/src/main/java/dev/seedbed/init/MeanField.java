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

  private static final int MOST_STEPS = 200;
  private static final double LARGEST_LENGTH = 1e4;
  private static final double SMALLEST_LENGTH = 1e-12;

  /// Layers after which signals of length 1 must be where χ₁ is near 1. They come there slowly:
  /// tanh without biases has χ₁ = 0.99 then.
  private static final int DEPTH = 100;

  private static final double NEAR = 0.1;

  public MeanField {
    if (!(weightVariance > 0 && weightVariance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the variance of the weights must be above 0 and finite: " + weightVariance);
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
    double low = SMALLEST_LENGTH;
    double high = LARGEST_LENGTH;
    if (!(excess(f, derivative, low, biasVariance) < 0
        && excess(f, derivative, high, biasVariance) > 0)) {
      throw noCriticalPoint(biasVariance);
    }
    for (int i = 0; i < MOST_STEPS && low < Math.nextDown(high); i++) {
      double middle = low + (high - low) / 2;
      if (excess(f, derivative, middle, biasVariance) < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// The σ_w² with χ₁ = 1 at length q.
  private static double criticalWeightVariance(DoubleUnaryOperator derivative, double q) {
    return 1 / meanSquare(derivative, q);
  }

  /// By how much q is longer than what one critical layer makes of it.
  private static double excess(
      DoubleUnaryOperator f, DoubleUnaryOperator derivative, double q, double biasVariance) {
    return q - criticalWeightVariance(derivative, q) * meanSquare(f, q) - biasVariance;
  }

  /// E g(√q z)².
  private static double meanSquare(DoubleUnaryOperator g, double q) {
    double root = Math.sqrt(q);
    return GaussianExpectation.of(z -> {
      double a = g.applyAsDouble(root * z);
      return a * a;
    });
  }

  /// What one layer makes of pre-activations of variance `q`: σ_w²·E f(√q z)² + σ_b².
  public double nextLength(double q) {
    return weightVariance * meanSquare(f, q) + biasVariance;
  }

  /// q*: the variance of pre-activations that layers keep; 0 if signals die out.
  public double fixedLength() {
    double low = 0;
    double high = LARGEST_LENGTH;
    if (nextLength(SMALLEST_LENGTH) <= SMALLEST_LENGTH) {
      return 0;
    }
    for (int i = 0; i < MOST_STEPS && low < Math.nextDown(high); i++) {
      double middle = low + (high - low) / 2;
      if (nextLength(middle) > middle) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// χ₁ = σ_w²·E f′(√q z)²: what one layer makes of the variance of gradients, at pre-activations
  /// of variance `q`. Below 1 they vanish (order), above 1 they explode (chaos).
  public double gradientFactor(double q) {
    return weightVariance * meanSquare(derivative, q);
  }
}
