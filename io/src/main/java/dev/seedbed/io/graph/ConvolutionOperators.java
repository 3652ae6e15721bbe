package dev.seedbed.io.graph;

import dev.seedbed.graph.Convolution;
import dev.seedbed.graph.Padding;
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
  }

  private static int group(OnnxAttributes attributes) {
    return (int) Math.clamp(attributes.integer("group", 1), 0, Integer.MAX_VALUE);
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
