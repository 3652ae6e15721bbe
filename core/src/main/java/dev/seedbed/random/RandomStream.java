package dev.seedbed.random;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.jvm.Sha256;
import dev.seedbed.jvm.WarmUp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/// A stream of random numbers, addressed by index: number `i` is the same whether it is drawn
/// alone, in a slice, or with all others, by any thread on any machine.
///
/// Index `i` is word `i mod 4` of [Philox4x32]'s block `i / 4`; the upper half of the counter is
/// the start of the SHA-256 of the stream's path; the key is the seed.
public final class RandomStream {
  private static final Fill PLAIN = new PlainFill();
  private static final Fill BEST = Fill.best();

  private final long seed;
  private final long pathHash;

  RandomStream(long seed, String path) {
    this.seed = seed;
    this.pathHash = hash(path);
  }

  private static long hash(String path) {
    byte[] digest = Sha256.digest().digest(path.getBytes(UTF_8));
    return ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private static Fill fill(int count) {
    WarmUp.count(count);
    return WarmUp.isOver() ? BEST : PLAIN;
  }

  /// Writes the numbers `from`, `from + 1`, … of the stream to `into[start]` and the next `count` −
  /// 1 places: 32 random bits each.
  public void words(long from, int[] into, int start, int count) {
    Objects.checkFromIndexSize(start, count, into.length);
    fill(count).words(seed, pathHash, from, into, start, count);
  }

  /// Writes the numbers `from`, `from + 1`, … of the stream to `into[start]` and the next `count` −
  /// 1 places, uniform on the 2²⁴ midpoints of equal cells of [−1, 1]: ±1/2²⁴, ±3/2²⁴, … ±(1 −
  /// 1/2²⁴). Each is exact in float, their mean is exactly 0, and neither 0 nor ±1 occurs.
  public void symmetricUniform(long from, float[] into, int start, int count) {
    uniform(from, into, start, count, 0, 1);
  }

  /// Likewise, times `half`, plus `centre`, rounded once: uniform in `centre` ± `half`.
  public void uniform(long from, float[] into, int start, int count, float centre, float half) {
    Objects.checkFromIndexSize(start, count, into.length);
    fill(count).uniform(seed, pathHash, from, into, start, count, centre, half);
  }

  /// Fills `into` with the numbers `from`, `from + 1`, … of the stream, uniform as above.
  public void symmetricUniform(long from, float[] into) {
    symmetricUniform(from, into, 0, into.length);
  }

  /// A permutation of 0 … n − 1, all equally likely (Fisher–Yates; an index is chosen by
  /// multiplying with 64 random bits, which favours none by more than n/2⁶⁴).
  public int[] permutation(int n) {
    int[] permutation = new int[n];
    int[] words = new int[4];
    for (int i = 0; i < n; i++) {
      Philox4x32.block(i, pathHash, seed, words);
      long bits = ((long) words[1] << 32) | (words[0] & 0xFFFFFFFFL);
      int j = (int) Math.unsignedMultiplyHigh(bits, i + 1L);
      permutation[i] = permutation[j];
      permutation[j] = i;
    }
    return permutation;
  }
}
