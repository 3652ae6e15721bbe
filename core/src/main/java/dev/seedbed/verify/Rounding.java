package dev.seedbed.verify;

/// How finely numbers are rounded, whatever type they are stored in.
public enum Rounding {
  FLOAT32(24, Float.MIN_VALUE),
  FLOAT16(11, 0x1p-24),
  BFLOAT16(8, 0x1p-133);

  static final int FLOAT16_DIGITS = 11;
  static final int BFLOAT16_DIGITS = 8;
  static final double FLOAT16_GAP = 0x1p-24;

  private final int digits;
  private final double gap;

  Rounding(int digits, double gap) {
    this.digits = digits;
    this.gap = gap;
  }

  /// What rounding may do to numbers of that mean and standard deviation, in standard deviations:
  /// to their mean, their scale, and the share that lies below any of them. Twice half a unit in
  /// the last place, for generators draw in that precision, too: bfloat16 of 8-bit uniform numbers,
  /// k / 256, which have a mean √3 · 2⁻⁸ deviations too low; normal numbers from these are 1.6 ·
  /// 2⁻⁸ too narrow, and 1.4 · 2⁻⁸ from the normal distribution (PyTorch 1.13, 2026-11-30).
  double tolerance(double mean, double deviation) {
    return Math.max(2 * relative() * (1 + Math.abs(mean) / deviation), gap / deviation);
  }

  /// Half a unit in the last place, relative to a number.
  double relative() {
    return StrictMath.scalb(1.0, -digits);
  }

  /// Whether `value` may be what `exact` is rounded to.
  boolean rounds(double exact, float value) {
    return Math.abs(value - exact) <= Math.max(relative() * Math.abs(exact), gap);
  }
}
