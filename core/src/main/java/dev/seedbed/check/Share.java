package dev.seedbed.check;

/// How many of some draws were so, and what that says of the probability.
///
/// @param count how many
/// @param of how many draws; at least 1
public record Share(int count, int of) {
  /// How many standard errors of a normal estimate its 95 % interval reaches to both sides.
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
