package dev.seedbed.check.measure;

/// Eigenvalues of symmetric tridiagonal matrices.
final class Tridiagonal {
  private static final int MOST_ROUNDS = 60;
  private static final double CONVERGED = 1e-14;

  private Tridiagonal() {}

  /// Replaces `diagonal` by the eigenvalues: implicit QL with Wilkinson's shifts (Bowdler, Martin,
  /// Reinsch & Wilkinson 1968).
  ///
  /// @param next what stands beside the diagonal, `n − 1` numbers; the last is not used;
  ///   overwritten
  /// @return the first component of each eigenvector of length 1
  static double[] eigenvalues(double[] diagonal, double[] next) {
    int n = diagonal.length;
    double[] first = new double[n];
    if (n == 0) {
      return first;
    }
    first[0] = 1;
    next[n - 1] = 0;
    for (int l = 0; l < n; l++) {
      for (int round = 0; round < MOST_ROUNDS; round++) {
        int m = l;
        while (m < n - 1
            && Math.abs(next[m])
                > CONVERGED * (Math.abs(diagonal[m]) + Math.abs(diagonal[m + 1]))) {
          m++;
        }
        if (m == l) {
          break;
        }
        round(diagonal, next, first, l, m);
      }
    }
    return first;
  }

  private static void round(double[] d, double[] e, double[] first, int l, int m) {
    double g = (d[l + 1] - d[l]) / (2 * e[l]);
    double r = Math.sqrt(g * g + 1);
    g = d[m] - d[l] + e[l] / (g + Math.copySign(r, g));
    double sine = 1;
    double cosine = 1;
    double p = 0;
    for (int i = m - 1; i >= l; i--) {
      double f = sine * e[i];
      double b = cosine * e[i];
      r = Math.sqrt(f * f + g * g);
      e[i + 1] = r;
      if (r == 0) {
        d[i + 1] -= p;
        e[m] = 0;
        return;
      }
      sine = f / r;
      cosine = g / r;
      g = d[i + 1] - p;
      r = (d[i] - g) * sine + 2 * cosine * b;
      p = sine * r;
      d[i + 1] = g + p;
      g = cosine * r - b;
      double old = first[i + 1];
      first[i + 1] = sine * first[i] + cosine * old;
      first[i] = cosine * first[i] - sine * old;
    }
    d[l] -= p;
    e[l] = g;
    e[m] = 0;
  }
}
