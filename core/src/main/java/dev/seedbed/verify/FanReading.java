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
  /// More than two axes are read as those of a convolution: the two last, or the two first, as
  /// units and inputs, all others as its window. Heads of an attention, experts.
  AS_CONVOLUTION,
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
  /// @param shape as it is stored
  static List<Mistaken> ofShape(Kernel kernel, Fans fans, long... shape) {
    double in = fans.in();
    double out = fans.out();
    var all = new ArrayList<Mistaken>();
    all.add(new Mistaken(SWAPPED, 1, new Fans(out, in)));
    all.add(new Mistaken(ONE, 1, new Fans(1, 1)));
    if (shape.length > 2) {
      double count = kernel.count();
      all.add(
          new Mistaken(
              AS_CONVOLUTION,
              1,
              new Fans(count / shape[shape.length - 1], count / shape[shape.length - 2])));
      all.add(new Mistaken(AS_CONVOLUTION, 1, new Fans(count / shape[0], count / shape[1])));
    }
    if (kernel.blocks() > 1) {
      int blocks = kernel.blocks();
      all.add(new Mistaken(ALL_MATRICES, blocks, new Fans(in, out * blocks)));
      all.add(new Mistaken(ALL_MATRICES, blocks, new Fans(in * blocks, out * blocks)));
      all.add(new Mistaken(ALL_MATRICES, blocks, new Fans(in * blocks, out)));
    }
    if (kernel.taps() > 1) {
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
