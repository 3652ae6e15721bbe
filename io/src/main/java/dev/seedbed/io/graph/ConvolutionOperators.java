package dev.seedbed.io.graph;

import dev.seedbed.graph.Convolution;
import dev.seedbed.graph.Padding;
import dev.seedbed.graph.Pooling;
import dev.seedbed.graph.RoiAlign;
import dev.seedbed.graph.Unpooling;
import dev.seedbed.graph.WindowSpec;

/// The rows of convolutions and pools.
final class ConvolutionOperators {
  private ConvolutionOperators() {}

  static void addTo(OperatorTable table) {
    table.add(
        "Conv", 1, (attributes, _) -> new Convolution.Conv(window(attributes), group(attributes)));
    table.add(
        "ConvTranspose",
        1,
        (attributes, _) ->
            new Convolution.ConvTranspose(
                window(attributes),
                group(attributes),
                attributes.integers("output_padding"),
                attributes.integers("output_shape")));
    table.add(
        "MaxPool",
        1,
        (attributes, _) ->
            new Pooling.MaxPool(
                window(attributes),
                attributes.flag("ceil_mode", false),
                attributes.flag("storage_order", false)));
    table.add(
        "AveragePool",
        1,
        (attributes, _) ->
            new Pooling.AveragePool(
                window(attributes),
                attributes.flag("ceil_mode", false),
                attributes.flag("count_include_pad", false)));
    table.add(
        "LpPool",
        2,
        (attributes, _) ->
            new Pooling.LpPool(
                window(attributes), power(attributes), attributes.flag("ceil_mode", false)));
    table.add(
        "MaxUnpool",
        9,
        (attributes, _) ->
            new Unpooling(
                attributes.integers("kernel_shape"),
                attributes.integers("strides"),
                attributes.integers("pads")));
    table.add("RoiAlign", 10, ConvolutionOperators::regions);
    table.add("GlobalAveragePool", 1, (_, _) -> new Pooling.GlobalAveragePool());
    table.add("GlobalMaxPool", 1, (_, _) -> new Pooling.GlobalMaxPool());
    table.add("GlobalLpPool", 2, (attributes, _) -> new Pooling.GlobalLpPool(power(attributes)));
  }

  private static RoiAlign regions(OnnxAttributes attributes, int opset) {
    String mode = attributes.text("mode", "avg");
    if (!mode.equals("avg")) {
      throw new IllegalArgumentException("mode '%s' is not supported".formatted(mode));
    }
    return new RoiAlign(
        attributes.axis("output_height", 1),
        attributes.axis("output_width", 1),
        attributes.axis("sampling_ratio", 0),
        attributes.real("spatial_scale", 1),
        opset >= 16
            && attributes
                .text("coordinate_transformation_mode", "half_pixel")
                .equals("half_pixel"));
  }

  private static int power(OnnxAttributes attributes) {
    return Math.clamp(attributes.integer("p", 2), 0, Integer.MAX_VALUE);
  }

  private static int group(OnnxAttributes attributes) {
    return Math.clamp(attributes.integer("group", 1), 0, Integer.MAX_VALUE);
  }

  private static WindowSpec window(OnnxAttributes attributes) {
    String padding = attributes.text("auto_pad", "NOTSET");
    return new WindowSpec(
        attributes.integers("kernel_shape"),
        attributes.integers("strides"),
        attributes.integers("dilations"),
        attributes.integers("pads"),
        switch (padding) {
          case "NOTSET", "" -> Padding.EXPLICIT;
          case "SAME_UPPER" -> Padding.SAME_UPPER;
          case "SAME_LOWER" -> Padding.SAME_LOWER;
          case "VALID" -> Padding.VALID;
          default ->
              throw new IllegalArgumentException(
                  "auto_pad must be NOTSET, SAME_UPPER, SAME_LOWER or VALID: " + padding);
        });
  }
}
