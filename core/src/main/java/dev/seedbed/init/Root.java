package dev.seedbed.init;

import java.util.function.DoubleUnaryOperator;

/// Where a continuous function of one variable changes its sign.
final class Root {
  private static final int MOST_STEPS = 200;

  private Root() {}

  /// A root between `low` and `high`, to a few units in the last place: by inverse quadratic
  /// interpolation where that is safe, else by bisection. Chandrupatla 1997, Advances in
  /// Engineering Software 28(3); as safe as Brent's method, and simpler.
  ///
  /// @param f of unlike sign at `low` and `high`
  static double between(DoubleUnaryOperator f, double low, double high) {
    // a and b enclose the root; a is the newest point, c the one that was dropped.
    double a = high;
    double b = low;
    double fa = f.applyAsDouble(a);
    double fb = f.applyAsDouble(b);
    if (fb == 0) {
      return b;
    }
    double share = 0.5;
    for (int step = 0; step < MOST_STEPS && fa != 0; step++) {
      double x = a + share * (b - a);
      double fx = f.applyAsDouble(x);
      double c;
      double fc;
      if (Math.signum(fx) == Math.signum(fa)) {
        c = a;
        fc = fa;
      } else {
        c = b;
        fc = fb;
        b = a;
        fb = fa;
      }
      a = x;
      fa = fx;
      double best = Math.abs(fa) < Math.abs(fb) ? a : b;
      double tolerance = 2 * Math.ulp(best) / Math.abs(b - a);
      if (tolerance > 0.5) {
        return best;
      }
      double xi = (a - b) / (c - b);
      double phi = (fa - fb) / (fc - fb);
      share =
          phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi
              ? fa / (fb - fa) * fc / (fb - fc)
                  + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
              : 0.5;
      share = Math.clamp(share, tolerance, 1 - tolerance);
    }
    return a;
  }
}
