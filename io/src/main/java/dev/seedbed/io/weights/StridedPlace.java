package dev.seedbed.io.weights;

import dev.seedbed.io.file.FileSnapshot;
import dev.seedbed.io.weights.StridedView.Block;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Elements that stand apart, or in another order than the tensor's own.
///
/// @param at where the numbers that `view` counts begin in the file
/// @param bytes of an element: 2, 4 or 8
record StridedPlace(long at, StridedView view, int bytes) implements ElementPlace {
  /// Up to so many numbers are read for each that is wanted, to read them in one go.
  private static final int SPARSEST = 4;

  /// The more rows of a matrix are read at once, the longer are the runs of numbers where its
  /// columns stand one after the other: 16384 × 16384 floats, written so 2 million times and not 16
  /// million times.
  private static final int CHUNK = 1 << 21;

  /// Bytes that are read or written in one go, at most.
  private static final int LARGEST = 1 << 22;

  @Override
  public void read(FileSnapshot file, FileChannel in, long from, ByteBuffer into)
      throws IOException {
    for (Block block : view.blocks(from, into.remaining() / bytes)) {
      int inner = innerAxes(block, SPARSEST);
      ByteBuffer window = allocate(block, inner, into);
      var outer = new Odometer(block, inner, block.lengths().length);
      do {
        window.clear();
        file.read(in, window, at + bytes * (block.position() + outer.position));
        exchange(window, into, block, inner, block.index() + (int) outer.index, Direction.OUT);
      } while (outer.next());
    }
  }

  @Override
  public void write(FileChannel out, long from, ByteBuffer elements) throws IOException {
    for (Block block : view.blocks(from, elements.remaining() / bytes)) {
      int inner = innerAxes(block, 1);
      ByteBuffer window = allocate(block, inner, elements);
      var outer = new Odometer(block, inner, block.lengths().length);
      do {
        exchange(window, elements, block, inner, block.index() + (int) outer.index, Direction.IN);
        window.clear();
        long to = at + bytes * (block.position() + outer.position);
        ElementPlace.writeFully(out, window, to);
      } while (outer.next());
    }
  }

  /// How many axes of the block, those of the shortest strides, stand so close together that they
  /// can be read or written in one go.
  ///
  /// @param sparsest positions for each element, at most
  private int innerAxes(Block block, int sparsest) {
    long elements = 1;
    for (int i = 0; i < block.lengths().length; i++) {
      elements *= block.lengths()[i];
      long window = window(block, i + 1);
      if (window > sparsest * elements || window * bytes > LARGEST) {
        return i;
      }
    }
    return block.lengths().length;
  }

  /// The positions from the first to the last element of the block's first `axes` axes.
  private static long window(Block block, int axes) {
    long window = 1;
    for (int i = 0; i < axes; i++) {
      window += (block.lengths()[i] - 1) * block.strides()[i];
    }
    return window;
  }

  /// Room for these positions, in which bytes have the order that they have in `like`.
  private ByteBuffer allocate(Block block, int axes, ByteBuffer like) {
    return ByteBuffer.allocate(bytes * (int) window(block, axes)).order(like.order());
  }

  private enum Direction {
    /// From the window.
    OUT,
    /// Into it.
    IN
  }

  private void exchange(
      ByteBuffer window, ByteBuffer elements, Block block, int axes, int index, Direction way) {
    var inner = new Odometer(block, 0, axes);
    ByteBuffer from = way == Direction.OUT ? window : elements;
    ByteBuffer to = way == Direction.OUT ? elements : window;
    do {
      int near = bytes * (int) inner.position;
      int far = bytes * (index + (int) inner.index);
      int source = way == Direction.OUT ? near : far;
      int target = way == Direction.OUT ? far : near;
      switch (bytes) {
        case Short.BYTES -> to.putShort(target, from.getShort(source));
        case Integer.BYTES -> to.putInt(target, from.getInt(source));
        default -> to.putLong(target, from.getLong(source));
      }
    } while (inner.next());
  }

  @Override
  public int chunk() {
    return CHUNK;
  }

  @Override
  public StridedPlace moved(long distance) {
    return new StridedPlace(at + distance, view, bytes);
  }

  /// Goes through all combinations of indices of some axes of a block.
  private static final class Odometer {
    private final Block block;
    private final int begin;
    private final long[] indices;

    /// Where the element stands, from the first one on.
    private long position;

    /// Where it is among the elements asked for, likewise.
    private long index;

    Odometer(Block block, int begin, int end) {
      this.block = block;
      this.begin = begin;
      this.indices = new long[end - begin];
    }

    boolean next() {
      for (int i = 0; i < indices.length; i++) {
        int axis = begin + i;
        position += block.strides()[axis];
        index += block.steps()[axis];
        if (++indices[i] < block.lengths()[axis]) {
          return true;
        }
        position -= indices[i] * block.strides()[axis];
        index -= indices[i] * block.steps()[axis];
        indices[i] = 0;
      }
      return false;
    }
  }
}
