package dev.seedbed.cli.live;

/// How fast epochs are trained: over all the time so far, and after some seconds rather over the
/// last ones.
final class Pace {
  private static final double SECONDS = 5;
  private static final double STEADY = 3;

  private double elapsed;
  private long counted;
  private double rate;

  /// @param seconds since the beginning
  /// @param epochs since then
  void update(double seconds, long epochs) {
    double passed = seconds - elapsed;
    if (passed <= 0) {
      return;
    }
    double share = passed / Math.min(seconds, Math.max(SECONDS, passed));
    rate += share * ((epochs - counted) / passed - rate);
    elapsed = seconds;
    counted = epochs;
  }

  /// Epochs a second; 0 in the first seconds, which are slow and foretell nothing.
  double rate() {
    return elapsed < STEADY ? 0 : rate;
  }
}
