package dev.seedbed.io.model;

import dev.seedbed.data.Encoder;
import dev.seedbed.data.Feature;
import dev.seedbed.data.Target;
import dev.seedbed.io.Version;
import dev.seedbed.io.file.ProtoMessage;
import dev.seedbed.model.Model;
import dev.seedbed.network.Network;
import dev.seedbed.network.Tensor;
import dev.seedbed.tensor.Activation;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Writes a model as an ONNX graph from raw columns to answers: imputation, scaling and one-hot
/// encoding (ai.onnx.ml), the layers, and the labels.
///
/// Inputs: one tensor rows × 1 a column, named like it, of floats (NaN is missing; a date is the
/// days since the day that the input's documentation names) or strings (empty is missing). Outputs:
/// "label" (one a row) and "probabilities" (rows × classes), or "value" (rows × 1).
final class OnnxExport {
  private static final long IR_VERSION = 8;
  private static final long OPSET = 17;
  private static final long ML_OPSET = 3;
  private static final String ML = "ai.onnx.ml";

  private final ProtoMessage graph = new ProtoMessage();

  /// Names that values of the graph have already.
  private final Set<String> names = new HashSet<>();

  private OnnxExport() {
    graph.text(2, "seedbed");
  }

  /// A model, from raw columns to answers.
  static byte[] encode(Model model, Map<String, String> metadata) {
    return file(new OnnxExport().graph(model), metadata);
  }

  /// A network alone, from "inputs" (rows × inputs) to "outputs" (rows × outputs), the
  /// pre-activations of its last layer.
  static byte[] encode(Network network, Map<String, String> metadata) {
    return file(new OnnxExport().graph(network), metadata);
  }

  private static byte[] file(ProtoMessage graph, Map<String, String> metadata) {
    var onnx =
        new ProtoMessage()
            .integer(1, IR_VERSION)
            .text(2, "seedbed")
            .text(3, Version.CURRENT)
            .message(7, graph)
            .message(8, new ProtoMessage().text(1, "").integer(2, OPSET))
            .message(8, new ProtoMessage().text(1, ML).integer(2, ML_OPSET));
    metadata.forEach(
        (key, value) -> onnx.message(14, new ProtoMessage().text(1, key).text(2, value)));
    return onnx.toBytes();
  }

  private ProtoMessage graph(Network network) {
    var widths = network.spec().widths();
    String inputs = name("inputs");
    graph.message(11, OnnxMessage.value(inputs, OnnxMessage.FLOAT, widths.getFirst()));
    String outputs = node("Identity", "outputs", List.of(layers(network, "", inputs)));
    return graph.message(12, OnnxMessage.value(outputs, OnnxMessage.FLOAT, widths.getLast()));
  }

  private ProtoMessage graph(Model model) {
    for (Feature feature : model.encoder().features()) {
      names.add(feature.column());
      int type =
          switch (feature) {
            case Feature.Scaled _, Feature.Dated _ -> OnnxMessage.FLOAT;
            case Feature.OneHot _ -> OnnxMessage.STRING;
          };
      graph.message(11, OnnxMessage.value(feature.column(), type, 1).text(3, meaning(feature)));
    }
    String inputs = inputs(model.encoder());
    var outputs = new ArrayList<String>();
    for (int i = 0; i < model.members().size(); i++) {
      String path = Model.memberPath(i, model.members().size());
      outputs.add(layers(model.members().get(i), path, inputs));
    }
    switch (model.target()) {
      case Target.Classes classes -> classOutputs(classes, outputs);
      case Target.Quantity quantity -> valueOutput(quantity, mean("value/mean", outputs));
    }
    return graph;
  }

  /// What to fill an input with.
  private static String meaning(Feature feature) {
    return switch (feature) {
      case Feature.Scaled _ -> "a number; NaN if it is missing";
      case Feature.Dated dated ->
          "days since %s 00:00, with the time of day as a fraction; NaN if it is missing"
              .formatted(LocalDate.ofEpochDay(dated.origin()));
      case Feature.OneHot _ -> "a text; empty if it is missing";
    };
  }

  /// A name for a value that no other has: `wanted`, or that with underscores behind it.
  private String name(String wanted) {
    String name = wanted;
    while (!names.add(name)) {
      name += "_";
    }
    return name;
  }

  /// Adds a node with one output; returns the output's name.
  private String node(
      String domain, String type, String output, List<String> inputs, ProtoMessage... attributes) {
    String name = name(output);
    var node = new ProtoMessage().texts(1, inputs).text(2, name).text(3, name).text(4, type);
    for (ProtoMessage attribute : attributes) {
      node.message(5, attribute);
    }
    graph.message(1, node.text(7, domain));
    return name;
  }

