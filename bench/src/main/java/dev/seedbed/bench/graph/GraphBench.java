package dev.seedbed.bench.graph;

import dev.seedbed.bench.train.FmaPeak;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Run;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.io.graph.GraphFiles;
import dev.seedbed.kernel.Team;
import dev.seedbed.random.RandomStream;
import dev.seedbed.random.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs ONNX networks forward and backward on two threads, beside PyTorch by DJL where there is a
/// trace of the same network, in turns; medians count. `architectures.py` makes both.
public final class GraphBench {
  private static final int THREADS = 2;
  private static final int TURNS = 5;
  private static final int WARM_UP = 2;

  /// The half width √3 of a uniform distribution with variance 1.
  private static final float UNIT_VARIANCE = 1.7320508f;

  private GraphBench() {}

  /// Measures all networks of a folder, and prints a table in Markdown.
  public static void run(Path folder) throws IOException {
    System.out.println(
        "| network | parameters | forward + backward | products | of the FMA peak | PyTorch | ratio |");
    System.out.println("|---|---|---|---|---|---|---|");
    List<Path> files;
    try (var all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".onnx")).sorted().toList();
    }
    for (Path file : files) {
      System.out.println(row(file));
    }
  }

  private static String row(Path file) throws IOException {
    Graph graph = GraphFiles.read(file);
    Map<String, NdArray> inputs = inputs(graph);
    String name = file.getFileName().toString().replace(".onnx", "");
    var products = new ProductCount();
    var ours = new ArrayList<Double>();
    var theirs = new ArrayList<Double>();
    double peak = 0;
    Path trace = file.resolveSibling(name + ".pt");
    try (Team team = Team.of(THREADS);
        TorchTurn torch = TorchTurn.of(trace, inputs.values().iterator().next(), THREADS)) {
      for (int turn = 0; turn < WARM_UP + TURNS; turn++) {
        double seconds = turn(graph, inputs, team, turn == 0 ? products : Run.Observer.NONE);
        double torchSeconds = torch.run();
        if (turn >= WARM_UP) {
          ours.add(seconds);
          theirs.add(torchSeconds);
        }
      }
      for (int i = 0; i < 20; i++) {
        peak = Math.max(peak, FmaPeak.gflops());
      }
    }
    double median = median(ours);
    double gflops = 3 * products.operations() / median / 1e9;
    return "| %s | %.1f M | %.2f s | %.0f GFLOP/s | %.0f %% | %s | %s |"
        .formatted(
            name,
            parameters(graph) / 1e6,
            median,
            gflops,
            100 * gflops / (THREADS * peak),
            median(theirs) > 0 ? "%.2f s".formatted(median(theirs)) : "-",
            median(theirs) > 0 ? "%.2f".formatted(median / median(theirs)) : "-");
  }

  private static double turn(
      Graph graph, Map<String, NdArray> inputs, Team team, Run.Observer observer) {
    long before = System.nanoTime();
    Run run = Run.forBackward(graph, inputs, team, observer);
    var byOutputs = new ArrayList<Optional<FloatArray>>();
    for (NdArray output : run.outputs()) {
      float[] ones = new float[output.shape().elements()];
      Arrays.fill(ones, 1f / ones.length);
      byOutputs.add(
          byOutputs.isEmpty()
              ? Optional.of(new FloatArray(output.shape(), ones))
              : Optional.empty());
    }
    run.backward(byOutputs);
    return (System.nanoTime() - before) / 1e9;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  static double parameters(Graph graph) {
    return graph.tensors().entrySet().stream()
        .filter(tensor -> graph.parameters().contains(tensor.getKey()))
        .mapToDouble(tensor -> tensor.getValue().shape().elements())
        .sum();
  }

  /// Uniform numbers of mean 0 and variance 1, and whole numbers below 1,000.
  static Map<String, NdArray> inputs(Graph graph) {
    var inputs = new LinkedHashMap<String, NdArray>();
    for (Graph.Input input : graph.inputs()) {
      var shape =
          TensorShape.of(input.axes().stream().mapToLong(axis -> axis < 0 ? 2 : axis).toArray());
      RandomStream stream = new Seed(1).stream(input.name());
      if (input.type() == Graph.ElementType.LONG) {
        LongArray array = LongArray.of(shape);
        for (int i = 0; i < array.data().length; i++) {
          array.data()[i] = (i * 7919L) % 1000;
        }
        inputs.put(input.name(), array);
      } else {
        FloatArray array = FloatArray.of(shape);
        stream.uniform(0, array.data(), 0, array.data().length, 0, UNIT_VARIANCE);
        inputs.put(input.name(), array);
      }
    }
    return inputs;
  }

  /// Counts the operations of products on the way forward; a multiply-add counts as two.
  private static final class ProductCount implements Run.Observer {
    private double operations;

    double operations() {
      return operations;
    }

    @Override
    public void forward(Node node, List<Optional<NdArray>> inputs, List<NdArray> outputs) {
      double made = outputs.getFirst().shape().elements();
      switch (node.type()) {
        case "Conv" -> {
          TensorShape w = inputs.get(1).orElseThrow().shape();
          operations += 2 * made * w.elements() / w.length(0);
        }
        case "MatMul", "Gemm" -> {
          TensorShape a = inputs.get(0).orElseThrow().shape();
          operations += 2 * made * a.length(a.rank() - 1);
        }
        default -> {
          // Few operations an element.
        }
      }
    }
  }
}
