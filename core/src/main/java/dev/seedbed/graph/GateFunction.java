package dev.seedbed.graph;

import dev.seedbed.elementary.Elementary;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/// An activation function of a recurrent layer, with its two numbers.
public record GateFunction(Kind kind, float alpha, float beta) {
  /// The functions that ONNX names.
  public enum Kind {
    RELU(0, 0),
    TANH(0, 0),
    SIGMOID(0, 0),
    AFFINE(1, 0),
    LEAKYRELU(0.01f, 0),
    THRESHOLDEDRELU(1, 0),
    SCALEDTANH(1, 1),
    HARDSIGMOID(0.2f, 0.5f),
    ELU(1, 0),
    SOFTSIGN(0, 0),
    SOFTPLUS(0, 0);

    private final float alpha;
    private final float beta;

    Kind(float alpha, float beta) {
      this.alpha = alpha;
      this.beta = beta;
    }

    private boolean usesAlpha() {
      return switch (this) {
        case AFFINE, LEAKYRELU, THRESHOLDEDRELU, SCALEDTANH, HARDSIGMOID, ELU -> true;
        case RELU, TANH, SIGMOID, SOFTSIGN, SOFTPLUS -> false;
      };
    }

    private boolean usesBeta() {
      return switch (this) {
        case AFFINE, SCALEDTANH, HARDSIGMOID -> true;
        case RELU, TANH, SIGMOID, LEAKYRELU, THRESHOLDEDRELU, ELU, SOFTSIGN, SOFTPLUS -> false;
      };
    }
  }

  static final GateFunction SIGMOID = new GateFunction(Kind.SIGMOID, 0, 0);
  static final GateFunction TANH = new GateFunction(Kind.TANH, 0, 0);

  /// The functions of a file. Each that has such a number takes the next of a list, or its default
  /// where the list has ended.
  ///
  /// @throws IllegalArgumentException if there is no such function
  public static List<GateFunction> of(List<String> names, List<Float> alphas, List<Float> betas) {
    Iterator<Float> alpha = alphas.iterator();
    Iterator<Float> beta = betas.iterator();
    var functions = new ArrayList<GateFunction>();
    for (String name : names) {
      Kind kind = null;
      for (Kind some : Kind.values()) {
        if (some.name().equals(name.toUpperCase(Locale.ROOT))) {
          kind = some;
        }
      }
      if (kind == null) {
        throw new IllegalArgumentException("unknown activation of a recurrent layer: " + name);
      }
      float a = kind.usesAlpha() && alpha.hasNext() ? alpha.next() : kind.alpha;
      float b = kind.usesBeta() && beta.hasNext() ? beta.next() : kind.beta;
      functions.add(new GateFunction(kind, a, b));
    }
    return functions;
  }

  float value(float x) {
    return switch (kind) {
      case RELU -> x <= 0 ? 0 : x;
      case TANH -> Elementary.tanh(x);
      case SIGMOID -> Elementary.sigmoid(x);
      case AFFINE -> alpha * x + beta;
      case LEAKYRELU -> x < 0 ? alpha * x : x;
      case THRESHOLDEDRELU -> x < alpha ? 0 : x;
      case SCALEDTANH -> alpha * Elementary.tanh(beta * x);
      case HARDSIGMOID -> Math.min(Math.max(alpha * x + beta, 0), 1);
      case ELU -> x < 0 ? alpha * Elementary.expm1(x) : x;
      case SOFTSIGN -> x / (1 + Math.abs(x));
      case SOFTPLUS -> Math.max(x, 0) + Elementary.log1p(Elementary.exp(-Math.abs(x)));
    };
  }

  /// f′(x), where y = f(x). At a kink it is the derivative from the left.
  float derivative(float x, float y) {
    return switch (kind) {
      case RELU -> x > 0 ? 1 : 0;
      case TANH -> 1 - y * y;
      case SIGMOID -> y * (1 - y);
      case AFFINE -> alpha;
      case LEAKYRELU -> x > 0 ? 1 : alpha;
      case THRESHOLDEDRELU -> x > alpha ? 1 : 0;
      case SCALEDTANH -> {
        float t = Elementary.tanh(beta * x);
        yield alpha * beta * (1 - t * t);
      }
      case HARDSIGMOID -> {
        float line = alpha * x + beta;
        yield line > 0 && line <= 1 ? alpha : 0;
      }
      case ELU -> x > 0 ? 1 : alpha * Elementary.exp(x);
      case SOFTSIGN -> 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x)));
      case SOFTPLUS -> Elementary.sigmoid(x);
    };
  }
}
