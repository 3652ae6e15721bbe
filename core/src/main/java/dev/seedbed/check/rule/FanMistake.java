package dev.seedbed.check.rule;

import dev.seedbed.init.Fans;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Kernel.Kind;
import java.util.ArrayList;
import java.util.List;

/// Fans as they come out when the shape of a tensor is misread.
///
/// @param words what was left out or mixed up, after "as if"
/// @param fans that come of it
record FanMistake(String words, Fans fans) {

  /// The mistakes that are known of a kind of layer, and change its fans.
  ///
  /// @see <a href="https://github.com/pytorch/pytorch/issues/23854">PyTorch on depthwise
  ///   convolutions, which counts fan-out over all groups</a>
  static List<FanMistake> of(Kernel kernel) {
    Fans right = kernel.fans();
    var mistakes = new ArrayList<FanMistake>();
    if (kernel.taps() > 1) {
      mistakes.add(
          new FanMistake(
              "the window were left out",
              new Fans(right.in() / kernel.taps(), right.out() / kernel.taps())));
    }
    if (kernel.blocks() > 1 && isConvolution(kernel.kind())) {
      mistakes.add(
          new FanMistake(
              "all channels were one group",
              new Fans(right.in() * kernel.blocks(), right.out() * kernel.blocks())));
    }
    if (kernel.kind() == Kind.TRANSPOSED_CONVOLUTION) {
      double whole = (double) kernel.inputs() * kernel.taps();
      mistakes.add(
          new FanMistake("inputs and outputs were mixed up", new Fans(right.out(), whole)));
      mistakes.add(new FanMistake("there were no stride", new Fans(whole, right.out())));
    }
    // A fan-in of 1 is no sum.
    return mistakes.stream()
        .filter(mistake -> !mistake.fans.equals(right) && mistake.fans.in() > 1)
        .toList();
  }

  private static boolean isConvolution(Kind kind) {
    return kind == Kind.CONVOLUTION
        || kind == Kind.TRANSPOSED_CONVOLUTION
        || kind == Kind.DEPTHWISE_CONVOLUTION;
  }
}
