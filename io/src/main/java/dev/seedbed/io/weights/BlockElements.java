package dev.seedbed.io.weights;

import java.io.IOException;

/// Elements of which the block that was read last is held, where a small range costs as much as a
/// large one: who reads range by range reads each block once.
final class BlockElements implements TensorElements {
  private final TensorElements elements;
  private final long count;
  private final float[] block;

  /// The first element of the block that is held, or of none.
  private long begin;

  /// How many are held.
  private int held;

  /// @param size of a block
  /// @param count how many elements there are
  BlockElements(TensorElements elements, int size, long count) {
    this.elements = elements;
    this.count = count;
    this.block = new float[(int) Math.min(size, count)];
  }

  @Override
  public void read(long from, float[] into, int count) throws IOException {
    for (int done = 0; done < count; ) {
      done += readSome(from + done, into, done, count - done);
    }
  }

  /// Puts at most `wanted` elements, those of one block, into `into`, from `at` on.
  private synchronized int readSome(long from, float[] into, int at, int wanted)
      throws IOException {
    if (from < begin || from >= begin + held) {
      held = 0;
      begin = from - from % block.length;
      int next = (int) Math.min(block.length, count - begin);
      elements.read(begin, block, next);
      held = next;
    }
    int available = (int) Math.min(wanted, begin + held - from);
    System.arraycopy(block, (int) (from - begin), into, at, available);
    return available;
  }

  @Override
  public void close() throws IOException {
    elements.close();
  }
}
