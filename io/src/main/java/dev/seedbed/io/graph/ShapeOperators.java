package dev.seedbed.io.graph;

import dev.seedbed.graph.Concat;
import dev.seedbed.graph.GridSample;
import dev.seedbed.graph.Pad;
import dev.seedbed.graph.Reshaping;
import dev.seedbed.graph.Resize;
import dev.seedbed.graph.SplitAlong;
import dev.seedbed.graph.Trilu;
import dev.seedbed.graph.Viewing;
import dev.seedbed.io.graph.OperatorTable.Moved;

/// The rows of operators that put elements in another order or shape.
final class ShapeOperators {
  private ShapeOperators() {}

  static void addTo(OperatorTable table) {
    table.add(
        "Reshape",
        1,
        (given, _) -> new Reshaping.Reshape(given.flag("allowzero", false)),
        new Moved("shape", 5, 1));
    table.add("Flatten", 1, (given, _) -> new Reshaping.Flatten(given.axis("axis", 1)));
    table.add("Squeeze", 1, (_, _) -> new Reshaping.Squeeze(), new Moved("axes", 13, 1));
    table.add("Unsqueeze", 1, (_, _) -> new Reshaping.Unsqueeze(), new Moved("axes", 13, 1));
    table.add("Transpose", 1, (given, _) -> new Viewing.Transpose(given.axes("perm")));
    table.add("Expand", 8, (_, _) -> new Viewing.Expand());
    table.add("Tile", 6, (_, _) -> new Viewing.Tile());
    table.add(
        "Slice",
        1,
        (_, _) -> new Viewing.Slice(),
        new Moved("starts", 10, 1),
        new Moved("ends", 10, 2),
        new Moved("axes", 10, 3));
    table.add(
        "DepthToSpace",
        1,
        (given, _) ->
            new Viewing.DepthToSpace(
                given.axis("blocksize", 0), given.choice("mode", Viewing.BlockOrder.DCR)));
    table.add(
        "SpaceToDepth", 1, (given, _) -> new Viewing.SpaceToDepth(given.axis("blocksize", 0)));
    table.add("Concat", 1, (given, opset) -> new Concat(given.axis("axis", opset < 4 ? 1 : 0)));
    table.add(
        "Split", 1, (given, _) -> new SplitAlong(given.axis("axis", 0)), new Moved("split", 13, 1));
    table.add(
        "Trilu",
        14,
        (given, _) ->
            new Trilu(given.flag("upper", true) ? Trilu.Triangle.UPPER : Trilu.Triangle.LOWER));
    table.add(
        "Pad",
        1,
        (given, _) -> new Pad(given.choice("mode", Pad.Border.CONSTANT)),
        new Moved("paddings", 2, 1),
        new Moved("pads", 11, 1),
        new Moved("value", 11, 2));
    table.add("Resize", 10, ShapeOperators::resize);
    table.add("Upsample", 7, ShapeOperators::upsample, new Moved("scales", 9, 1));
    table.add("GridSample", 16, ShapeOperators::gridSample);
  }

  private static Resize resize(OnnxAttributes given, int opset) {
    if (opset < 11) {
      return upsample(given, opset);
    }
    return new Resize(
        given.choice("mode", Resize.Interpolation.NEAREST),
        given.choice("coordinate_transformation_mode", Resize.Coordinates.HALF_PIXEL),
        given.choice("nearest_mode", Resize.Rounding.ROUND_PREFER_FLOOR),
        given.real("cubic_coeff_a", -0.75),
        given.flag("antialias", false),
        given.flag("exclude_outside", false),
        given.real("extrapolation_value", 0),
        given.axes("axes"),
        given.choice("keep_aspect_ratio_policy", Resize.Aspect.STRETCH));
  }

  /// Before opset 20, modes have the names that they have with two axes.
  private static GridSample gridSample(OnnxAttributes given, int opset) {
    return new GridSample(
        opset < 20
            ? switch (given.choice("mode", PlanarMode.BILINEAR)) {
              case NEAREST -> Resize.Interpolation.NEAREST;
              case BILINEAR -> Resize.Interpolation.LINEAR;
              case BICUBIC -> Resize.Interpolation.CUBIC;
            }
            : given.choice("mode", Resize.Interpolation.LINEAR),
        given.choice("padding_mode", GridSample.Outside.ZEROS),
        given.flag("align_corners", false));
  }

  private enum PlanarMode {
    NEAREST,
    BILINEAR,
    BICUBIC
  }

  /// Before opset 11, places are multiples of the distance, rounded down.
  private static Resize upsample(OnnxAttributes given, int opset) {
    return new Resize(
        given.choice("mode", Resize.Interpolation.NEAREST),
        Resize.Coordinates.ASYMMETRIC,
        Resize.Rounding.FLOOR,
        -0.75f,
        false,
        false,
        0,
        given.axes("axes"),
        Resize.Aspect.STRETCH);
  }
}
