package dev.seedbed.elementary;

/// One by one, in plain Java: the definition.
final class PlainNormalInversion implements NormalInversion {

  @Override
  public void apply(Bell bell, int[] words, float[] into, int start, int count) {
    apply(bell, words, 0, into, start, count);
  }

  /// Likewise from word `from` on.
  void apply(Bell bell, int[] words, int from, float[] into, int start, int count) {
    float lowest = bell.centre() - bell.bound();
    float highest = bell.centre() + bell.bound();
    for (int i = 0; i < count; i++) {
      int word = words[from + i];
      float share = ((word >>> 1) + 0.5f) * 0x1p-31f;
      float z = Elementary.normalQuantile(Math.fma(bell.range(), share, bell.below()));
      float value = Math.fma((word & 1) == 0 ? z : -z, bell.scale(), bell.centre());
      into[start + i] = Math.clamp(value, lowest, highest);
    }
  }
}
