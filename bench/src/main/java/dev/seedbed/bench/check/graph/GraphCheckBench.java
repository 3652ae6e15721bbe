package dev.seedbed.bench.check.graph;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.bench.check.JudgedStart;
import dev.seedbed.bench.check.Label;
import dev.seedbed.bench.check.LabelFile;
import dev.seedbed.bench.check.Measured;
import dev.seedbed.bench.check.Tool;
import dev.seedbed.bench.check.Workers;
import dev.seedbed.check.Check;
import dev.seedbed.check.GraphCheck;
import dev.seedbed.check.TensorComparison;
import dev.seedbed.check.chain.TensorFacts;
import dev.seedbed.check.graph.GraphRows;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.graph.WeightedNode;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Finding;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.jvm.Sha256;
import dev.seedbed.random.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/// `./seedbed-bench graph-check`.
public final class GraphCheckBench {
  private GraphCheckBench() {}

  /// Trains what has no label yet, of one family if a second word names it, after "label"; judges
  /// starts with labels after "tuning" or "held-out".
  public static void run(List<String> what) throws Exception {
    List<GraphCase> cases = GraphCases.of(GraphTasks.load());
    switch (what.isEmpty() ? "" : what.getFirst()) {
      case "label" -> label(cases, what.size() > 1 ? what.get(1) : "");
      case "tuning" -> judge(cases, false).printAll();
      case "held-out" -> judge(cases, true).printRates();
      default ->
          System.err.println("seedbed-bench: graph-check label [FAMILY], tuning or held-out");
    }
  }

  /// Writes the labels where they are checked in, whenever a case is done.
  private static void label(List<GraphCase> cases, String family)
      throws InterruptedException, ExecutionException, IOException {
    List<String> names = cases.stream().map(GraphCase::name).toList();
    var file = LabelFile.open(GraphLabelRow.class, GraphLabelRow.HEADER, names);
    var labelling = new GraphLabelling();
    // Shuffled by a hash that is not the one by which cases are taken and held out.
    List<GraphCase> missing =
        cases.stream()
            .filter(one -> !file.has(one.name()))
            .filter(one -> one.family().name().toLowerCase(Locale.ROOT).contains(family))
            .sorted(Comparator.comparing(GraphCheckBench::turn))
            .toList();
    Workers.each(
        missing,
        one -> {
          try {
            label(one, labelling, file);
          } catch (RuntimeException e) {
            System.err.printf("seedbed-bench: %s has no label: %s%n", shown(one), e);
          }
          return one;
        });
  }

  private static String turn(GraphCase one) {
    return Sha256.hex(("turn " + one.name()).getBytes(UTF_8));
  }

  private static void label(GraphCase one, GraphLabelling labelling, LabelFile file) {
    double before = CpuTime.seconds();
    labelling.prepare(one.network());
    double prepared = CpuTime.seconds();
    List<GraphLabelRow> rows = labelling.label(one);
    file.add(one.name(), rows.stream().map(GraphLabelRow::line).toList());
    System.err.printf(
        Locale.ROOT,
        "reference %6.1f s, case %6.1f s of %s: %s%n",
        prepared - before,
        CpuTime.seconds() - prepared,
        one.family().name().toLowerCase(Locale.ROOT),
        one.heldOut() ? "held out" : summary(rows));
  }

  private static String summary(List<GraphLabelRow> rows) {
    return rows.getFirst().name()
        + ": "
        + rows.stream().map(GraphLabelRow::label).toList()
        + " "
        + rows.getFirst().trials();
  }

  /// The name of a case, if it is not held out.
  private static String shown(GraphCase one) {
    return one.heldOut() ? "a case that is held out" : one.name();
  }

  private static GraphReport judge(List<GraphCase> cases, boolean heldOut)
      throws InterruptedException, ExecutionException {
    GraphLabels labels = GraphLabels.load();
    List<GraphCase> part = cases.stream().filter(one -> one.heldOut() == heldOut).toList();
    List<GraphCase> labelled = part.stream().filter(labels::has).toList();
    if (labelled.size() < part.size()) {
      System.err.printf(
          "seedbed-bench: %d of %d cases have no labels yet: make them with graph-check label%n",
          part.size() - labelled.size(), part.size());
    }
    List<GraphJudged> judged =
        Workers.each(labelled, one -> judge(one, labels.of(one))).stream()
            .flatMap(List::stream)
            .toList();
    return new GraphReport(System.out, judged);
  }

  /// Looks at starts with `check` and with every tool.
  ///
  /// @param labels of the starts, by seed
  static List<GraphJudged> judge(GraphCase one, List<Label> labels) {
    var judged = new ArrayList<GraphJudged>();
    for (int s = 0; s < labels.size(); s++) {
      Label label = labels.get(s);
      GraphCheck check = check(one, new Seed(s));
      // As of a file, whose tensors are compared when they are read.
      Diagnosis diagnosis = GraphCheck.together(check.run(1), besideEachOther(check.start()));
      Measured measured = MeasuredGraph.of(check.start(), one.network().task().checked());
      judged.add(
          new GraphJudged(
              one, s, label, Tool.alarmsOfAll(measured), JudgedStart.counting(diagnosis)));
    }
    return judged;
  }

  /// What `check` looks at.
  static GraphCheck check(GraphCase one, Seed seed) {
    GraphTask.Rows rows = one.network().task().checked();
    return new GraphCheck(
        GraphStart.of(one.draw(seed)),
        new GraphRows(
            Map.of(GraphTask.INPUT, rows.inputs()), Optional.of(rows.targets()), true, List.of()),
        Map.of(),
        Check.USUAL_LEARNING_RATE,
        false);
  }

  /// What tensors say beside each other.
  private static List<Finding> besideEachOther(GraphStart start) {
    var comparison = new TensorComparison();
    var seen = new HashSet<String>();
    for (WeightedNode node : start.weighted()) {
      FloatArray weights = start.graph().tensor(node.weight()).orElseThrow().asFloats();
      if (seen.add(node.weight()) && weights.data().length > 0) {
        comparison.add(
            new TensorFacts(
                node.weight(), TensorFacts.Role.WEIGHT, node.kernel(weights.shape()), List.of()),
            weights.data());
      }
    }
    return comparison.findings();
  }
}
