package dev.seedbed.statistics;

/// A share of draws, and what it says of the probability.
///
/// @param count of the draws that count
/// @param of the number of draws; at least 1
public record Proportion(int count, int of) {
  /// The half width of a normal estimate's 95 % interval in standard errors, Φ⁻¹(0.975).
  public static final double Z = 1.959963984540054;

  public double value() {
    return (double) count / of;
  }

  /// The lower end of the 95 % interval. Wilson 1927.
  public double low() {
    return count == 0 ? 0 : centre() - half();
  }

  /// The upper end.
  public double high() {
    return count == of ? 1 : centre() + half();
  }

  private double centre() {
    return (count + Z * Z / 2) / (of + Z * Z);
  }

  private double half() {
    return Z / (of + Z * Z) * Math.sqrt((double) count * (of - count) / of + Z * Z / 4);
  }
}
