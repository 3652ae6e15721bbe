package dev.seedbed.check;

import dev.seedbed.check.graph.GraphRows;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.measure.GraphMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
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
import dev.seedbed.kernel.Team;
import dev.seedbed.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Puts a network together for a test, operator by operator. Values have the names of what makes
/// them.
public final class TestGraph {
  private final List<Graph.Input> inputs = new ArrayList<>();
  private final Map<String, NdArray> tensors = new LinkedHashMap<>();
  private final Set<String> parameters = new LinkedHashSet<>();
  private final List<Node> nodes = new ArrayList<>();

  /// An input of real numbers; −1 for rows.
  public String input(String name, long... axes) {
    return input(name, Graph.ElementType.FLOAT, axes);
  }

  /// An input of whole numbers.
  public String indices(String name, long... axes) {
    return input(name, Graph.ElementType.LONG, axes);
  }

  private String input(String name, Graph.ElementType type, long... axes) {
    inputs.add(new Graph.Input(name, type, Arrays.stream(axes).boxed().toList(), true));
    return name;
  }

  /// A parameter.
  public String parameter(String name, NdArray values) {
    tensors.put(name, values);
    parameters.add(name);
    return name;
  }

  /// A parameter of normal numbers.
  public String normal(String name, double deviation, long... axes) {
    FloatArray values = FloatArray.of(TensorShape.of(axes));
    if (deviation > 0) {
      new Law.Normal(0, deviation).draw(new Seed(0).stream(name), 0, values.data());
    }
    return parameter(name, values);
  }

  /// The numbers of a tensor, which may be changed.
  public float[] values(String name) {
    return Objects.requireNonNull(tensors.get(name)).asFloats().data();
  }

  public String constant(String name, NdArray values) {
    tensors.put(name, values);
    return name;
  }

  /// The first output of an operator.
  public String apply(String name, Operator operator, String... in) {
    nodes.add(new Node(name, new Node.Apply(operator), List.of(in), List.of(name)));
    return name;
  }

  /// x · W, W of normal numbers.
  public String dense(String path, String x, int in, int out, double deviation) {
    return apply(
        path, new Gemm(1, 1, false, false), x, normal(path + "/weight", deviation, in, out));
  }

  public String relu(String x) {
    return apply(x + "/relu", new ActivationFunction.Relu(), x);
  }

  public String add(String name, String x, String y) {
    return apply(name, new BinaryFunction.Add(), x, y);
  }

  /// What one of two branches gives, which use values around them.
  public String fork(String name, String condition, Graph then, Graph otherwise) {
    nodes.add(new Node(name, new Node.If(then, otherwise), List.of(condition), List.of(name)));
    return name;
  }

  public GraphStart start(String... outputs) {
    return GraphStart.of(new Graph(inputs, tensors, parameters, nodes, List.of(outputs)));
  }

  /// What is measured on rows that are made up.
  public static StartMeasurement measured(GraphStart start) {
    return GraphMeasurement.of(start, rows(start), Map.of(), 0.01, false, Team.ALONE);
  }

  private static GraphRows rows(GraphStart start) {
    return GraphRows.of(start, Map.of(), Optional.empty(), Map.of());
  }

  /// What a run on rows that are made up says.
  public static Diagnosis diagnosis(GraphStart start) {
    return new GraphCheck(start, rows(start), Map.of(), 0.01, false).run(1);
  }

  /// The findings of a rule.
  public static List<Finding> all(GraphStart start, Rule rule) {
    return diagnosis(start).findings().stream().filter(finding -> finding.rule() == rule).toList();
  }

  /// The warnings and errors of a rule.
  public static List<Finding> found(GraphStart start, Rule rule) {
    return all(start, rule).stream()
        .filter(finding -> finding.severity() != Severity.INFO)
        .toList();
  }
}
