package dev.seedbed.io.graph;

import dev.seedbed.graph.Backward;
import dev.seedbed.graph.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What cases say of operators: the tables of `docs/operators.md`.
final class OperatorCounts {
  /// The operators that run graphs, which stand in no table, and since when ONNX has them.
  private static final Map<String, Integer> CONTROL = Map.of("If", 1, "Loop", 1, "Scan", 8);

  /// How many cases an operator is in.
  ///
  /// @param passed of ONNX's, how many give their outputs
  /// @param own those that are ours, all of which do
  /// @param checked where it stands alone, and its gradient is that of differences
  /// @param flat where it stands alone, and both are 0
  private record Count(int cases, int passed, int own, int checked, int flat, boolean hasGradient) {
    static final Count NONE = new Count(0, 0, 0, 0, 0, false);

    Count plus(Count more) {
      return new Count(
          cases + more.cases,
          passed + more.passed,
          own + more.own,
          checked + more.checked,
          flat + more.flat,
          hasGradient || more.hasGradient);
    }

    String gradient() {
      if (checked > 0) {
        return "in %d".formatted(checked);
      }
      return hasGradient ? flat > 0 ? "is 0" : "no" : "has none";
    }
  }

  private final Map<String, Count> counts = new TreeMap<>();
  private final Map<String, Map<String, Integer>> refused = new TreeMap<>();
  private int passed;

  /// A case that is run.
  ///
  /// @param ours whether it is not ONNX's
  /// @param types the names of all operators in the file
  /// @param operators what they became
  void run(
      boolean ours,
      boolean passes,
      Set<String> types,
      List<Operator> operators,
      List<Slopes.Found> slopes) {
    passed += passes && !ours ? 1 : 0;
    boolean checked = slopes.stream().anyMatch(found -> !found.checked().isEmpty());
    boolean flat = slopes.stream().anyMatch(found -> !found.flat().isEmpty());
    for (String type : types) {
      boolean alone = types.size() == 1 || CONTROL.containsKey(type);
      var count =
          new Count(
              ours ? 0 : 1,
              passes && !ours ? 1 : 0,
              ours ? 1 : 0,
              alone && checked ? 1 : 0,
              alone && flat ? 1 : 0,
              alone && operators.stream().anyMatch(OperatorCounts::hasGradient));
      counts.merge(type, count, Count::plus);
    }
  }

  /// Whether an operator says how its gradient comes about.
  private static boolean hasGradient(Operator operator) {
    try {
      return operator.getClass().getMethod("gradients", Backward.class).getDeclaringClass()
          != Operator.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  void refuse(String reason, String what) {
    refused.computeIfAbsent(reason, _ -> new TreeMap<>()).merge(what, 1, Integer::sum);
  }

  /// Operators of the table whose gradients no case checks.
  List<String> unchecked() {
    var unchecked = new ArrayList<String>();
    all()
        .forEach((type, _) -> {
          Count count = counts.getOrDefault(type, Count.NONE);
          if (count.cases + count.own == 0 || count.gradient().equals("no")) {
            unchecked.add(type);
          }
        });
    return unchecked;
  }

  /// All operators, and the first opset that has them.
  private static Map<String, Integer> all() {
    var all = new TreeMap<>(CONTROL);
    OperatorTable.ALL.rows().forEach(row -> all.put(row.type(), row.since()));
    return all;
  }

  String table() {
    var table =
        new StringBuilder(
            """
            | operator | from opset | ONNX's cases passed | of | our cases | gradient checked |
            |---|---|---|---|---|---|
            """);
    all()
        .forEach((type, since) -> {
          Count count = counts.getOrDefault(type, Count.NONE);
          table.append(
              "| %s | %d | %d | %d | %d | %s |\n"
                  .formatted(type, since, count.passed, count.cases, count.own, count.gradient()));
        });
    int all =
        refused.values().stream()
            .flatMap(each -> each.values().stream())
            .mapToInt(Integer::intValue)
            .sum();
    table.append(
        "\n%,d of ONNX's %,d cases pass; the others are refused, or differ for a known reason:\n\n"
            .formatted(passed, passed + all));
    table.append("| reason | what | cases |\n|---|---|---|\n");
    refused.forEach((reason, each) ->
        each.forEach(
            (what, cases) -> table.append("| %s | %s | %d |\n".formatted(reason, what, cases))));
    return table.toString();
  }
}
