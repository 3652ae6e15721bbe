package dev.seedbed.io.chain;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.io.chain.LayerDraft.BatchNormalization;
import dev.seedbed.io.chain.LayerDraft.WeightMatrix;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Layer;
import dev.seedbed.tensor.Activation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the numbers of layers. Beside what it gives, it holds those of one tensor at a time.
/// Layers that share weights in the file share them here: a small file cannot ask for much memory.
final class LayerNumbers {
  private final WeightFile file;
  private final Map<Source, Panels> weights = new HashMap<>();

  LayerNumbers(WeightFile file) {
    this.file = file;
  }

  private record Source(String tensor, int fanIn, boolean transposed) {}

  List<Chain.Stage> read(List<LayerDraft> layers) throws IOException {
    var stages = new ArrayList<Chain.Stage>();
    for (LayerDraft layer : layers) {
      stages.add(read(layer));
    }
    return stages;
  }

  private Chain.Stage read(LayerDraft layer) throws IOException {
    float[] padded = new float[(int) Panels.paddedLength(layer.fanOut())];
    if (layer.bias().isPresent()) {
      float[] values = values(layer.bias().get());
      System.arraycopy(values, 0, padded, 0, values.length);
    }
    Optional<Chain.Normalization> normalization = Optional.empty();
    if (layer.normalization().isPresent()) {
      BatchNormalization by = layer.normalization().get();
      normalization =
          Optional.of(
              new Chain.Normalization(values(by.scale()), values(by.shift()), by.epsilon()));
    }
    return new Chain.Stage(
        layer.name(),
        new Layer(weights(layer.weight()), padded),
        layer.bias().isPresent(),
        normalization,
        layer.activation().orElse(new Activation.Identity()));
  }

  private float[] values(Constant constant) throws IOException {
    return file.values(constant.tensor());
  }

  private Panels weights(WeightMatrix matrix) throws IOException {
    var source = new Source(matrix.constant().tensor().name(), matrix.fanIn(), matrix.transposed());
    Panels known = weights.get(source);
    if (known != null) {
      return known;
    }
    Panels read = panels(matrix);
    weights.put(source, read);
    return read;
  }

  private Panels panels(WeightMatrix matrix) throws IOException {
    int fanIn = matrix.fanIn();
    int fanOut = matrix.fanOut();
    float[] values = values(matrix.constant());
    var panels = new Panels(fanIn, fanOut);
    float[] data = panels.data();
    for (int p = 0; p < panels.panels(); p++) {
      int begin = p * Panels.WIDTH;
      int columns = panels.columnsOf(p);
      for (int i = 0; i < fanIn; i++) {
        int at = panels.at(p, i);
        if (matrix.transposed()) {
          System.arraycopy(values, i * fanOut + begin, data, at, columns);
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
