package dev.seedbed.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.seedbed.elementary.Elementary;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The contract of [Kernels]: the order of each sum, written out here as plainly as can be, gives
/// the bits that every implementation must give.
class KernelsTest {
  private static final List<Kernels> ALL =
      List.of(Kernels.plain(), new VectorKernels(), TieredKernels.SHARED);

  private static Panels random(String name, int rows, int columns) {
    float[] values = new float[rows * columns];
    new Seed(1).stream(name).symmetricUniform(0, values);
    var matrix = new Panels(rows, columns);
    for (int i = 0; i < values.length; i++) {
      matrix.set(i / columns, i % columns, values[i]);
    }
    return matrix;
  }

  /// Every number of rows that a block may have and then some, and widths about those of vectors
  /// and panels.
  static List<int[]> shapes() {
    return List.of(
        new int[] {1, 1, 1},
        new int[] {2, 3, 1},
        new int[] {3, 31, 9},
        new int[] {4, 16, 16},
        new int[] {5, 17, 15},
        new int[] {6, 32, 17},
        new int[] {7, 1, 33},
        new int[] {8, 64, 10},
        new int[] {9, 33, 32},
        new int[] {10, 100, 48},
        new int[] {13, 5, 129},
        new int[] {16, 63, 64},
        new int[] {31, 20, 5},
        new int[] {32, 30, 64},
        new int[] {33, 40, 40},
        new int[] {64, 37, 70},
        new int[] {11, 300, 161});
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void affine_sizes_sameBitsAsDefinition(int[] shape) {
    int rows = shape[0];
    int inputs = shape[1];
    int outputs = shape[2];
    Panels x = random("x", rows + 1, inputs);
    Panels w = random("w", inputs, outputs);
    float[] bias = random("bias", 1, outputs).data();
    for (Kernels kernels : ALL) {
      Panels z = random("garbage", rows + 1, outputs);
      float kept = z.get(rows, outputs - 1);
      for (int p = 0; p < z.panels(); p++) {
        kernels.affine(x, rows, w, bias, z, p);
      }
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < outputs; j++) {
          float sum = bias[j];
          for (int k = 0; k < inputs; k++) {
            sum = Math.fma(x.get(i, k), w.get(k, j), sum);
          }
          assertThat(z.get(i, j)).as("%s (%d, %d)", kernels, i, j).isEqualTo(sum);
        }
      }
      assertThat(z.get(rows, outputs - 1)).isEqualTo(kept);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void inputGradient_sizes_sameBitsAsDefinition(int[] shape) {
    int rows = shape[0];
    int inputs = shape[1];
    int outputs = shape[2];
    Panels w = random("w", inputs, outputs);
    Panels dzT = random("dz", outputs, rows + 1);
    for (Kernels kernels : ALL) {
      Panels dxT = random("garbage", inputs, rows + 1);
      int tiles = (inputs + Panels.WIDTH - 1) / Panels.WIDTH;
      // One tile by itself, the others together, of inputs and of outputs.
      for (int q : new int[] {0, 1}) {
        int toQ = q == 0 ? 1 : tiles;
        if (q < toQ) {
          kernels.inputGradient(w, q, toQ, 0, 1, dzT, dxT, rows);
          if (w.panels() > 1) {
            kernels.inputGradient(w, q, toQ, 1, w.panels(), dzT, dxT, rows);
          }
        }
      }
      for (int k = 0; k < inputs; k++) {
        for (int i = 0; i < rows; i++) {
          float sum = 0;
          for (int j = 0; j < outputs; j++) {
            sum = Math.fma(w.get(k, j), dzT.get(j, i), sum);
          }
          assertThat(dxT.get(k, i)).as("%s (%d, %d)", kernels, k, i).isEqualTo(sum);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void weightGradient_sizes_sameBitsAsDefinition(int[] shape) {
    int rows = shape[0];
    int inputs = shape[1];
    int outputs = shape[2];
    Panels x = random("x", rows + 1, inputs);
    Panels dz = random("dz", rows + 1, outputs);
    float[] tile = new float[Panels.WIDTH * Panels.WIDTH];
    for (Kernels kernels : ALL) {
      for (int p = 0; p < dz.panels(); p++) {
        for (int q = 0; q < x.panels(); q++) {
          Arrays.fill(tile, Float.NaN);
          kernels.weightGradient(x, q, dz, p, rows, tile);
          for (int k = 0; k < x.columnsOf(q); k++) {
            for (int j = 0; j < dz.columnsOf(p); j++) {
              float sum = 0;
              for (int i = 0; i < rows; i++) {
                sum =
                    Math.fma(x.get(i, q * Panels.WIDTH + k), dz.get(i, p * Panels.WIDTH + j), sum);
              }
              assertThat(tile[k * Panels.WIDTH + j])
                  .as("%s, tile (%d, %d), (%d, %d)", kernels, q, p, k, j)
                  .isEqualTo(sum);
            }
            for (int j = dz.columnsOf(p); j < Panels.WIDTH; j++) {
              assertThat(tile[k * Panels.WIDTH + j]).as("padding").isZero();
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void transposeAndSumRows_sizes_asDefined(int[] shape) {
    int rows = shape[0];
    int columns = shape[2];
    Panels from = random("from", columns, rows);
    for (Kernels kernels : ALL) {
      Panels to = new Panels(rows, columns);
      float[] sums = new float[(int) Panels.paddedLength(columns)];
      for (int p = 0; p < to.panels(); p++) {
        kernels.transpose(from, to, p, rows);
        kernels.sumRows(to, p, rows, sums);
      }
      for (int j = 0; j < columns; j++) {
        float sum = 0;
        for (int i = 0; i < rows; i++) {
          assertThat(to.get(i, j)).as("%s (%d, %d)", kernels, i, j).isEqualTo(from.get(j, i));
          sum += from.get(j, i);
        }
        assertThat(sums[j]).as("%s, column %d", kernels, j).isEqualTo(sum);
      }
      // The padding stays 0.
      assertThat(Arrays.copyOfRange(sums, columns, sums.length))
          .isEqualTo(new float[sums.length - columns]);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 10", "17, 16", "5, 33", "2, 100"})
  void softmax_sizes_sameBitsAsDefinition(int rows, int columns) {
    Panels z = random("z", rows, columns);
    for (int i = 0; i < rows; i++) {
      z.set(i, i % columns, 20 * i);
    }
    for (Kernels kernels : ALL) {
      Panels y = new Panels(/* rows= */ columns, /* columns= */ rows);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          y.set(j, i, z.get(i, j));
        }
      }
      float[] largest = new float[32];
      float[] least = new float[32];
      float[] sums = new float[32];
      kernels.softmax(y, rows, largest, least, sums);
      for (int i = 0; i < rows; i++) {
        float m = Float.NEGATIVE_INFINITY;
        float low = Float.POSITIVE_INFINITY;
        for (int j = 0; j < columns; j++) {
          m = Math.max(m, z.get(i, j));
          low = Math.min(low, z.get(i, j));
        }
        float sum = 0;
        for (int j = 0; j < columns; j++) {
          sum += Elementary.exp(z.get(i, j) - m);
        }
        assertThat(largest[i]).isEqualTo(m);
        assertThat(least[i]).isEqualTo(low);
        assertThat(sums[i]).isEqualTo(sum);
        for (int j = 0; j < columns; j++) {
          assertThat(y.get(j, i)).isEqualTo(Elementary.exp(z.get(i, j) - m) / sum);
        }
      }
    }
  }

  @Test
  void logarithms_from1ToInfinityAndNaN_sameBitsAsPlain() {
    float[] values = new float[1 << 16];
    for (int i = 0; i < values.length - 1; i++) {
      values[i] = Float.intBitsToFloat(Float.floatToIntBits(1) + i * 16_256);
    }
    values[values.length - 1] = Float.NaN;
    float[] expected = new float[values.length];
    float[] actual = new float[values.length];
    Kernels.plain().logarithms(values, expected, values.length);
    new VectorKernels().logarithms(values, actual, values.length);
    assertThat(actual).isEqualTo(expected);
  }

  static List<Activation> activations() {
    return Activation.all();
  }

  /// Every 10,007th float, of both signs, with infinities and NaN: values and derivatives as in
  /// plain Java. `-DelementaryStride=1` tries all.
  @ParameterizedTest
  @MethodSource("activations")
  void activations_floatsOfAllSizes_sameBitsAsPlain(Activation f) {
    int stride = Integer.getInteger("elementaryStride", 10_007);
    int rows = 1 << 15;
    var z = new Panels(rows, 1);
    var expected = new Panels(rows, 1);
    var actual = new Panels(rows, 1);
    var expectedSlope = new Panels(rows, 1);
    var actualSlope = new Panels(rows, 1);
    long length = z.data().length;
    for (long start = 0; start <= 0xFFFFFFFFL; start += length * stride) {
      for (int i = 0; i < length; i++) {
        z.data()[i] = Float.intBitsToFloat((int) (start + (long) i * stride));
      }
      Arrays.fill(expectedSlope.data(), 1);
      Arrays.fill(actualSlope.data(), 1);
      Kernels.plain().activate(f, z, expected, 0, rows);
      new VectorKernels().activate(f, z, actual, 0, rows);
      Kernels.plain().timesDerivative(f, z, expected, expectedSlope, 0, rows);
      new VectorKernels().timesDerivative(f, z, expected, actualSlope, 0, rows);
      assertSameBits("f", z, expected, actual);
      assertSameBits("f'", z, expectedSlope, actualSlope);
    }
  }

  private static void assertSameBits(String name, Panels at, Panels expected, Panels actual) {
    int i = Arrays.mismatch(actual.data(), expected.data());
    assertThat(i).as(() -> "%s(%s)".formatted(name, at.data()[i])).isEqualTo(-1);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void drop_sizes_sameBitsAsDefinition(int[] shape) {
    int rows = shape[0];
    int columns = shape[2];
    Panels from = random("from", rows + 1, columns);
    int[] words = new int[from.data().length];
    new Seed(1).stream("words").words(0, words, 0, words.length);
    words[0] = -1_000_000_000;
    for (Kernels kernels : ALL) {
      Panels to = random("garbage", rows + 1, columns);
      float kept = to.get(rows, columns - 1);
      for (int p = 0; p < to.panels(); p++) {
        kernels.drop(words, -1_000_000_000, 1.25f, from, to, p, rows);
      }
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          int word = words[from.at(j / 32, i) + j % 32];
          float expected = word < -1_000_000_000 ? 0 : from.get(i, j) * 1.25f;
          assertThat(to.get(i, j)).as("%s (%d, %d)", kernels, i, j).isEqualTo(expected);
        }
      }
      assertThat(to.get(rows, columns - 1)).isEqualTo(kept);
    }
  }

  @Test
  void sgd_step_sameBitsAsDefinition() {
    for (Kernels kernels : ALL) {
      float[] w = random("w", 1, 64).data();
      float[] v = random("v", 1, 64).data();
      float[] g = random("g", 1, 32).data();
      float[] before = w.clone();
      float[] velocities = v.clone();
      kernels.sgd(w, v, 32, g, 32, 0.1f, 0.9f, 0.01f);
      for (int i = 0; i < 32; i++) {
        float velocity = Math.fma(0.9f, velocities[32 + i], Math.fma(0.01f, before[32 + i], g[i]));
        assertThat(v[32 + i]).isEqualTo(velocity);
        assertThat(w[32 + i]).isEqualTo(Math.fma(-0.1f, velocity, before[32 + i]));
        assertThat(w[i]).isEqualTo(before[i]);
      }
    }
  }

  @Test
  void nesterov_step_sameBitsAsDefinition() {
    for (Kernels kernels : ALL) {
      float[] w = random("w", 1, 64).data();
      float[] v = random("v", 1, 64).data();
      float[] g = random("g", 1, 32).data();
      float[] before = w.clone();
      float[] velocities = v.clone();
      kernels.nesterov(w, v, 32, g, 32, 0.1f, 0.9f, 0.01f);
      for (int i = 0; i < 32; i++) {
        float gradient = Math.fma(0.01f, before[32 + i], g[i]);
        float velocity = Math.fma(0.9f, velocities[32 + i], gradient);
        assertThat(v[32 + i]).isEqualTo(velocity);
        assertThat(w[32 + i])
            .isEqualTo(Math.fma(-0.1f, Math.fma(0.9f, velocity, gradient), before[32 + i]));
        assertThat(w[i]).isEqualTo(before[i]);
      }
    }
  }

  /// From gradients whose squares underflow to those whose squares are huge.
  @Test
  void adamW_step_sameBitsAsDefinition() {
    for (Kernels kernels : ALL) {
      for (float size : new float[] {1e-30f, 1e-20f, 1, 1e15f}) {
        float[] w = random("w", 1, 64).data();
        float[] m = new float[64];
        float[] v = new float[64];
        float[] g = random("g", 1, 32).data();
        for (int i = 0; i < 32; i++) {
          g[i] *= size;
          m[32 + i] = g[31 - i];
          v[32 + i] = g[31 - i] * g[31 - i];
        }
        float[] before = w.clone();
        float[] means = m.clone();
        float[] squares = v.clone();
        kernels.adamW(w, m, v, 32, g, 32, 0.9f, 0.1f, 0.999f, 0.001f, 0.99f, 0.02f, 0.3f, 1e-8f);
        for (int i = 0; i < 32; i++) {
          float mean = Math.fma(0.9f, means[32 + i], 0.1f * g[i]);
          float square = Math.fma(0.999f, squares[32 + i], 0.001f * (g[i] * g[i]));
          float denominator = (float) Math.sqrt(square) / 0.3f + 1e-8f;
          assertThat(m[32 + i]).isEqualTo(mean);
          assertThat(v[32 + i]).isEqualTo(square);
          assertThat(w[32 + i])
              .isEqualTo(Math.fma(-0.02f, mean / denominator, 0.99f * before[32 + i]));
          assertThat(w[i]).isEqualTo(before[i]);
        }
      }
    }
  }

  @Test
  void best_withVectorModule_usesIt() {
    // The build says -Dseedbed.vectors=always, so that tests see the vectors.
    assertThat(Kernels.best()).isInstanceOf(VectorKernels.class);
  }

  /// Where there are vectors that are worth it, and C2.
  @Test
  void warmUp_vectors_overtakePlainJava() throws InterruptedException {
    assumeThat(VectorBlocks.LANES).isGreaterThanOrEqualTo(8);
    var warmUp = new VectorWarmUp(new Activation.Tanh());
    assertThat(warmUp.fasterWithin(60_000_000_000L, new VectorKernels(), Kernels.plain())).isTrue();
  }
}
