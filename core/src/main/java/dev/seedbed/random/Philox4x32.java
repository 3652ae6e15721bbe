package dev.seedbed.random;

/// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror & Shaw 2011, "Parallel random
/// numbers: as easy as 1, 2, 3": a bijection of 128-bit counters, keyed by 64 bits, made of ten
/// rounds of two 32×32→64-bit products and exclusive-ors. It has no state, so any number of any
/// stream can be had alone.
final class Philox4x32 {
  static final int ROUNDS = 10;
  static final long MULTIPLIER_0 = 0xD2511F53L;
  static final long MULTIPLIER_1 = 0xCD9E8D57L;

  /// The golden ratio and √3 − 1, as fractions of 2³²: what is added to the key before each round.
  static final int WEYL_0 = 0x9E3779B9;

  static final int WEYL_1 = 0xBB67AE85;

  private Philox4x32() {}

  /// Writes the four words of one counter into `words`.
  ///
  /// @param low the counter's words 0 (lower half) and 1
  /// @param high the counter's words 2 (lower half) and 3
  /// @param key the key's words 0 (lower half) and 1
  static void block(long low, long high, long key, int[] words) {
    block(low, high, key, words, 0);
  }

  /// Likewise into `words[at]` and the next three places.
  static void block(long low, long high, long key, int[] words, int at) {
    int c0 = (int) low;
    int c1 = (int) (low >>> 32);
    int c2 = (int) high;
    int c3 = (int) (high >>> 32);
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (c0 & 0xFFFFFFFFL);
      long product1 = MULTIPLIER_1 * (c2 & 0xFFFFFFFFL);
      c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
      c1 = (int) product1;
      c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
      c3 = (int) product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    words[at] = c0;
    words[at + 1] = c1;
    words[at + 2] = c2;
    words[at + 3] = c3;
  }
}
