package dev.seedbed.bench.check;

import dev.seedbed.bench.check.StartCase.Mutant;
import dev.seedbed.tensor.Activation;
import java.util.Optional;

/// What is believed of the networks of [GridCases], by one rule for all.
///
/// @param hidden widths of the hidden layers, as in [StartCase]
record GridBeliefs(String task, String hidden, Activation f) {
  /// From so many hidden layers on, a variance that is not the activation's own adds up.
  private static final int DEEP = 6;

  /// Sigmoid units shrink a signal more.
  private static final int DEEP_SIGMOID = 4;

  /// Rectifiers this narrow are born dead in networks this deep. Lu et al. 2019.
  private static final int NARROW = 5;

  private static final int DEEP_NARROW = 9;

  /// The scheme of the activation's own literature; of deep sigmoid networks and of narrow ones,
  /// one that is fitted to the data.
  String weights() {
    if ((f instanceof Activation.Sigmoid && depth() >= DEEP_SIGMOID) || isBornDead()) {
      return "lsuv";
    }
    return switch (f.name()) {
      case "sigmoid" -> "glorot-uniform-sigmoid";
      case "tanh", "softplus" -> "glorot-uniform";
      case "softsign" -> "glorot-normal";
      case "selu" -> "lecun-normal";
      case "gelu", "silu" -> "gain-normal";
      default -> "he-normal";
    };
  }

  String reference() {
    return weights() + (isRaw() ? "+label-bias" : "");
  }

  PlantedFault fault(Mutant mutant) {
    return extreme(mutant.scheme()).orElse(PlantedFault.NONE);
  }

  PlantedFault fault(String scheme) {
    int plus = scheme.indexOf('+');
    String weights = plus < 0 ? scheme : scheme.substring(0, plus);
    String biases = plus < 0 ? "" : scheme.substring(plus + 1);
    PlantedFault fault = extreme(weights).orElseGet(() -> usual(weights));
    if (fault == PlantedFault.NONE && biases.matches("constant\\(value=(5|-?10)\\)")) {
      return PlantedFault.HIDDEN_BIAS;
    }
    if (fault == PlantedFault.NONE && isRaw() && !biases.equals("label-bias")) {
      return PlantedFault.OUTPUT_BIAS;
    }
    return fault;
  }

  /// Of schemes that are far from all usual variances.
  private static Optional<PlantedFault> extreme(String weights) {
    return switch (weights) {
      case "zeros",
          "ones",
          "constant(value=0.01)",
          "constant(value=0.02)",
          "constant(value=0.05)",
          "constant(value=0.1)",
          "constant(value=0.5)" ->
          Optional.of(PlantedFault.CONSTANT);
      case "torch:uniform_", "flax:uniform" -> Optional.of(PlantedFault.ONE_SIDED);
      case "normal(deviation=1)",
          "normal(deviation=0.5)",
          "normal(deviation=0.25)",
          "uniform(low=-1,high=1)",
          "truncated-normal(deviation=0.5,corrected=no)",
          "truncated-normal(deviation=1,corrected=no)",
          "torch:normal_",
          "torch:trunc_normal_",
          "haiku:RandomNormal",
          "encog",
          "encog:NguyenWidrowRandomizer",
          "neuroph" ->
          Optional.of(PlantedFault.LARGE);
      case "normal(deviation=0.0001)",
          "normal(deviation=0.001)",
          "normal(deviation=0.01)",
          "djl:NormalInitializer",
          "flax:normal" ->
          Optional.of(PlantedFault.SMALL);
      default -> Optional.empty();
    };
  }

  /// A variance that is not the activation's own is a fault of deep networks alone.
  private PlantedFault usual(String weights) {
    boolean deep = depth() >= (f instanceof Activation.Sigmoid ? DEEP_SIGMOID : DEEP);
    if (isBornDead()) {
      return PlantedFault.DEAD;
    }
    return deep && !isOwn(weights) ? PlantedFault.SMALL : PlantedFault.NONE;
  }

  private boolean isOwn(String weights) {
    return switch (weights) {
      case "lsuv" -> true;
      case "he-normal", "he-uniform", "he-truncated", "gain-normal", "orthogonal" ->
          !(f instanceof Activation.Sigmoid);
      case "glorot-uniform", "glorot-normal", "lecun-normal", "dl4j", "dl4j:LECUN_UNIFORM" ->
          f instanceof Activation.Tanh
              || f instanceof Activation.Softsign
              || f instanceof Activation.Selu
              || f instanceof Activation.Elu;
      default -> false;
    };
  }

  private boolean isBornDead() {
    return f instanceof Activation.Relu && width() <= NARROW && depth() >= DEEP_NARROW;
  }

  private boolean isRaw() {
    return task.equals("auto-mpg-raw");
  }

  private int depth() {
    return StartCase.widths(hidden).size();
  }

  private int width() {
    return StartCase.widths(hidden).getLast();
  }
}