  private String node(String type, String output, List<String> inputs, ProtoMessage... attributes) {
    return node("", type, output, inputs, attributes);
  }

  private String constant(String wanted, float... values) {
    String name = name(wanted);
    graph.message(5, OnnxMessage.tensor(name, values, values.length));
    return name;
  }

  /// From raw columns to the network's inputs.
  private String inputs(Encoder encoder) {
    var scaled = new ArrayList<Feature.Scaled>();
    var parts = new ArrayList<String>();
    for (Feature feature : encoder.features()) {
      switch (feature) {
        case Feature.Scaled number -> scaled.add(number);
        case Feature.Dated date -> parts.add(dated(date));
        case Feature.OneHot text -> parts.add(oneHot(text));
      }
    }
    if (!scaled.isEmpty()) {
      parts.addFirst(scaled(scaled));
    }
    encoder.features().stream()
        .filter(Feature::flagged)
        .forEach(feature -> parts.add(flag(feature)));
    return parts.size() == 1 ? parts.getFirst() : concat("inputs", parts);
  }

  private String concat(String name, List<String> parts) {
    return node("Concat", name, parts, OnnxMessage.attribute("axis", 1L));
  }

  /// 1 where the value of a column is missing, else 0.
  private String flag(Feature feature) {
    String name = feature.column() + "/missing";
    return switch (feature) {
      case Feature.Scaled _, Feature.Dated _ ->
          node(
              "Cast",
              name,
              List.of(node("IsNaN", name + "?", List.of(feature.column()))),
              OnnxMessage.attribute("to", (long) OnnxMessage.FLOAT));
      case Feature.OneHot _ -> oneHot(feature.column(), name, List.of(""));
    };
  }

  /// As [Feature.Dated] says.
  private String dated(Feature.Dated feature) {
    String column = feature.column();
    var parts = new ArrayList<String>();
    String centred =
        node(
            "Sub",
            column + "/centred",
            List.of(column, constant(column + "/mean", feature.mean())));
    parts.add(
        node(
            "Mul",
            column + "/days",
            List.of(centred, constant(column + "/scale", feature.scale()))));
    for (Feature.Cycle cycle : feature.cycles()) {
      String name = column + "/" + cycle.name().toLowerCase(Locale.ROOT);
      String perDay = constant(name + "/per-day", cycle.perDay());
      String atOrigin = constant(name + "/at-origin", cycle.atOrigin(feature.origin()));
      String cycles =
          node(
              "Add",
              name + "/cycles",
              List.of(node("Mul", name + "/passed", List.of(column, perDay)), atOrigin));
      String part =
          node(
              "Sub",
              name + "/part",
              List.of(cycles, node("Floor", name + "/whole", List.of(cycles))));
      String angle =
          node("Mul", name + "/angle", List.of(part, constant(name + "/turn", Feature.TURN)));
      parts.add(node("Sin", name + "/sin", List.of(angle)));
      parts.add(node("Cos", name + "/cos", List.of(angle)));
    }
    String known = parts.size() == 1 ? parts.getFirst() : concat(column + "/known", parts);
    String missing = node("IsNaN", column + "/unknown", List.of(column));
    return node(
        "Where", column + "/inputs", List.of(missing, constant(column + "/zero", 0), known));
  }

  private String scaled(List<Feature.Scaled> features) {
    float[] means = new float[features.size()];
    float[] scales = new float[features.size()];
    for (int i = 0; i < means.length; i++) {
      means[i] = features.get(i).mean();
      scales[i] = features.get(i).scale();
    }
    String numbers = concat("numbers", features.stream().map(Feature::column).toList());
    String imputed =
        node(
            ML,
            "Imputer",
            "imputed",
            List.of(numbers),
            OnnxMessage.attribute("imputed_value_floats", means),
            OnnxMessage.attribute("replaced_value_float", Float.NaN));
    return node(
        ML,
        "Scaler",
        "scaled",
        List.of(imputed),
        OnnxMessage.attribute("offset", means),
        OnnxMessage.attribute("scale", scales));
  }

  private String oneHot(Feature.OneHot feature) {
    return oneHot(feature.column(), feature.column() + "/inputs", feature.categories());
  }

  private String oneHot(String column, String name, List<String> categories) {
    String encoded =
        node(
            ML,
            "OneHotEncoder",
            name + "/one-hot",
            List.of(column),
            OnnxMessage.attribute("cats_strings", categories),
            OnnxMessage.attribute("zeros", 1L));
    return node("Flatten", name, List.of(encoded), OnnxMessage.attribute("axis", 1L));
  }

