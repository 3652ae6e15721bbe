package dev.seedbed.random;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Blocks on `jdk.incubator.vector`, one per lane of 64 bits. What does not fill whole vectors is
/// left to [PlainFill].
final class VectorFill implements Fill {
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = LONGS.length();

  /// Words of the blocks of one vector.
  private static final int STEP = 4 * LANES;

  private static final long LOWER = 0xFFFFFFFFL;
  private static final int[] NO_WORDS = {};
  private static final float[] NO_FLOATS = {};

  /// Which block a lane computes: the first half of them in the even lanes, the second half in the
  /// odd ones. So two neighbouring lanes hold what a swap brings into order.
  private static final long[] BLOCKS = blocks();

  private static final VectorShuffle<Integer> SWAP = VectorShuffle.fromOp(INTS, i -> i ^ 2);
  private static final VectorMask<Integer> ODD = odd();

  private final PlainFill plain = new PlainFill();

  private static long[] blocks() {
    long[] blocks = new long[LANES];
    for (int i = 0; i < LANES; i++) {
      blocks[i] = (i / 2 + (long) (i % 2) * (LANES / 2)) << 32;
    }
    return blocks;
  }

  private static VectorMask<Integer> odd() {
    boolean[] odd = new boolean[INTS.length()];
    for (int i = 0; i < odd.length; i++) {
      odd[i] = (i & 2) != 0;
    }
    return VectorMask.fromArray(INTS, odd, 0);
  }

