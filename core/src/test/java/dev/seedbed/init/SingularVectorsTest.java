package dev.seedbed.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.random.RandomStream;
import dev.seedbed.random.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SingularVectorsTest {
  private static final RandomStream STREAM = new Seed(4).stream("a");

  private static double[][] normal(int rows, int columns) {
    float[] row = new float[columns];
    double[][] a = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      new Law.Normal(0, 1).draw(STREAM, (long) i * columns, row);
      for (int j = 0; j < columns; j++) {
        a[i][j] = row[j];
      }
    }
    return a;
  }

  /// U·S·Vᵀ.
  private static double[][] product(SingularVectors vectors) {
    double[][] scaled = new double[vectors.values().length][];
    for (int k = 0; k < scaled.length; k++) {
      scaled[k] = vectors.left()[k].clone();
      for (int i = 0; i < scaled[k].length; i++) {
        scaled[k][i] *= vectors.values()[k];
      }
    }
    return SingularVectors.product(SingularVectors.transposed(scaled), vectors.right());
  }

  private static double distance(double[][] a, double[][] b) {
    double worst = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[i].length; j++) {
        worst = Math.max(worst, Math.abs(a[i][j] - b[i][j]));
      }
    }
    return worst;
  }

  private static double[][] identity(int n) {
    double[][] identity = new double[n][n];
    for (int i = 0; i < n; i++) {
      identity[i][i] = 1;
    }
    return identity;
  }

  private static double[][] gram(double[][] rows) {
    return SingularVectors.product(rows, SingularVectors.transposed(rows));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 5", "5, 1", "3, 3", "40, 17", "17, 40", "60, 60"})
  void of_allValues_giveTheMatrixBack(int rows, int columns) {
    double[][] a = normal(rows, columns);
    int rank = Math.min(rows, columns);
    SingularVectors vectors = SingularVectors.of(a, rank);
    assertThat(distance(product(vectors), a)).isLessThan(1e-12);
    assertThat(distance(gram(vectors.left()), identity(rank))).isLessThan(1e-12);
    assertThat(distance(gram(vectors.right()), identity(rank))).isLessThan(1e-10);
    for (int k = 1; k < rank; k++) {
      assertThat(vectors.values()[k]).isLessThanOrEqualTo(vectors.values()[k - 1]);
    }
  }

  /// Hilbert's matrix of order 4, whose singular values are its eigenvalues; from NumPy.
  @Test
  void of_hilbert_knownValues() {
    double[][] hilbert = new double[4][4];
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        hilbert[i][j] = 1.0 / (i + j + 1);
      }
    }
    assertThat(SingularVectors.of(hilbert, 4).values())
        .containsExactly(
            new double[] {
              1.5002142800592426, 0.16914122022145, 0.006738273605760754, 9.670230402258e-05
            },
            within(1e-14));
  }

  /// The best matrix of a rank: what is missing has the length of the values that are left out.
  @Test
  void of_fewerValues_bestOfThatRank() {
    double[][] a = normal(30, 20);
    double[][] near = product(SingularVectors.of(a, 5));
    double[] all = SingularVectors.of(a, 20).values();
    double left = 0;
    for (int k = 5; k < 20; k++) {
      left += all[k] * all[k];
    }
    double missing = 0;
    for (int i = 0; i < 30; i++) {
      for (int j = 0; j < 20; j++) {
        missing += (a[i][j] - near[i][j]) * (a[i][j] - near[i][j]);
      }
    }
    assertThat(missing).isCloseTo(left, within(1e-10));
  }

  @Test
  void of_deficientRank_zerosAtTheEnd() {
    double[][] a = SingularVectors.product(normal(12, 3), normal(3, 12));
    SingularVectors vectors = SingularVectors.of(a, 12);
    assertThat(vectors.values()[2]).isGreaterThan(1);
    assertThat(vectors.values()[3]).isLessThan(1e-13);
    assertThat(distance(product(vectors), a)).isLessThan(1e-12);
    SingularVectors zeros = SingularVectors.of(new double[3][3], 3);
    assertThat(zeros.values()).containsOnly(0);
    assertThat(zeros.left()[0]).containsOnly(0);
  }

  /// Where 6 values stand out, a few rounds find them as the exact decomposition does.
  @Test
  void near_valuesThatStandOut_asExact() {
    double[][] a = SingularVectors.product(normal(80, 6), normal(6, 50));
    double[][] noise = normal(80, 50);
    for (int i = 0; i < 80; i++) {
      for (int j = 0; j < 50; j++) {
        a[i][j] += 0.1 * noise[i][j];
      }
    }
    SingularVectors exact = SingularVectors.of(a, 6);
    SingularVectors near = SingularVectors.near(a, 6, 8, STREAM);
    assertThat(near.values()).containsExactly(exact.values(), within(1e-9));
    assertThat(distance(product(near), product(exact))).isLessThan(1e-8);
    assertThat(distance(product(SingularVectors.near(a, 6, 1, STREAM)), product(exact)))
        .isGreaterThan(1e-8);
  }

  @Test
  void of_tooLarge_refused() {
    int size = SingularVectors.LARGEST + 1;
    double[][] rows = new double[size][];
    rows[0] = new double[size];
    assertThatThrownBy(() -> SingularVectors.of(rows, 1))
        .hasMessage("singular values of a matrix of 4097 x 4097: the smaller must be at most 4096");
  }
}
