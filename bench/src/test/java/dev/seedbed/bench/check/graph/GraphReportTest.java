package dev.seedbed.bench.check.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.bench.check.Label;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphReportTest {

  /// Of labels that are made up: what is drawn by N(0, 1) is called healthy.
  @Test
  void rates_haveALineForEachTool_andNoNames() {
    GraphNetwork network =
        GraphCases.grid(GraphTasks.load()).stream()
            .map(GraphCase::network)
            .filter(one -> one.title().equals("images conv 2 relu"))
            .findFirst()
            .orElseThrow();
    var judged = new ArrayList<GraphJudged>();
    judged.addAll(judge(network, Start.drawn("zeros", GraphFault.EQUAL, "zeros"), Label.FAULTY));
    judged.addAll(judge(network, network.reference(), Label.HEALTHY));
    judged.addAll(
        judge(
            network, Start.drawn("wide", GraphFault.LARGE, "normal(deviation=1)"), Label.HEALTHY));
    var bytes = new ByteArrayOutputStream();

    new GraphReport(new PrintStream(bytes, true, StandardCharsets.UTF_8), judged).printRates();

    String report = bytes.toString(StandardCharsets.UTF_8);
    // Wilson's interval of 2 of 2 begins at 2 / (2 + 1.96²).
    String found = "| 100.0 (34.2–100.0) | 1/1 | ";
    assertThat(report)
        .contains("| **check**, right rule " + found + " |  |  |")
        .contains("| AUTOTRAINER " + found + "0.0 (0.0–49.0) | 0/2 | 0.0 (0.0–65.8) |")
        .contains(
            "| TheDeepChecker, initialisation "
                + found
                + "50.0 (15.0–85.0) | 1/2 | 0.0 (0.0–65.8) |")
        .contains("| DeepDiagnosis " + found)
        .contains("| SageMaker, PoorWeightInitialization " + found + "50.0 (15.0–85.0) | 1/2 |")
        .doesNotContain(network.title())
        .doesNotContain("wide");
  }

  private static List<GraphJudged> judge(GraphNetwork network, Start start, Label label) {
    return GraphCheckBench.judge(new GraphCase(network, start), List.of(label, label));
  }
}
