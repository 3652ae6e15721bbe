package dev.seedbed.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.check.CoordinateCheck.Optimizer;
import dev.seedbed.check.CoordinateCheck.Subject;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.result.Coordinates;
import dev.seedbed.check.result.Coordinates.Kind;
import dev.seedbed.check.result.WidthVerdict;
import dev.seedbed.data.InputException;
import dev.seedbed.graph.ActivationFunction;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Gemm;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Law;
import dev.seedbed.network.Loss;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoordinateCheckTest {
  private static final List<Integer> WIDTHS = List.of(64, 256, 1024);

  private static CoordinateCheck drawn(String scheme, Activation activation) {
    return CoordinateCheck.of(
        WIDTHS.stream()
            .<Subject>map(n ->
                new Subject.Drawn(
                    "" + n,
                    new NetworkSpec(List.of(32, n, n, n, 10), activation, Loss.CROSS_ENTROPY),
                    Catalogue.scheme(scheme)))
            .toList());
  }

  @Test
  void show() {
    for (String s : List.of("he-normal", "lecun-normal")) {
     try { print(s, drawn(s, new Activation.Relu()).run(2)); } catch (Exception e) { System.out.println(e); }
    }
    print("normal", drawn("normal(deviation=1)", new Activation.Relu()).run(2));
    for (int base : List.of(64, 1024)) for (var by : Optimizer.values()) for (boolean zero : List.of(false, true)) {
      var c = new CoordinateCheck(WIDTHS.stream().<Subject>map(n -> new Subject.Saved("mup" + n, mup(n, base, zero, by))).toList(),
        by, by.learningRate(), CoordinateCheck.usualSeeds(), Map.of());
      print("mup " + base + " " + by + " " + zero, c.run(2));
    }
  }

  static GraphStart mup(int n, int base, boolean zero, Optimizer by) {
    float m = (float) base / n;
    // Adam: hidden multiplier base/n; SGD: hidden 1, input sqrt(n/base), output sqrt(base/n)
    double[] mult = by == Optimizer.ADAM ? new double[] {1, m, m, m} : new double[] {Math.sqrt(1 / m), 1, 1, Math.sqrt(m)};
    double[] sd = {Math.sqrt(2.0 / 32), Math.sqrt(2.0 / n), Math.sqrt(2.0 / n), zero ? 0 : Math.sqrt(1.0 / base) * m};
    return network(List.of(32, n, n, n, 10), mult, IntStream.range(0, 4).mapToDouble(i -> sd[i] / mult[i]).toArray());
  }

  static GraphStart network(List<Integer> widths, double[] mult, double[] sd) {
    var tensors = new LinkedHashMap<String, NdArray>();
    var nodes = new ArrayList<Node>();
    String x = "x";
    for (int l = 0; l + 1 < widths.size(); l++) {
      String w = "fc" + l + ".weight";
      FloatArray a = FloatArray.of(TensorShape.of(widths.get(l), widths.get(l + 1)));
      if (sd[l] > 0) new Law.Normal(0, sd[l]).draw(new Seed(1).stream(w), 0, a.data());
      tensors.put(w, a);
      nodes.add(new Node("", new Node.Apply(new Gemm((float) mult[l], 1, false, false)), List.of(x, w), List.of("z" + l)));
      x = "z" + l;
      if (l + 2 < widths.size()) {
        nodes.add(new Node("", new Node.Apply(new ActivationFunction.Relu()), List.of(x), List.of("a" + l)));
        x = "a" + l;
      }
    }
    var input = new Graph.Input("x", Graph.ElementType.FLOAT, List.of(-1L, (long) widths.getFirst()), true);
    return GraphStart.of(new Graph(List.of(input), tensors, tensors.keySet(), nodes, List.of(x)));
  }

  static void print(String title, Coordinates c) {
    System.out.println("== " + title + " " + c.verdict() + " rows " + c.rows() + " " + c.networks());
    for (var o : c.operators()) {
      var b = new StringBuilder(String.format("%-8s %-8s %-8s", o.name(), o.kind(), o.verdict()));
      for (var s : o.sizes()) b.append(s.slope().map(v -> String.format(" %6.2f ±%4.2f", v.value(), v.interval().high()-v.value())).orElse("  none     "));
      b.append(" ± " + String.format("%.2f", o.sizes().getLast().tolerance()) + " | ");
      for (var s : o.changes()) b.append(s.slope().map(v -> String.format(" %6.2f ±%4.2f", v.value(), v.interval().high()-v.value())).orElse("  none     "));
      b.append(" ± " + String.format("%.2f", o.changes().getLast().tolerance()) + " " + o.changes().getLast().means());
      System.out.println(b);
    }
  }
}
