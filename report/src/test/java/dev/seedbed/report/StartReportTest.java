package dev.seedbed.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.check.GraphCheck;
import dev.seedbed.check.graph.GraphRows;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.graph.ActivationFunction;
import dev.seedbed.graph.BinaryFunction;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Gemm;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Operator;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.init.Law;
import dev.seedbed.random.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartReportTest {
  private static final int WIDTH = 16;

  private final Map<String, NdArray> tensors = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();

  private String node(String name, Operator operator, String... inputs) {
    nodes.add(new Node(name, new Node.Apply(operator), List.of(inputs), List.of(name)));
    return name;
  }

  private String dense(String name, String x, double deviation) {
    FloatArray weights = FloatArray.of(TensorShape.of(WIDTH, WIDTH));
    new Law.Normal(0, deviation).draw(new Seed(0).stream(name), 0, weights.data());
    tensors.put(name + ".weight", weights);
    return node(name, new Gemm(1, 1, false, true), x, name + ".weight");
  }

  /// A first layer, blocks x + second(relu(first x)) and a last one, of which the middle one is
  /// drawn ten thousand times too small.
  private String page(int blocks, Path folder) throws IOException {
    String x = dense("stem", "x", 0.25);
    for (int b = 0; b < blocks; b++) {
      String path = "stage%d.block%d.".formatted(b / 10, b % 10);
      String y = node(path + "relu", new ActivationFunction.Relu(), dense(path + "first", x, 0.35));
      double deviation = (b == blocks / 2 ? 1e-4 : 1) * 0.25 / Math.sqrt(blocks);
      x = node(path + "sum", new BinaryFunction.Add(), x, dense(path + "second", y, deviation));
    }
    var input = new Graph.Input("x", Graph.ElementType.FLOAT, List.of(-1L, (long) WIDTH), true);
    String output = dense("head", x, 0.25);
    var graph =
        new Graph(
            List.of(input), tensors, new LinkedHashSet<>(tensors.keySet()), nodes, List.of(output));
    FloatArray rows = FloatArray.of(TensorShape.of(32, WIDTH));
    new Law.Normal(0, 1).draw(new Seed(1).stream("rows"), 0, rows.data());
    var check =
        new GraphCheck(
            GraphStart.of(graph),
            new GraphRows(Map.of("x", rows), Optional.empty(), false, List.of()),
            Map.of(),
            0.01,
            true);
    Path page = folder.resolve("check.html");
    StartReport.write(Runs.check(check.run(1)), "seedbed check", page);
    return Files.readString(page);
  }

  @Test
  void largeNetwork_isGroupedByBlocks_theWorstFirst(@TempDir Path folder) throws IOException {
    String page = page(149, folder);
    assertThat(page).hasSizeLessThan(4_000_000);
    String table =
        page.substring(page.indexOf("Block by block</h2>"), page.indexOf("start-sizes-title"));
    // 15 stages, the first layer and the last: by blocks there would be 151 lines.
    assertThat(table.split("<th scope=\"row\">", -1)).hasSize(1 + 17);
    String first = table.substring(table.indexOf("<th scope=\"row\">"));
    assertThat(first).startsWith("<th scope=\"row\">stage7</th>");
  }

  @Test
  void trunkAndBranches_areToldApart(@TempDir Path folder) throws IOException {
    assertThat(page(2, folder))
        .contains("\"trunk\":[true,false,false,false,false,true]", "Lines go along the trunk")
        .contains("Channels and units")
        .doesNotContain("Block by block");
  }
}
