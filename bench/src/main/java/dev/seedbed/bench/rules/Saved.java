package dev.seedbed.bench.rules;

import dev.seedbed.check.Check;
import dev.seedbed.check.GraphCheck;
import dev.seedbed.check.graph.GraphRows;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.measure.GraphMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.graph.NdArray;
import dev.seedbed.io.array.NpyFile;
import dev.seedbed.io.check.SavedCheck;
import dev.seedbed.io.network.SavedNetwork;
import dev.seedbed.kernel.Team;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A network of `examples/networks`.
///
/// @param name of the file, without its ending
/// @param data NumPy's arrays to run it on; empty for those that the check makes up
record Saved(String name, String data) implements Shown {
  private static final String FOLDER = "examples/networks/";

  static Saved of(String name) {
    return new Saved(name, "");
  }

  Saved on(String arrays) {
    return new Saved(name, arrays);
  }

  /// The command that checks it.
  String command() {
    String file = "./seedbed check " + FOLDER + name + ".onnx";
    return data.isEmpty() ? file : file + " --data " + FOLDER + data;
  }

  /// The same network with other numbers in the tensors whose names match.
  ///
  /// @param change of all numbers of a tensor
  Changed changed(String tensors, UnaryOperator<float[]> change) {
    GraphStart before = start();
    var values = new LinkedHashMap<String, float[]>();
    for (String tensor : before.graph().parameters()) {
      if (tensor.matches(tensors)) {
        float[] old = before.graph().tensor(tensor).orElseThrow().asFloats().data();
        values.put(tensor, change.apply(old.clone()));
      }
    }
    if (values.isEmpty()) {
      throw new IllegalArgumentException("%s has no tensors %s".formatted(name, tensors));
    }
    return new Changed(before.with(values), rows());
  }

  /// The same network with the tensors whose names match multiplied.
  Changed times(String tensors, double factor) {
    return changed(
        tensors,
        values -> {
          for (int i = 0; i < values.length; i++) {
            values[i] *= (float) factor;
          }
          return values;
        });
  }

  private Path file(String some) {
    return HOME.resolve(FOLDER + some);
  }

  @Override
  public List<Finding> findings() throws IOException {
    SavedCheck check = SavedCheck.of(file(name + ".onnx"));
    return (data.isEmpty() ? check : check.on(file(data), Optional.empty())).run().findings();
  }

  @Override
  public StartMeasurement measured() {
    return new Changed(start(), rows()).measured();
  }

  @Override
  public GraphStart start() {
    SavedNetwork saved = SavedNetwork.read(file(name + ".onnx"));
    return saved.start().or(() -> saved.chain().map(GraphStart::of)).orElseThrow();
  }

  @Override
  public GraphRows rows() {
    Map<String, NdArray> arrays = new LinkedHashMap<>();
    if (!data.isEmpty()) {
      try {
        arrays.putAll(NpyFile.readArchive(file(data)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    Optional<NdArray> targets = Optional.ofNullable(arrays.remove("target"));
    return GraphRows.of(start(), arrays, targets, Map.of());
  }

  /// A network of ours after a change, which no file holds.
  record Changed(GraphStart start, GraphRows rows) implements Shown {
    @Override
    public List<Finding> findings() {
      return start.chain().isPresent()
          ? Check.of(start.chain().get()).run().findings()
          : new GraphCheck(start, rows, Map.of(), Check.USUAL_LEARNING_RATE, false)
              .run(1)
              .findings();
    }

    @Override
    public StartMeasurement measured() {
      return GraphMeasurement.of(
          start, rows, Map.of(), Check.USUAL_LEARNING_RATE, true, Team.ALONE);
    }
  }
}
