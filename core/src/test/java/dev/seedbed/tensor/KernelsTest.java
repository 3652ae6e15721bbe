package dev.seedbed.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.random.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The contract of [Kernels]: the order of each sum, written out here as plainly as can be, gives
/// the bits that every implementation must give.
class KernelsTest {

  private static Matrix random(String name, int rows, int columns) {
    float[] values = new float[rows * columns];
    new Seed(1).stream(name).symmetricUniform(0, values);
    var matrix = new Matrix(rows, columns);
    for (int i = 0; i < values.length; i++) {
      matrix.set(i / columns, i % columns, values[i]);
    }
    return matrix;
  }

  private static float[] bias(int length) {
    Matrix row = random("bias", 1, length);
    return row.data().clone();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 0",
    "2, 3, 1, 1",
    "4, 16, 16, 0",
    "5, 17, 15, 3",
    "7, 1, 33, 0",
    "8, 64, 10, 8",
    "32, 30, 64, 1",
    "3, 100, 48, 2",
    "13, 5, 129, 0"
  })
  void affine_sizes_sameBitsAsDefinition(int rows, int inner, int columns, int from) {
    Matrix x = random("x", from + rows, inner);
    Matrix w = random("w", inner, columns);
    float[] bias = bias(columns);
    for (Kernels kernels : new Kernels[] {Kernels.plain(), new VectorKernels()}) {
      var z = new Matrix(rows, columns);
      kernels.affine(x, from, rows, w, bias, z);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          float sum = bias[j];
          for (int k = 0; k < inner; k++) {
            sum = Math.fma(x.get(from + i, k), w.get(k, j), sum);
          }
          assertThat(z.get(i, j)).as("%s (%d, %d)", kernels, i, j).isEqualTo(sum);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "2, 3, 1",
    "4, 16, 16",
    "5, 17, 15",
    "7, 1, 33",
    "32, 30, 64",
    "10, 6, 48"
  })
  void transposedProduct_sizes_sameBitsAsDefinition(int rows, int m, int n) {
    Matrix x = random("x", rows, m);
    Matrix y = random("y", rows, n);
    for (Kernels kernels : new Kernels[] {Kernels.plain(), new VectorKernels()}) {
      Matrix d = random("garbage", m, n);
      kernels.transposedProduct(x, y, rows, d);
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          float sum = 0;
          for (int row = 0; row < rows; row++) {
            sum = Math.fma(x.get(row, i), y.get(row, j), sum);
          }
          assertThat(d.get(i, j)).as("%s (%d, %d)", kernels, i, j).isEqualTo(sum);
        }
      }
    }
  }

  @Test
  void affine_fewerRowsThanTheMatrixHas_leavesTheRestAlone() {
    for (Kernels kernels : new Kernels[] {Kernels.plain(), new VectorKernels()}) {
      Matrix z = random("z", 6, 5);
      float kept = z.get(3, 4);
      kernels.affine(random("x", 6, 7), 0, 3, random("w", 7, 5), bias(5), z);
      assertThat(z.get(3, 4)).isEqualTo(kept);
    }
  }

  @Test
  void best_withVectorModule_usesIt() {
    assertThat(Kernels.best()).isInstanceOf(VectorKernels.class);
  }
}
