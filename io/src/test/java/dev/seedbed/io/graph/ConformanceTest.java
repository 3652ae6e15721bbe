package dev.seedbed.io.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seedbed.data.InputException;
import dev.seedbed.graph.BooleanArray;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Run;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.kernel.Team;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The ONNX project's own cases: models with inputs and outputs, from Debian's `libonnx-testdata`.
/// Each is run and gives its outputs, or is refused in one line.
class ConformanceTest {
  private static final Path CASES = Path.of("/usr/share/libonnx-testdata/data");

  /// The tolerances of the project's own runner.
  private static final double RELATIVE = 1e-3;

  private static final double ABSOLUTE = 1e-7;

  @Test
  void cases_giveTheirOutputsOrAreRefused() throws IOException {
    assumeTrue(Files.isDirectory(CASES), "not run: libonnx-testdata is not installed");
    var failed = new ArrayList<String>();
    var refused = new TreeMap<String, List<String>>();
    int passed = 0;
    for (String group : List.of("node", "simple", "pytorch-operator", "pytorch-converted")) {
      try (var folders = Files.list(CASES.resolve(group))) {
        for (Path folder : folders.sorted().toList()) {
          String name = group + "/" + folder.getFileName();
          try {
            String difference = difference(folder);
            if (difference.isEmpty()) {
              passed++;
            } else {
              failed.add(name + ": " + difference);
            }
          } catch (MalformedModelException | InputException e) {
            refused.computeIfAbsent(e.getMessage(), _ -> new ArrayList<>()).add(name);
          } catch (RuntimeException e) {
            var trace = e.getStackTrace();
            failed.add(name + ": " + e + " at " + (trace.length > 0 ? trace[0] : ""));
          }
        }
      }
    }
    System.out.println("passed " + passed);
    refused.forEach((reason, names) ->
        System.out.println(names.size() + " " + reason + " " + names.getFirst()));
    failed.forEach(System.out::println);
    assertEquals(List.of(), failed);
  }

  /// Says what differs; nothing if all is as it should be.
  private static String difference(Path folder) throws IOException {
    Graph graph = GraphFiles.read(folder.resolve("model.onnx"));
    try (var sets = Files.list(folder)) {
      for (Path set : sets.filter(Files::isDirectory).sorted().toList()) {
        Map<String, NdArray> inputs = new LinkedHashMap<>();
        for (int i = 0; i < graph.inputs().size(); i++) {
          inputs.put(
              graph.inputs().get(i).name(),
              GraphFiles.readArray(set.resolve("input_%d.pb".formatted(i))));
        }
        List<NdArray> outputs = Run.forward(graph, inputs, Team.ALONE).outputs();
        for (int i = 0; i < outputs.size(); i++) {
          NdArray expected = GraphFiles.readArray(set.resolve("output_%d.pb".formatted(i)));
          Optional<String> difference = difference(expected, outputs.get(i));
          if (difference.isPresent()) {
            return "output %d %s".formatted(i, difference.get());
          }
        }
      }
    }
    return "";
  }

  private static Optional<String> difference(NdArray expected, NdArray actual) {
    if (!expected.shape().equals(actual.shape())) {
      return Optional.of(
          "must have shape %s: %s".formatted(title(expected.shape()), title(actual.shape())));
    }
    if (!expected.type().equals(actual.type())) {
      return Optional.of("must be %s: %s".formatted(expected.type(), actual.type()));
    }
    for (int i = 0; i < expected.shape().elements(); i++) {
      double wanted = element(expected, i);
      double found = element(actual, i);
      boolean near =
          wanted == found
              || (Double.isNaN(wanted) && Double.isNaN(found))
              || Math.abs(wanted - found) <= ABSOLUTE + RELATIVE * Math.abs(wanted);
      if (!near) {
        return Optional.of("must have %s at %d: %s".formatted(wanted, i, found));
      }
    }
    return Optional.empty();
  }

  private static String title(TensorShape shape) {
    return shape.toString();
  }

  private static double element(NdArray array, int i) {
    return switch (array) {
      case FloatArray(TensorShape _, float[] data) -> data[i];
      case LongArray(TensorShape _, long[] data) -> data[i];
      case BooleanArray(TensorShape _, boolean[] data) -> data[i] ? 1 : 0;
    };
  }
}
