package dev.seedbed.io.chain;

import dev.seedbed.io.chain.SavedNetwork.StageNames;
import dev.seedbed.tensor.Activation;
import java.util.Optional;

/// A layer of a graph as far as it is known, without its numbers.
final class LayerDraft {
  private final String name;
  private final WeightMatrix weight;
  private Optional<Constant> bias;
  private Optional<BatchNormalization> normalization = Optional.empty();
  private Optional<Activation> activation = Optional.empty();

  LayerDraft(String name, WeightMatrix weight, Optional<Constant> bias) {
    this.name = name;
    this.weight = weight;
    this.bias = bias;
  }

  /// Weights in the file.
  ///
  /// @param transposed whether they stand as in × out
  record WeightMatrix(Constant constant, int fanIn, int fanOut, boolean transposed) {}

  /// A normalisation whose numbers are in the file.
  record BatchNormalization(Constant scale, Constant shift, double epsilon) {}

  String name() {
    return name;
  }

  WeightMatrix weight() {
    return weight;
  }

  Optional<Constant> bias() {
    return bias;
  }

  Optional<BatchNormalization> normalization() {
    return normalization;
  }

  int fanOut() {
    return weight.fanOut();
  }

  Optional<Activation> activation() {
    return activation;
  }

  /// Whether a bias may still be added.
  boolean isBare() {
    return bias.isEmpty() && normalization.isEmpty() && activation.isEmpty();
  }

  void add(Constant row) {
    bias = Optional.of(row);
  }

  void normalise(BatchNormalization by) {
    normalization = Optional.of(by);
  }

  void activate(Activation by) {
    activation = Optional.of(by);
  }

  /// Its activation is not one of its own, but the network's head.
  void leaveActivationToTheHead() {
    activation = Optional.empty();
  }

  StageNames names() {
    return new StageNames(
        weight.constant().tensor().name(),
        weight.transposed(),
        bias.map(constant -> constant.tensor().name()),
        normalization.map(by -> by.scale().tensor().name()));
  }
}
