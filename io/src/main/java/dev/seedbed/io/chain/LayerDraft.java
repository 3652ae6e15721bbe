package dev.seedbed.io.chain;

import dev.seedbed.check.Normalization;
import dev.seedbed.check.Stage;
import dev.seedbed.io.chain.SavedNetwork.StageNames;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.network.Layer;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Panels;
import java.io.IOException;
import java.util.Optional;

/// A layer of a graph, as far as it is known, without its numbers.
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

  int fanOut() {
    return weight.fanOut();
  }

  Optional<Activation> activation() {
    return activation;
  }

  boolean isNormalised() {
    return normalization.isPresent();
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
        bias.map(constant -> constant.tensor().name()));
  }

  /// Reads the numbers. At no time are there more than those of one tensor twice.
  Stage read(WeightFile file) throws IOException {
    float[] padded = new float[(int) Panels.paddedLength(fanOut())];
    if (bias.isPresent()) {
      float[] values = file.values(bias.get().tensor());
      System.arraycopy(values, 0, padded, 0, values.length);
    }
    Optional<Normalization> read = Optional.empty();
    if (normalization.isPresent()) {
      BatchNormalization by = normalization.get();
      read =
          Optional.of(
              new Normalization(
                  file.values(by.scale().tensor()),
                  file.values(by.shift().tensor()),
                  by.epsilon()));
    }
    return new Stage(
        name,
        new Layer(panels(file), padded),
        bias.isPresent(),
        read,
        activation.orElse(new Activation.Identity()));
  }

  private Panels panels(WeightFile file) throws IOException {
    int fanIn = weight.fanIn();
    float[] values = file.values(weight.constant().tensor());
    var panels = new Panels(fanIn, fanOut());
    float[] data = panels.data();
    for (int p = 0; p < panels.panels(); p++) {
      int begin = p * Panels.WIDTH;
      int columns = panels.columnsOf(p);
      for (int i = 0; i < fanIn; i++) {
        int at = panels.at(p, i);
        if (weight.transposed()) {
          System.arraycopy(values, i * fanOut() + begin, data, at, columns);
          continue;
        }
        for (int j = 0; j < columns; j++) {
          data[at + j] = values[(begin + j) * fanIn + i];
        }
      }
    }
    return panels;
  }
}
