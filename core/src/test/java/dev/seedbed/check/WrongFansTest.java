package dev.seedbed.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.graph.Convolution.Conv;
import dev.seedbed.graph.Convolution.ConvTranspose;
import dev.seedbed.graph.Padding;
import dev.seedbed.graph.Pooling;
import dev.seedbed.graph.Reshaping;
import dev.seedbed.graph.WindowSpec;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrongFansTest {
  private static WindowSpec window(long stride) {
    return new WindowSpec(
        List.of(), List.of(stride, stride), List.of(), List.of(1L, 1L, 1L, 1L), Padding.EXPLICIT);
  }

  /// A convolution in front of a dense layer.
  private static List<Finding> findings(TestGraph graph, String maps, int channels) {
    String mean = graph.apply("pool", new Pooling.GlobalAveragePool(), maps);
    String flat = graph.apply("flat", new Reshaping.Flatten(1), graph.relu(mean));
    GraphStart start = graph.start(graph.dense("head", flat, channels, 4, 0.1));
    return TestGraph.all(start, Rule.WRONG_FANS);
  }

  /// 64 channels, windows of 9: He's variance for a fan-in of 576 is 1/288, of 64, 1/32.
  @ParameterizedTest
  @CsvSource({
    "0.05893, ''", // √(2 / 576)
    "0.02406, ''", // √(1 / (3 · 576)), PyTorch's default
    "0.17678, as if the window were left out", // √(2 / 64)
    "0.125, as if the window were left out", // √(1 / 64)
    "0.3, ''" // no law by any mistake
  })
  void convolution(double deviation, String found) {
    var graph = new TestGraph();
    graph.normal("w", deviation, 64, 64, 3, 3);
    String maps = graph.apply("conv", new Conv(window(1), 1), graph.input("x", -1, 64, 8, 8), "w");
    assertFound(findings(graph, maps, 64), found, "576 and 576");
  }

  /// 256 channels, each by itself: a fan-in of 9; PyTorch counts a fan-out of 9 · 256.
  @ParameterizedTest
  @CsvSource({
    "0.47140, ''", // √(2 / 9)
    "0.02946, as if all channels were one group" // √(2 / 2304)
  })
  void depthwise(double deviation, String found) {
    var graph = new TestGraph();
    graph.normal("w", deviation, 256, 1, 3, 3);
    String maps =
        graph.apply("conv", new Conv(window(1), 256), graph.input("x", -1, 256, 8, 8), "w");
    assertFound(findings(graph, maps, 256), found, "9 and 9");
  }

  /// From 128 channels to 16, windows of 16, stride 2 · 2: 128 · 16 / 4 = 512 terms in each output
  /// on average; 16 · 16 = 256 outputs of each input.
  @ParameterizedTest
  @CsvSource({
    "0.0625, ''", // √(2 / 512)
    "0.03608, ''", // √(1 / (3 · 256)), PyTorch's default by its own fan-in
    "0.02210, as if there were no stride" // √(1 / 2048)
  })
  void transposed(double deviation, String found) {
    var graph = new TestGraph();
    graph.normal("w", deviation, 128, 16, 4, 4);
    String maps =
        graph.apply(
            "conv",
            new ConvTranspose(window(2), 1, List.of(), List.of()),
            graph.input("x", -1, 128, 8, 8),
            "w");
    assertFound(findings(graph, maps, 16), found, "512 and 256");
  }

  private static void assertFound(List<Finding> findings, String words, String fans) {
    if (words.isEmpty()) {
      assertThat(findings).isEmpty();
      return;
    }
    assertThat(findings)
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .contains(words, "they are " + fans);
  }
}