  /// @param path what stands before the names of the network's tensors and values
  private String layers(Network network, String path, String inputs) {
    List<Tensor> tensors = network.tensors();
    String x = inputs;
    int layers = network.spec().layers();
    for (int l = 0; l < layers; l++) {
      String weight = parameter(path, tensors.get(2 * l));
      String bias = parameter(path, tensors.get(2 * l + 1));
      String layer = path + "layer" + (l + 1);
      x = node("Gemm", layer + "/z", List.of(x, weight, bias), OnnxMessage.attribute("transB", 1L));
      if (l < layers - 1) {
        x = activation(network.spec().activation(), layer + "/a", x);
      }
    }
    return x;
  }

  private String parameter(String path, Tensor tensor) {
    String name = name(path + tensor.name());
    long[] shape = new long[tensor.shape().length];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.shape()[i];
    }
    graph.message(5, OnnxMessage.tensor(name, tensor.values(), shape));
    return name;
  }

  private String activation(Activation activation, String a, String z) {
    List<String> x = List.of(z);
    return switch (activation) {
      case Activation.Identity _ -> z;
      case Activation.Tanh _ -> node("Tanh", a, x);
      case Activation.Sigmoid _ -> node("Sigmoid", a, x);
      case Activation.Relu _ -> node("Relu", a, x);
      case Activation.LeakyRelu leaky ->
          node("LeakyRelu", a, x, OnnxMessage.attribute("alpha", leaky.negativeSlope()));
      case Activation.Elu elu -> node("Elu", a, x, OnnxMessage.attribute("alpha", elu.alpha()));
      case Activation.Selu _ ->
          node(
              "Selu",
              a,
              x,
              OnnxMessage.attribute("alpha", (float) Activation.Selu.ALPHA),
              OnnxMessage.attribute("gamma", (float) Activation.Selu.LAMBDA));
      case Activation.Softsign _ -> node("Softsign", a, x);
      case Activation.Softplus _ -> node("Softplus", a, x);
      case Activation.Gelu _ -> gelu(a, z);
      case Activation.Silu _ -> node("Mul", a, List.of(z, node("Sigmoid", a + "/sigmoid", x)));
    };
  }

  /// z·½(1 + erf(z/√2)): the operator Gelu came only with operator set 20.
  private String gelu(String a, String z) {
    String half = constant(a + "/half", 0.5f);
    String one = constant(a + "/one", 1);
    String root = constant(a + "/root-half", (float) Math.sqrt(0.5));
    String erf = node("Erf", a + "/erf", List.of(node("Mul", a + "/scaled", List.of(z, root))));
    String sum = node("Add", a + "/sum", List.of(erf, one));
    return node("Mul", a, List.of(z, node("Mul", a + "/cdf", List.of(sum, half))));
  }

  /// The mean of what several networks give.
  private String mean(String name, List<String> outputs) {
    return outputs.size() == 1 ? outputs.getFirst() : node("Mean", name, outputs);
  }

  private void classOutputs(Target.Classes classes, List<String> outputs) {
    var softmax = new ArrayList<String>();
    for (int i = 0; i < outputs.size(); i++) {
      softmax.add(
          node(
              "Softmax",
              Model.memberPath(i, outputs.size()) + "probabilities",
              List.of(outputs.get(i)),
              OnnxMessage.attribute("axis", 1L)));
    }
    String probabilities = mean("probabilities", softmax);
    String place =
        node(
            "ArgMax",
            "place",
            List.of(probabilities),
            OnnxMessage.attribute("axis", 1L),
            OnnxMessage.attribute("keepdims", 0L));
    boolean whole = classes.numeric() && classes.labels().stream().allMatch(OnnxExport::isWhole);
    String labels = name("labels");
    graph.message(
        5,
        whole
            ? OnnxMessage.tensor(
                labels, classes.labels().stream().mapToLong(Long::parseLong).toArray())
            : OnnxMessage.tensor(labels, classes.labels()));
    String label = node("Gather", "label", List.of(labels, place));
    graph.message(12, OnnxMessage.value(label, whole ? OnnxMessage.INT64 : OnnxMessage.STRING, 0));
    graph.message(12, OnnxMessage.value(probabilities, OnnxMessage.FLOAT, classes.labels().size()));
  }

  private static boolean isWhole(String label) {
    return label.matches("-?\\d{1,18}");
  }

  private void valueOutput(Target.Quantity quantity, String z) {
    String deviation = constant("deviation", quantity.deviation());
    String mean = constant("mean", quantity.mean());
    String scaled = node("Mul", "value/scaled", List.of(z, deviation));
    String value = node("Add", "value", List.of(scaled, mean));
    graph.message(12, OnnxMessage.value(value, OnnxMessage.FLOAT, 1));
  }
}
