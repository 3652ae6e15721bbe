package dev.seedbed.io.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seedbed.data.InputException;
import dev.seedbed.graph.BooleanArray;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The ONNX project's own cases: models with inputs and outputs, from Debian's `libonnx-testdata`.
/// Each is run and gives its outputs, or is refused in one line.
class ConformanceTest {
  private static final Path CASES = Path.of("/usr/share/libonnx-testdata/data");

  /// The tolerances of the project's own runner.
  private static final double RELATIVE = 1e-3;

  private static final double ABSOLUTE = 1e-7;

  private static final String OPERATORS = "the network has operators that Seedbed does not have: ";

  /// The words by which what Seedbed does not have is refused.
  private static final List<Pattern> REFUSALS =
      List.of(
          Pattern.compile(OPERATORS + "(?<reason>.*)"),
          Pattern.compile("(?<reason>the opset of a network must be from .*)"),
          Pattern.compile(".*(?<reason>depends on the network's inputs, which cannot be followed)"),
          Pattern.compile("input '.*' (?<reason>must be an array)"),
          Pattern.compile("(?<reason>arrays of texts are not supported)"));

  /// Cases that Seedbed does not agree with, and why.
  private static final Map<Pattern, String> EXCEPTIONS =
      Map.of(
          Pattern.compile("node/test_cast.*BFLOAT16.*"),
          "the case's files have bfloat16 as whole numbers",
          Pattern.compile("node/test_training_dropout_?(default|mask|default_mask)?"),
          "dropout draws; Seedbed looks at the start without it");

  /// How many cases an operator has, and how many of them give their outputs.
  private record Count(int cases, int passed) {
    Count with(boolean pass) {
      return new Count(cases + 1, passed + (pass ? 1 : 0));
    }
  }

  private final Map<String, Count> counts = new TreeMap<>();
  private final Map<String, Integer> refused = new TreeMap<>();
  private final List<String> failed = new ArrayList<>();

  @Test
  void cases_giveTheirOutputsOrAreRefused() throws IOException {
    assumeTrue(Files.isDirectory(CASES), "not run: libonnx-testdata is not installed");
    for (String group : List.of("node", "simple", "pytorch-operator", "pytorch-converted")) {
      try (var folders = Files.list(CASES.resolve(group))) {
        for (Path folder : folders.sorted().toList()) {
          judge(group + "/" + folder.getFileName(), folder);
        }
      }
    }
    assertEquals(List.of(), failed);
    OperatorsPage.assertCurrent("conformance", table());
  }

  private void judge(String name, Path folder) throws IOException {
    Set<String> operators = new TreeSet<>();
    Optional<String> difference;
    try {
      Graph graph = GraphFiles.read(folder.resolve("model.onnx"));
      operators(graph, operators);
      difference = difference(graph, folder);
    } catch (MalformedModelException | InputException e) {
      String message = String.valueOf(e.getMessage());
      Optional<String> reason = reason(message);
      if (reason.isPresent()) {
        refused.merge(reason.get(), 1, Integer::sum);
        return;
      }
      difference = Optional.of(message);
    } catch (RuntimeException e) {
      difference = Optional.of(e + " at " + List.of(e.getStackTrace()).getFirst());
    }
    Optional<String> exception =
        EXCEPTIONS.entrySet().stream()
            .filter(entry -> entry.getKey().matcher(name).matches())
            .map(Map.Entry::getValue)
            .findFirst();
    if (exception.isPresent() && difference.isPresent()) {
      refused.merge(exception.get(), 1, Integer::sum);
      return;
    }
    for (String operator : operators) {
      Count count = counts.getOrDefault(operator, new Count(0, 0));
      counts.put(operator, count.with(difference.isEmpty()));
    }
    difference.ifPresent(it -> failed.add(name + ": " + it));
  }

  private static Optional<String> reason(String message) {
    return REFUSALS.stream()
        .map(refusal -> refusal.matcher(message))
        .filter(Matcher::matches)
        .map(matcher -> matcher.group("reason"))
        .findFirst();
  }

  private static void operators(Graph graph, Set<String> operators) {
    for (Node node : graph.nodes()) {
      operators.add(node.type());
      switch (node.step()) {
        case Node.Apply _, Node.Foreign _ -> {}
        case Node.If(Graph then, Graph otherwise) -> {
          operators(then, operators);
          operators(otherwise, operators);
        }
        case Node.Loop(Graph body) -> operators(body, operators);
        case Node.Scan scan -> operators(scan.body(), operators);
      }
    }
  }

  private String table() {
    var table =
        new StringBuilder("| operator | from opset | cases passed | of |\n|---|---|---|---|\n");
    for (OperatorTable.Row row : OperatorTable.ALL.rows()) {
      Count count = counts.getOrDefault(row.type(), new Count(0, 0));
      table.append(
          "| %s | %d | %d | %d |\n"
              .formatted(row.type(), row.since(), count.passed(), count.cases()));
    }
    int all = refused.values().stream().mapToInt(Integer::intValue).sum();
    table.append(
        "\n%d cases are refused, for what they have, or differ for a known reason:\n\n"
            .formatted(all));
    table.append("| reason | cases |\n|---|---|\n");
    refused.forEach((reason, cases) -> table.append("| %s | %d |\n".formatted(reason, cases)));
    return table.toString();
  }

  /// Says what differs; empty if nothing does.
  private static Optional<String> difference(Graph graph, Path folder) throws IOException {
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
            return Optional.of("output %d %s".formatted(i, difference.get()));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> difference(NdArray expected, NdArray actual) {
    if (!expected.shape().equals(actual.shape())) {
      return Optional.of("must have shape %s: %s".formatted(expected.shape(), actual.shape()));
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

  private static double element(NdArray array, int i) {
    return switch (array) {
      case FloatArray(TensorShape _, float[] data) -> data[i];
      case LongArray(TensorShape _, long[] data) -> data[i];
      case BooleanArray(TensorShape _, boolean[] data) -> data[i] ? 1 : 0;
    };
  }
}
