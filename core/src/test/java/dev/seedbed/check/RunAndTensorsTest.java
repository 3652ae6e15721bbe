package dev.seedbed.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.check.chain.TensorFacts;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.init.Kernel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a run says together with what tensors say by themselves.
class RunAndTensorsTest {
  private static final int WIDTH = 16;
  private static final double HE = Math.sqrt(2.0 / WIDTH);

  /// The severities of a rule's findings, once the run has its say.
  private static List<Severity> together(GraphStart start, Rule rule, Stream<Finding> ofTensors) {
    return GraphCheck.together(TestGraph.diagnosis(start), ofTensors.toList()).findings().stream()
        .filter(finding -> finding.rule() == rule)
        .map(Finding::severity)
        .toList();
  }

  private static Stream<Finding> equal(TestGraph graph, String... weights) {
    var comparison = new TensorComparison();
    for (String name : weights) {
      comparison.add(
          new TensorFacts(
              name, TensorFacts.Role.WEIGHT, Optional.of(Kernel.dense(WIDTH, WIDTH)), List.of()),
          graph.values(name));
    }
    return comparison.findings().stream();
  }

  /// Two networks whose outputs are added up get equal gradients and never differ; layers that
  /// follow each other get others.
  @ParameterizedTest
  @CsvSource({"true, WARNING", "false, INFO"})
  void equalTensors(boolean sideBySide, Severity severity) {
    var graph = new TestGraph();
    String x = graph.input("x", -1, WIDTH);
    String one = graph.relu(graph.dense("one", x, WIDTH, WIDTH, HE));
    String two = graph.relu(graph.dense("two", sideBySide ? x : one, WIDTH, WIDTH, HE));
    System.arraycopy(graph.values("one/weight"), 0, graph.values("two/weight"), 0, WIDTH * WIDTH);
    String end = sideBySide ? graph.add("sum", one, two) : two;
    GraphStart start = graph.start(graph.dense("head", end, WIDTH, 2, 0.1 * HE));
    assertThat(together(start, Rule.EQUAL_TENSORS, equal(graph, "one/weight", "two/weight")))
        .containsExactly(severity);
  }

  /// Copies that are meant, by their names, are not said to differ: nobody looked.
  @Test
  void equalTensors_meantAsCopies_sayWhatTheySaid() {
    var graph = new TestGraph();
    String x = graph.input("x", -1, WIDTH);
    String one = graph.relu(graph.dense("student", x, WIDTH, WIDTH, HE));
    String two = graph.relu(graph.dense("teacher", x, WIDTH, WIDTH, HE));
    System.arraycopy(
        graph.values("student/weight"), 0, graph.values("teacher/weight"), 0, WIDTH * WIDTH);
    GraphStart start =
        graph.start(graph.dense("head", graph.add("sum", one, two), WIDTH, 2, 0.1 * HE));
    List<Finding> meant = equal(graph, "student/weight", "teacher/weight").toList();
    assertThat(meant).extracting(Finding::severity).containsExactly(Severity.INFO);
    assertThat(GraphCheck.together(TestGraph.diagnosis(start), meant).findings())
        .containsAll(meant);
  }

  private static GraphStart stack(double deviation) {
    var graph = new TestGraph();
    String x = graph.input("x", -1, WIDTH);
    for (int layer = 0; layer < 8; layer++) {
      x = graph.relu(graph.dense("layer" + layer, x, WIDTH, WIDTH, deviation));
    }
    return graph.start(graph.dense("head", x, WIDTH, 2, 0.1 * HE));
  }

  private static Finding ofTensor(Rule rule, Severity severity) {
    return Finding.of(rule, "bias")
        .as(severity)
        .because(-10, Threshold.below(-8, Threshold.Source.PUBLISHED), "biases near -10");
  }

  /// Where something else is wrong, large biases may be why.
  @Test
  void largeBiases_areAFaultWhereTheRunShowsHarm() {
    for (double deviation : new double[] {HE, HE / 10}) {
      Severity expected = deviation == HE ? Severity.INFO : Severity.WARNING;
      assertThat(
              together(
                  stack(deviation),
                  Rule.HIDDEN_BIAS,
                  Stream.of(ofTensor(Rule.HIDDEN_BIAS, Severity.WARNING))))
          .containsExactly(expected);
    }
  }

  /// What a tensor says for information hides no fault that the run found.
  @Test
  void faultOfTheRun_staysBesideInformationOfATensor() {
    Stream<Finding> information = Stream.of(ofTensor(Rule.FORWARD_GAIN, Severity.INFO));
    assertThat(together(stack(HE / 10), Rule.FORWARD_GAIN, information))
        .contains(Severity.INFO, Severity.ERROR);
  }
}