  @Override
  public void words(long key, long high, long from, int[] into, int start, int count) {
    int done = 0;
    while (done < count) {
      int vectors = vectors(from + done, count - done);
      if (vectors > 0) {
        vectors((from + done) >>> 2, high, key, vectors, into, NO_FLOATS, start + done, 0, 0);
        done += vectors * STEP;
      } else {
        int some = upToBlock(from + done, count - done);
        plain.words(key, high, from + done, into, start + done, some);
        done += some;
      }
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
    int done = 0;
    while (done < count) {
      int vectors = vectors(from + done, count - done);
      if (vectors > 0) {
        long block = (from + done) >>> 2;
        vectors(block, high, key, vectors, NO_WORDS, into, start + done, centre, half);
        done += vectors * STEP;
      } else {
        int some = upToBlock(from + done, count - done);
        plain.uniform(key, high, from + done, into, start + done, some, centre, half);
        done += some;
      }
    }
  }

  /// How many vectors of blocks can be had from word `from` on: none within a block, and word 1 of
  /// the counter must be the same for all.
  private static int vectors(long from, int count) {
    if ((from & 3) != 0) {
      return 0;
    }
    long untilCarry = (1L << 32) - ((from >>> 2) & LOWER);
    return (int) Math.min(count / STEP, untilCarry / LANES);
  }

  /// How many words to leave to plain Java: up to the next block, or up to STEP.
  private static int upToBlock(long from, int count) {
    int inBlock = (int) from & 3;
    return Math.min(count, inBlock != 0 ? 4 - inBlock : STEP);
  }

  /// `count` vectors of blocks from `block` on, as words into `words` or, if that is empty, as
  /// uniform numbers into `floats`.
  ///
  /// The multiplicands are kept in the upper half of their lanes, u for word 0 of a counter and v
  /// for word 2, and are shifted down before each product: then C2 sees that the upper halves are
  /// zero and takes the 32×32→64-bit multiplication. A product p keeps word 3 or 1 of the next
  /// counter in its lower half. Counters differ in word 0 alone, so half of the first two rounds is
  /// the same for all.
  ///
  /// One method, unrolled by hand, without helpers: C2 stops inlining at 18,000 nodes and boxes
  /// every vector from there on. 20× slower; JDK 25.0.3, 2026-11.
  private static void vectors(
      long block,
      long high,
      long key,
      int count,
      int[] words,
      float[] floats,
      int start,
      float centre,
      float half) {
    long[] keys = keys(block, high, key);
    LongVector m0 = LongVector.broadcast(LONGS, Philox4x32.MULTIPLIER_0 << 32).lanewise(LSHR, 32);
    LongVector m1 = LongVector.broadcast(LONGS, Philox4x32.MULTIPLIER_1 << 32).lanewise(LSHR, 32);
    LongVector k1 = LongVector.broadcast(LONGS, keys[1]);
    LongVector k2 = LongVector.broadcast(LONGS, keys[2]);
    LongVector k3 = LongVector.broadcast(LONGS, keys[3]);
    LongVector k4 = LongVector.broadcast(LONGS, keys[4]);
    LongVector k5 = LongVector.broadcast(LONGS, keys[5]);
    LongVector k6 = LongVector.broadcast(LONGS, keys[6]);
    LongVector k7 = LongVector.broadcast(LONGS, keys[7]);
    LongVector k8 = LongVector.broadcast(LONGS, keys[8]);
    LongVector k9 = LongVector.broadcast(LONGS, keys[9]);
    LongVector k10 = LongVector.broadcast(LONGS, keys[10]);
    LongVector k11 = LongVector.broadcast(LONGS, keys[11]);
    LongVector k12 = LongVector.broadcast(LONGS, keys[12]);
    LongVector k13 = LongVector.broadcast(LONGS, keys[13]);
    LongVector k14 = LongVector.broadcast(LONGS, keys[14]);
    LongVector k15 = LongVector.broadcast(LONGS, keys[15]);
    LongVector k16 = LongVector.broadcast(LONGS, keys[16]);
    LongVector k17 = LongVector.broadcast(LONGS, keys[17]);
    LongVector k18 = LongVector.broadcast(LONGS, keys[18]);
    LongVector k19 = LongVector.broadcast(LONGS, keys[19]);
    FloatVector halves = FloatVector.broadcast(FLOATS, half);
    FloatVector centres = FloatVector.broadcast(FLOATS, centre);
    LongVector counter = LongVector.fromArray(LONGS, BLOCKS, 0).add(block << 32);
    for (int i = 0; i < count; i++) {
      // Round 1: word 2 is the same for all, and so are words 0 and 1 after it.
      LongVector q0 = counter.lanewise(LSHR, 32).mul(m0);
      LongVector v = q0.lanewise(XOR, k1);
      counter = counter.add((long) LANES << 32);
      // Round 2: word 0 is the same for all, and so is word 3 after it.
      LongVector q1 = v.lanewise(LSHR, 32).mul(m1);
      LongVector u = q1.lanewise(XOR, k2);
      v = q0.lanewise(LSHL, 32).lanewise(XOR, k3);
      // Round 3.
      LongVector p0 = u.lanewise(LSHR, 32).mul(m0);
      LongVector p1 = v.lanewise(LSHR, 32).mul(m1);
      u = q1.lanewise(LSHL, 32).lanewise(XOR, k4).lanewise(XOR, p1);
      v = p0.lanewise(XOR, k5);
      // Rounds 4 to 10.
      q0 = u.lanewise(LSHR, 32).mul(m0);
      q1 = v.lanewise(LSHR, 32).mul(m1);
      u = p1.lanewise(LSHL, 32).lanewise(XOR, k6).lanewise(XOR, q1);
      v = p0.lanewise(LSHL, 32).lanewise(XOR, k7).lanewise(XOR, q0);
      p0 = u.lanewise(LSHR, 32).mul(m0);
      p1 = v.lanewise(LSHR, 32).mul(m1);
      u = q1.lanewise(LSHL, 32).lanewise(XOR, k8).lanewise(XOR, p1);
      v = q0.lanewise(LSHL, 32).lanewise(XOR, k9).lanewise(XOR, p0);
      q0 = u.lanewise(LSHR, 32).mul(m0);
      q1 = v.lanewise(LSHR, 32).mul(m1);
      u = p1.lanewise(LSHL, 32).lanewise(XOR, k10).lanewise(XOR, q1);
      v = p0.lanewise(LSHL, 32).lanewise(XOR, k11).lanewise(XOR, q0);
      p0 = u.lanewise(LSHR, 32).mul(m0);
      p1 = v.lanewise(LSHR, 32).mul(m1);
      u = q1.lanewise(LSHL, 32).lanewise(XOR, k12).lanewise(XOR, p1);
      v = q0.lanewise(LSHL, 32).lanewise(XOR, k13).lanewise(XOR, p0);
      q0 = u.lanewise(LSHR, 32).mul(m0);
      q1 = v.lanewise(LSHR, 32).mul(m1);
      u = p1.lanewise(LSHL, 32).lanewise(XOR, k14).lanewise(XOR, q1);
      v = p0.lanewise(LSHL, 32).lanewise(XOR, k15).lanewise(XOR, q0);
      p0 = u.lanewise(LSHR, 32).mul(m0);
      p1 = v.lanewise(LSHR, 32).mul(m1);
      u = q1.lanewise(LSHL, 32).lanewise(XOR, k16).lanewise(XOR, p1);
      v = q0.lanewise(LSHL, 32).lanewise(XOR, k17).lanewise(XOR, p0);
      q0 = u.lanewise(LSHR, 32).mul(m0);
      q1 = v.lanewise(LSHR, 32).mul(m1);
      u = p1.lanewise(LSHL, 32).lanewise(XOR, k18).lanewise(XOR, q1);
      v = p0.lanewise(LSHL, 32).lanewise(XOR, k19).lanewise(XOR, q0);
      IntVector low = u.lanewise(LSHR, 32).or(q1.lanewise(LSHL, 32)).reinterpretAsInts();
      IntVector up = v.lanewise(LSHR, 32).or(q0.lanewise(LSHL, 32)).reinterpretAsInts();
      IntVector first = low.blend(up.rearrange(SWAP), ODD);
      IntVector second = low.rearrange(SWAP).blend(up, ODD);
      int at = start + i * STEP;
      if (words.length > 0) {
        first.intoArray(words, at);
        second.intoArray(words, at + STEP / 2);
      } else {
        var left = (FloatVector) first.lanewise(ASHR, 7).or(1).convert(I2F, 0);
        var right = (FloatVector) second.lanewise(ASHR, 7).or(1).convert(I2F, 0);
        left = left.mul(0x1p-24f);
        right = right.mul(0x1p-24f);
        left = centre == 0 ? left.mul(halves) : left.fma(halves, centres);
        right = centre == 0 ? right.mul(halves) : right.fma(halves, centres);
        left.intoArray(floats, at);
        right.intoArray(floats, at + STEP / 2);
      }
    }
  }

  /// The values that are XORed into the upper halves: the key of each round, combined with all that
  /// is the same for all counters.
  private static long[] keys(long block, long high, long key) {
    long[] keys = new long[2 * Philox4x32.ROUNDS];
    for (int round = 0; round < Philox4x32.ROUNDS; round++) {
      keys[2 * round] = key + (long) round * Philox4x32.WEYL_0;
      keys[2 * round + 1] = (key >>> 32) + (long) round * Philox4x32.WEYL_1;
    }
    long product1 = Philox4x32.MULTIPLIER_1 * (high & LOWER);
    long word0 = ((product1 >>> 32) ^ (block >>> 32) ^ keys[0]) & LOWER;
    long product0 = Philox4x32.MULTIPLIER_0 * word0;
    keys[1] ^= high >>> 32;
    keys[2] ^= product1;
    keys[3] ^= product0 >>> 32;
    keys[5] ^= product0;
    for (int i = 0; i < keys.length; i++) {
      keys[i] <<= 32;
    }
    return keys;
  }
}
