package dev.seedbed.io.graph;

import dev.seedbed.graph.Conversion;
import dev.seedbed.graph.Drawing;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Gathering;
import dev.seedbed.graph.Generating;
import dev.seedbed.graph.Graph.ElementType;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.NonMaxSuppression;
import dev.seedbed.graph.OneHot;
import dev.seedbed.graph.Operator;
import dev.seedbed.graph.Scattering;
import dev.seedbed.graph.Scattering.Reduction;
import dev.seedbed.graph.TopK;
import dev.seedbed.graph.Unique;
import dev.seedbed.io.graph.OperatorTable.Moved;
import java.util.List;
import java.util.Optional;

/// The rows of operators that look elements up, put them by indices, or make numbers.
final class IndexingOperators {
  private IndexingOperators() {}

  static void addTo(OperatorTable table) {
    addLookUps(table);
    addGenerators(table);
    addDraws(table);
  }

  private static void addLookUps(OperatorTable table) {
    table.add("Gather", 1, (given, _) -> new Gathering.Gather(given.axis("axis", 0)));
    table.add(
        "GatherElements", 11, (given, _) -> new Gathering.GatherElements(given.axis("axis", 0)));
    table.add("GatherND", 11, (given, _) -> new Gathering.GatherND(given.axis("batch_dims", 0)));
    table.add("Compress", 9, (given, _) -> new Gathering.Compress(optionalAxis(given)));
    table.add(
        "ReverseSequence",
        10,
        (given, _) ->
            new Gathering.ReverseSequence(given.axis("batch_axis", 1), given.axis("time_axis", 0)));
    table.add("Scatter", 9, (given, _) -> scatterElements(given));
    table.add("ScatterElements", 11, (given, _) -> scatterElements(given));
    table.add(
        "ScatterND",
        11,
        (given, _) -> new Scattering.ScatterND(given.choice("reduction", Reduction.NONE)));
    table.add(
        "TopK",
        1,
        (given, _) ->
            new TopK(
                given.axis("axis", -1),
                given.flag("largest", true) ? TopK.End.LARGEST : TopK.End.SMALLEST),
        new Moved("k", 10, 1));
    table.add(
        "Unique",
        11,
        (given, _) ->
            new Unique(
                optionalAxis(given),
                given.flag("sorted", true) ? Unique.Order.SORTED : Unique.Order.AS_FOUND));
    table.add(
        "NonMaxSuppression",
        10,
        (given, _) -> new NonMaxSuppression(given.flag("center_point_box", false)));
    table.add("OneHot", 9, (given, _) -> new OneHot(given.axis("axis", -1)));
  }

  private static Operator scatterElements(OnnxAttributes given) {
    return new Scattering.ScatterElements(
        given.axis("axis", 0), given.choice("reduction", Reduction.NONE));
  }

  private static Optional<Integer> optionalAxis(OnnxAttributes given) {
    return given.has("axis") ? Optional.of(given.axis("axis", 0)) : Optional.empty();
  }

  private static void addGenerators(OperatorTable table) {
    table.add("Constant", 1, (given, _) -> new Generating.ConstantValue(constant(given)));
    table.add(
        "ConstantOfShape",
        9,
        (given, _) ->
            new Generating.ConstantOfShape(given.array("value").orElse(FloatArray.of(0f))));
    table.add(
        "Shape",
        1,
        (given, _) ->
            new Generating.ShapeOf(
                given.axis("start", 0),
                given.has("end") ? Optional.of(given.axis("end", 0)) : Optional.empty()));
    for (Generating.Taper taper : Generating.Taper.values()) {
      table.add(
          new Generating.Window(taper, true, Conversion.Type.FLOAT).name(),
          17,
          (given, _) ->
              new Generating.Window(
                  taper,
                  given.flag("periodic", true),
                  ElementwiseOperators.type(given.integer("output_datatype", 1))));
    }
    table.add(
        "MelWeightMatrix",
        17,
        (given, _) ->
            new Generating.MelWeights(
                ElementwiseOperators.type(given.integer("output_datatype", 1))));
    table.add("Size", 1, (_, _) -> new Generating.Size());
    table.add("Range", 11, (_, _) -> new Generating.NumberRange());
    table.add("NonZero", 9, (_, _) -> new Generating.NonZero());
    table.add(
        "EyeLike", 9, (given, _) -> new Generating.EyeLike(elementType(given), given.axis("k", 0)));
  }

  private static void addDraws(OperatorTable table) {
    for (String suffix : List.of("", "Like")) {
      table.add(
          "RandomNormal" + suffix,
          1,
          (given, _) ->
              drawn(
                  given,
                  new Drawing.Normal(given.real("mean", 0), given.real("scale", 1)),
                  suffix.isEmpty()));
      table.add(
          "RandomUniform" + suffix,
          1,
          (given, _) ->
              drawn(
                  given,
                  new Drawing.Uniform(given.real("low", 0), given.real("high", 1)),
                  suffix.isEmpty()));
    }
    table.add(
        "Bernoulli",
        15,
        (given, _) ->
            new Drawing.Bernoulli(
                given.has("dtype")
                    ? Optional.of(ElementwiseOperators.type(given.integer("dtype", 1)))
                    : Optional.empty(),
                key(given)));
  }

  private static Operator drawn(OnnxAttributes given, Drawing.Distribution law, boolean shaped) {
    if (elementType(given).orElse(ElementType.FLOAT) != ElementType.FLOAT) {
      throw new IllegalArgumentException("only real numbers are drawn");
    }
    return new Drawing.Numbers(
        law, shaped ? Optional.of(given.integers("shape")) : Optional.empty(), key(given));
  }

  private static String key(OnnxAttributes given) {
    return given.has("seed") ? "seed " + given.real("seed", 0) : given.output();
  }

  private static NdArray constant(OnnxAttributes given) {
    if (given.has("value")) {
      return given.array("value").orElseThrow();
    }
    if (given.has("value_float")) {
      return FloatArray.scalar(given.real("value_float", 0));
    }
    if (given.has("value_int")) {
      return LongArray.scalar(given.integer("value_int", 0));
    }
    if (given.has("value_floats")) {
      List<Float> elements = given.reals("value_floats");
      FloatArray array = FloatArray.of(new float[elements.size()]);
      for (int i = 0; i < elements.size(); i++) {
        array.data()[i] = elements.get(i);
      }
      return array;
    }
    if (given.has("value_ints")) {
      return LongArray.of(
          given.integers("value_ints").stream().mapToLong(Long::longValue).toArray());
    }
    throw new IllegalArgumentException("a constant must be numbers: " + given.values().keySet());
  }

  /// The type of elements that the attribute `dtype` says, by its number in ONNX's `TensorProto`.
  private static Optional<ElementType> elementType(OnnxAttributes given) {
    if (!given.has("dtype")) {
      return Optional.empty();
    }
    long number = given.integer("dtype", 0);
    return Optional.of(
        switch ((int) number) {
          case 1, 10, 11, 16 -> ElementType.FLOAT;
          case 2, 3, 4, 5, 6, 7, 12, 13 -> ElementType.LONG;
          case 9 -> ElementType.BOOLEAN;
          default ->
              throw new IllegalArgumentException("dtype %d is not supported".formatted(number));
        });
  }
}
