package dev.seedbed.verify;

import dev.seedbed.init.Fans;
import dev.seedbed.init.Kernel;
import java.util.ArrayList;
import java.util.List;

/// A mistake about the fans of a layer that programs make.
public enum FanReading {
  /// Fan-in and fan-out change places.
  SWAPPED,
  /// Fan-in is taken as 1, and so is fan-out: they were never set.
  ONE,
  /// A kernel with an axis for heads is read as that of a convolution, whose window are all axes
  /// but the last two.
  HEADS_AS_WINDOW,
  /// All matrices of the tensor count as one: groups, gates, experts, packed projections.
  ALL_MATRICES,
  /// The window is left out.
  NO_WINDOW,
  /// Fan-in is that of one of several shards.
  SHARD_OF_INPUTS,
  /// Fan-out is that of one of several shards.
  SHARD_OF_OUTPUTS;

  private static final int MOST_SHARDS = 1024;

  /// Fans as a mistake has them.
  ///
  /// @param times how many matrices, taps or shards it is about; 1 if none
  record Mistaken(FanReading reading, int times, Fans fans) {}

  /// What can be mistaken about the shape of a kernel.
  ///
  /// @param fans the right ones
  static List<Mistaken> ofShape(Kernel kernel, Fans fans) {
    double in = fans.in();
    double out = fans.out();
    var all = new ArrayList<Mistaken>();
    all.add(new Mistaken(SWAPPED, 1, new Fans(out, in)));
    all.add(new Mistaken(ONE, 1, new Fans(1, 1)));
    if (kernel.byHeads()) {
      double window = kernel.taps() > 1 ? kernel.taps() : kernel.inputs();
      double inputs = kernel.taps() > 1 ? kernel.inputs() : kernel.blocks();
      int heads = Math.max(kernel.taps(), kernel.blocks());
      all.add(
          new Mistaken(HEADS_AS_WINDOW, heads, new Fans(inputs * window, kernel.units() * window)));
    } else if (kernel.blocks() > 1) {
      int blocks = kernel.blocks();
      all.add(new Mistaken(ALL_MATRICES, blocks, new Fans(in, out * blocks)));
      all.add(new Mistaken(ALL_MATRICES, blocks, new Fans(in * blocks, out * blocks)));
      all.add(new Mistaken(ALL_MATRICES, blocks, new Fans(in * blocks, out)));
    }
    if (kernel.taps() > 1 && !kernel.byHeads()) {
      int taps = kernel.taps();
      all.add(new Mistaken(NO_WINDOW, taps, new Fans(in / taps, out / taps)));
    }
    return all;
  }

  /// Fans of one shard in place of those of all. There are a power of two of them, or three times
  /// one.
  ///
  /// @param fans the right ones
  static List<Mistaken> ofShards(Fans fans) {
    var all = new ArrayList<Mistaken>();
    for (int shards = 2; shards <= MOST_SHARDS; shards *= 2) {
      for (int times : shards == 2 ? new int[] {2} : new int[] {shards, shards / 4 * 3}) {
        if (times <= fans.in()) {
          all.add(new Mistaken(SHARD_OF_INPUTS, times, new Fans(fans.in() / times, fans.out())));
        }
        if (times <= fans.out()) {
          all.add(new Mistaken(SHARD_OF_OUTPUTS, times, new Fans(fans.in(), fans.out() / times)));
        }
      }
    }
    return all;
  }
}
