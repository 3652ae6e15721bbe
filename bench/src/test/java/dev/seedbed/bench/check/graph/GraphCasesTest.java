package dev.seedbed.bench.check.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.bench.check.Label;
import dev.seedbed.bench.check.LossCurve;
import dev.seedbed.bench.check.graph.Change.Gate;
import dev.seedbed.bench.check.graph.Change.Which;
import dev.seedbed.bench.check.graph.GraphLabelRow.Trial;
import dev.seedbed.bench.check.graph.GraphNetwork.Family;
import dev.seedbed.bench.check.graph.GraphReference.By;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.graph.WeightedNode;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.ParameterUpdates;
import dev.seedbed.random.Seed;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GraphCasesTest {
  private final Map<String, GraphTask> tasks = GraphTasks.load();
  private final List<GraphCase> grid = GraphCases.grid(tasks);

  private GraphTask task(String name) {
    return Objects.requireNonNull(tasks.get(name));
  }

  @Test
  void cases_namesDiffer_andQuotasAreKept() {
    assertThat(grid).extracting(GraphCase::name).doesNotHaveDuplicates();
    List<GraphCase> cases = GraphCases.of(tasks);
    for (Family family : Family.values()) {
      List<GraphCase> some = cases.stream().filter(one -> one.family() == family).toList();
      for (boolean heldOut : new boolean[] {false, true}) {
        int parts = heldOut ? 3 : 1;
        List<GraphCase> part = some.stream().filter(one -> one.heldOut() == heldOut).toList();
        assertThat(part)
            .as(family.name())
            .hasSize(family.sound() / parts + family.others() / parts);
        assertThat(part.stream().filter(one -> one.start().fault() == GraphFault.NONE))
            .as(family.name())
            .hasSize(family.sound() / parts);
      }
    }
  }

  @Test
  void tasks_chanceIsThatOfKnowingFrequencies() {
    assertThat(task("images").chance()).isCloseTo(Math.log(10), within(0.05));
    assertThat(task("copy").chance()).isCloseTo(Math.log(8), within(0.02));
    for (String name : List.of("teacher", "waves", "adding")) {
      // Of variance 1 over all rows; 256 of them have standard error 0.09 if they were normal.
      assertThat(task(name).chance()).as(name).isCloseTo(1, within(0.4));
    }
    assertThat(task("characters").chance()).isBetween(2.0, Math.log(27));
  }

  @Test
  void copy_targetsAreTheNextSymbols() {
    GraphTask.Rows rows = task("copy").train().first(3);
    long[] x = rows.inputs().asLongs().data();
    long[] y = rows.targets().asLongs().data();
    for (int i = 0; i < 3; i++) {
      for (int t = 0; t < 13; t++) {
        assertThat(y[14 * i + t]).isEqualTo(x[14 * i + t + 1]);
      }
      assertThat(y[14 * i + 13]).isEqualTo(x[14 * i + 6]);
      assertThat(Arrays.copyOfRange(x, 14 * i + 8, 14 * i + 14))
          .isEqualTo(Arrays.copyOfRange(x, 14 * i, 14 * i + 6));
    }
  }

  /// Each network once, and each start once.
  @Test
  void cases_eachNetworkAndStart_runsAndHasALoss() {
    var seen =
        grid.stream()
            .collect(
                Collectors.toMap(
                    one -> one.family() + " " + one.start().name(), one -> one, (a, _) -> a));
    grid.stream()
        .collect(Collectors.toMap(one -> one.network().title(), one -> one, (a, _) -> a))
        .forEach((name, one) -> seen.putIfAbsent(name, one));
    assertThat(seen.values())
        .allSatisfy(one -> {
          Graph graph = one.draw(new Seed(0));
          GraphTask.Rows rows = one.network().task().held().first(8);
          assertThat(GraphTraining.loss(graph, rows)).as(one.name()).isNotNegative();
        });
  }

  @Test
  void weights_ofAllNetworks_areFoundByCheck() {
    grid.stream()
        .collect(Collectors.toMap(one -> one.network().title(), one -> one, (a, _) -> a))
        .forEach((name, one) -> {
          Graph graph = one.draw(new Seed(0));
          long weights =
              graph.parameters().stream()
                  .filter(path -> path.endsWith("/weight") || path.endsWith("/recurrent"))
                  .count();
          assertThat(GraphStart.of(graph).weighted().stream().map(WeightedNode::weight).distinct())
              .as(name)
              .hasSize((int) weights);
        });
  }

  @Test
  void training_ofAReference_learns_andOfZeros_doesNot() {
    GraphNetwork network = network("images conv 2 relu");
    var method = By.ADAM.at(0.003);
    LossCurve good = train(network, network.reference(), method, 100);
    assertThat(good.lowest()).isLessThan(0.5 * network.task().chance());
    Start zeros = Start.drawn("zeros", GraphFault.EQUAL, "zeros");
    LossCurve bad = train(network, zeros, method, 100);
    assertThat(bad.lowest()).isGreaterThan(0.9 * network.task().chance());
  }

  @Test
  void training_goesOnAsIfItHadNotStopped() {
    GraphNetwork network = network("images conv 2 relu");
    var method = By.ADAM.at(0.003);
    LossCurve whole = train(network, network.reference(), method, 90);
    var seed = new Seed(0);
    var parts =
        new GraphTraining(
            network.task(), network.draw(network.reference(), seed), method, seed, -1);
    parts.to(40);
    assertThat(parts.to(90).points().getLast()).isEqualTo(whole.points().getLast());
  }

  private static LossCurve train(
      GraphNetwork network, Start start, ParameterUpdates.Method method, int steps) {
    var seed = new Seed(0);
    Graph graph = network.draw(start, seed);
    return new GraphTraining(network.task(), graph, method, seed, -1).to(steps);
  }

  private GraphNetwork network(String title) {
    return grid.stream()
        .map(GraphCase::network)
        .filter(one -> one.title().equals(title))
        .findFirst()
        .orElseThrow();
  }

  private static float[] values(Graph graph, String path) {
    return graph.tensor(path).orElseThrow().asFloats().data();
  }

  @Test
  void changes_changeWhatTheySay() {
    GraphNetwork lstm = network("characters LSTM 1");
    Graph reference = lstm.draw(lstm.reference(), new Seed(0));
    Graph forgetting =
        lstm.draw(
            Start.changed("", GraphFault.GATES, new Change.Gates(Gate.FORGET, -5)), new Seed(0));
    float[] biases = values(forgetting, "layer1/bias");
    // Gates are input, output, forget, cell; then the same for recurrent biases.
    assertThat(Arrays.copyOfRange(biases, 64, 96)).containsOnly(-5f);
    assertThat(Arrays.copyOfRange(biases, 0, 64)).containsOnly(0f);
    assertThat(Arrays.copyOfRange(biases, 96, 256)).containsOnly(0f);
    assertThat(values(forgetting, "layer1/recurrent"))
        .isEqualTo(values(reference, "layer1/recurrent"));
    Graph wide =
        lstm.draw(
            Start.changed("", GraphFault.LARGE, new Change.One(Which.FIRST, 100)), new Seed(0));
    assertThat(values(wide, "layer1/weight")[3])
        .isEqualTo(100 * values(reference, "layer1/weight")[3]);
    assertThat(values(wide, "head/weight")).isEqualTo(values(reference, "head/weight"));
  }

  @Test
  void oneFilter_makesUnitsEqual_alsoWhereInputsAreStoredFirst() {
    GraphNetwork attention = network("copy attention 1 normalised before");
    Graph graph =
        attention.draw(Start.changed("", GraphFault.EQUAL, new Change.OneFilter()), new Seed(0));
    float[] stored = values(graph, "block1/attention/query/weight");
    for (int i = 0; i < 32; i++) {
      assertThat(Arrays.copyOfRange(stored, 32 * i, 32 * i + 32)).containsOnly(stored[32 * i]);
    }
    assertThat(stored[0]).isNotEqualTo(stored[32]);
  }

  @Test
  void tables_areDrawnByTheirOwnLaw() {
    GraphNetwork attention = network("copy attention 1 normalised before");
    Graph graph =
        attention.draw(
            Start.changed(
                "",
                GraphFault.EMBEDDING,
                new Change.Drawn(EnumSet.of(Role.POSITIONS), "normal(deviation=10)")),
            new Seed(0));
    double squares = 0;
    for (float value : values(graph, "positions/weight")) {
      squares += value * value;
    }
    // 14 · 32 squares of normals: relative standard error √(2/448) = 0.067; 5 of them.
    assertThat(squares / (14 * 32)).isCloseTo(100, within(34.0));
  }

  @Test
  void lines_comeBackAsTheyWere() {
    var row =
        new GraphLabelRow(
            "copy LSTM 1, torch",
            4,
            List.of(
                new Trial(By.MOMENTUM, 1.25, 1.5, 70, 88),
                new Trial(By.ADAM, 1, 1.125, 60, Double.POSITIVE_INFINITY)),
            Label.MIXED);
    assertThat(GraphLabelRow.parse(row.line())).isEqualTo(row);
    assertThat(GraphLabelRow.together(row.trials())).isEqualTo(Label.MIXED);
  }
}
