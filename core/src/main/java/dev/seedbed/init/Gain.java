package dev.seedbed.init;

import dev.seedbed.tensor.Activation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleUnaryOperator;

/// The effect of an activation on the scale of a standard normal pre-activation z, by quadrature:
/// for any activation, not only for those in published tables.
///
/// @param forward 1 / √E f(z)²: weights of variance forward² / fan-in keep the second moment of the
///   activations. He et al. 2015, arXiv:1502.01852, section 2.2, for any f
/// @param backward 1 / √E f′(z)²: weights of variance backward² / fan-out keep the variance of the
///   back-propagated gradients
public record Gain(double forward, double backward) {
  private static final Map<Activation, Gain> KNOWN = new ConcurrentHashMap<>();

  /// The gains of `f`. The error is below 1e-12.
  public static Gain of(Activation f) {
    return KNOWN.computeIfAbsent(f, key -> of(key::value, key::derivative));
  }

  /// The gains of a function with the given derivative, which may have kinks anywhere.
  public static Gain of(DoubleUnaryOperator f, DoubleUnaryOperator derivative) {
    return new Gain(1 / rootMeanSquare(f), 1 / rootMeanSquare(derivative));
  }

  private static double rootMeanSquare(DoubleUnaryOperator f) {
    return Math.sqrt(
        GaussianExpectation.of(z -> {
          double a = f.applyAsDouble(z);
          return a * a;
        }));
  }
}
