package dev.seedbed.init;

import dev.seedbed.random.RandomStream;
import java.util.List;

/// An adapter that begins as a part of the trained weight W beside it: W becomes R + scale · B · A,
/// where R remains in its place. What the network computes stays as it is.
///
/// @param way how B and A follow from W
/// @param scale what the adapter is multiplied by, such as α / rank, above 0
/// @param rounds of [SingularVectors#near]; 0 for the exact decomposition
/// @param rank where only R is drawn; 0 where A and B are, which have it
record BaseAdapter(Way way, double scale, int rounds, int rank) implements Joint {

  /// How an adapter follows from a weight.
  enum Way {
    /// B = U·√(S / scale), A = √(S / scale)·Vᵀ of the largest singular values. Meng, Wang & Zhang
    /// 2024, PiSSA, arXiv:2404.02948, section 3; the names and the scale as in PEFT.
    PISSA,
    /// B and A are the first columns of Q and rows of R of W = Q·R. Büyükakyüz 2024, OLoRA,
    /// arXiv:2406.01775. R has a positive diagonal here; LAPACK's signs may differ, in B and A
    /// alike.
    OLORA
  }

  /// Two thin matrices.
  private record Thin(double[][] b, double[][] a) {}

  BaseAdapter {
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("scale must be above 0 and finite: " + scale);
    }
  }

  @Override
  public List<String> parts() {
    return rank > 0 ? List.of("weight") : List.of("weight", "A", "B");
  }

  @Override
  public boolean readsFirst() {
    return true;
  }

  @Override
  public void check(List<Kernel> parts) {
    Kernel weight = parts.getFirst();
    int rows = weight.units();
    int columns = weight.rowLength();
    int wanted = rank(parts);
    if (rank == 0) {
      Kernel a = parts.get(1);
      Kernel b = parts.get(2);
      if (a.rowLength() != columns || b.units() != rows || b.rowLength() != wanted) {
        throw new IllegalArgumentException(
            "weight, A and B do not go together: %d x %d, %d x %d, %d x %d"
                .formatted(rows, columns, a.units(), a.rowLength(), b.units(), b.rowLength()));
      }
    }
    int most = Math.min(rows, columns);
    if (wanted > most) {
      throw new IllegalArgumentException(
          "the rank must be at most %d for a weight of %d x %d: %d"
              .formatted(most, rows, columns, wanted));
    }
    if (way == Way.PISSA && rounds == 0 && most > SingularVectors.LARGEST) {
      throw new IllegalArgumentException(
          "a weight of %d x %d is too large for the exact decomposition, of at most %d: say rounds=16"
              .formatted(rows, columns, SingularVectors.LARGEST));
    }
  }

  private int rank(List<Kernel> parts) {
    return rank > 0 ? rank : parts.get(1).units();
  }

  @Override
  public List<float[]> draw(List<Kernel> parts, float[] first, RandomStream stream) {
    int columns = parts.getFirst().rowLength();
    double[][] w = rows(first, columns);
    int wanted = rank(parts);
    Thin thin =
        switch (way) {
          case PISSA -> principal(w, wanted, stream);
          case OLORA -> orthonormal(w, wanted);
        };
    float[] a = flat(thin.a);
    float[] b = flat(thin.b);
    float[] rest = rest(w, rows(a, columns), rows(b, wanted));
    return rank > 0 ? List.of(rest) : List.of(rest, a, b);
  }

  private Thin principal(double[][] w, int wanted, RandomStream stream) {
    SingularVectors vectors =
        rounds == 0
            ? SingularVectors.of(w, wanted)
            : SingularVectors.near(w, wanted, rounds, stream);
    double[][] a = new double[wanted][];
    double[][] b = new double[wanted][];
    for (int k = 0; k < wanted; k++) {
      double root = Math.sqrt(vectors.values()[k] / scale);
      a[k] = times(vectors.right()[k], root);
      b[k] = times(vectors.left()[k], root);
    }
    return new Thin(SingularVectors.transposed(b), a);
  }

  private static Thin orthonormal(double[][] w, int wanted) {
    double[][] leading = new double[w.length][wanted];
    for (int i = 0; i < w.length; i++) {
      System.arraycopy(w[i], 0, leading[i], 0, wanted);
    }
    double[][] q = HouseholderQr.orthonormalColumns(leading);
    return new Thin(q, SingularVectors.product(SingularVectors.transposed(q), w));
  }

  /// W − scale · B · A, of B and A as floats have them.
  private float[] rest(double[][] w, double[][] a, double[][] b) {
    double[][] product = SingularVectors.product(b, a);
    float[] rest = new float[w.length * w[0].length];
    int at = 0;
    for (int i = 0; i < w.length; i++) {
      for (int j = 0; j < w[i].length; j++) {
        rest[at++] = (float) (w[i][j] - scale * product[i][j]);
      }
    }
    return rest;
  }

  private static double[] times(double[] x, double factor) {
    double[] product = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      product[i] = x[i] * factor;
    }
    return product;
  }

  private static double[][] rows(float[] values, int columns) {
    double[][] rows = new double[values.length / columns][columns];
    for (int i = 0; i < values.length; i++) {
      rows[i / columns][i % columns] = values[i];
    }
    return rows;
  }

  private static float[] flat(double[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    int at = 0;
    for (double[] row : rows) {
      for (double value : row) {
        flat[at++] = (float) value;
      }
    }
    return flat;
  }

  @Override
  public String symbols(int part) {
    boolean principal = way == Way.PISSA;
    return switch (part) {
      case 0 -> "weight - " + (scale == 1 ? "" : scale + " · ") + "B · A";
      case 1 -> principal ? "√S · Vᵀ" : "R";
      default -> principal ? "U · √S" : "Q";
    };
  }
}
