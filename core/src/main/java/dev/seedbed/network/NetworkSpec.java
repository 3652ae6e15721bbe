package dev.seedbed.network;

import dev.seedbed.kernel.Panels;
import dev.seedbed.tensor.Activation;
import java.util.List;
import java.util.stream.IntStream;

/// A feed-forward network without its weights: dense layers, one activation for all hidden ones,
/// and the outputs that belong to the loss.
///
/// @param widths from the inputs to the outputs, such as 64, 128, 10: at least those two, and at
///   most [#MOST_HIDDEN] between them
/// @param activation of the hidden layers
/// @param loss softmax outputs for cross-entropy, linear ones for squared error
public record NetworkSpec(List<Integer> widths, Activation activation, Loss loss) {

  /// The largest number of hidden layers.
  public static final int MOST_HIDDEN = 10_000;

  public NetworkSpec {
    widths = List.copyOf(widths);
    if (widths.size() < 2) {
      throw new IllegalArgumentException("a network must have inputs and outputs: " + widths);
    }
    if (widths.size() - 2 > MOST_HIDDEN) {
      throw new IllegalArgumentException(
          "a network must have at most %d hidden layers: %d"
              .formatted(MOST_HIDDEN, widths.size() - 2));
    }
    for (int width : widths) {
      if (width < 1) {
        throw new IllegalArgumentException("each layer must have at least one unit: " + width);
      }
    }
    for (int i = 1; i < widths.size(); i++) {
      if (Panels.paddedLength(widths.get(i)) * widths.get(i - 1) > Integer.MAX_VALUE / 2) {
        throw new IllegalArgumentException(
            "a layer must have fewer than 2^30 weights: %d x %d"
                .formatted(widths.get(i - 1), widths.get(i)));
      }
    }
  }

  /// The number of layers with weights.
  public int layers() {
    return widths.size() - 1;
  }

  /// The number of weights and biases.
  public long parameters() {
    return IntStream.range(1, widths.size())
        .mapToLong(i -> (widths.get(i - 1) + 1L) * widths.get(i))
        .sum();
  }
}
