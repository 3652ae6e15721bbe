package dev.seedbed.random;

/// Block by block, in plain Java.
final class PlainFill implements Fill {

  @Override
  public void words(long key, long high, long from, int[] into, int start, int count) {
    int done = 0;
    if ((from & 3) == 0) {
      // Whole blocks straight into their place, without an array for each call.
      for (; done + 4 <= count; done += 4) {
        Philox4x32.block((from + done) >>> 2, high, key, into, start + done);
      }
      if (done == count) {
        return;
      }
    }
    int[] words = new int[4];
    long block = -1;
    for (int i = done; i < count; i++) {
      long index = from + i;
      if (index >>> 2 != block) {
        block = index >>> 2;
        Philox4x32.block(block, high, key, words);
      }
      into[start + i] = words[(int) index & 3];
    }
  }

  @Override
  public void uniform(
      long key,
      long high,
      long from,
      float[] into,
      int start,
      int count,
      float centre,
      float half) {
    int[] words = new int[4];
    long block = -1;
    for (int i = 0; i < count; i++) {
      long index = from + i;
      if (index >>> 2 != block) {
        block = index >>> 2;
        Philox4x32.block(block, high, key, words);
      }
      float midpoint = midpoint(words[(int) index & 3]);
      // The same bits, without the JVM's slow fma on machines that have no instruction for it.
      into[start + i] = centre == 0 ? midpoint * half : Math.fma(midpoint, half, centre);
    }
  }

  /// The midpoint of a cell of [−1, 1] that the upper 24 bits of a word, signed, choose: an odd
  /// multiple of 2⁻²⁴, exact in float.
  private static float midpoint(int word) {
    return ((word >> 7) | 1) * 0x1p-24f;
  }
}
