package dev.seedbed.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedbed.kernel.Team;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FourierTest {
  /// Bin `k` of a sequence of pairs, by its definition.
  private static double[] bin(double[] pairs, int length, int k, boolean inverse) {
    double real = 0;
    double imaginary = 0;
    for (int t = 0; t < Math.min(length, pairs.length / 2); t++) {
      double turn = (inverse ? 2 : -2) * Math.PI * k * t / length;
      real += StrictMath.cos(turn) * pairs[2 * t] - StrictMath.sin(turn) * pairs[2 * t + 1];
      imaginary += StrictMath.sin(turn) * pairs[2 * t] + StrictMath.cos(turn) * pairs[2 * t + 1];
    }
    double by = inverse ? length : 1;
    return new double[] {real / by, imaginary / by};
  }

  @ParameterizedTest
  @CsvSource({
    // parts, length (of 5), bins, inverse
    "1, 5, 5, false",
    "1, 5, 3, false",
    "1, 7, 4, false",
    "1, 4, 4, false",
    "2, 5, 5, true",
    "2, 6, 6, false"
  })
  void transform_hasItsGradient(int parts, int length, int bins, boolean inverse) {
    GradientCheck.check(
        new Fourier.Dft(inverse, bins < length, 1),
        1,
        in -> {
          double[] y = new double[2 * bins * 3 * 2];
          for (int row = 0; row < 2; row++) {
            for (int column = 0; column < 3; column++) {
              double[] pairs = new double[2 * 5];
              for (int t = 0; t < 5; t++) {
                for (int part = 0; part < parts; part++) {
                  pairs[2 * t + part] = in[0][((row * 5 + t) * 3 + column) * parts + part];
                }
              }
              for (int k = 0; k < bins; k++) {
                double[] bin = bin(pairs, length, k, inverse);
                System.arraycopy(bin, 0, y, ((row * bins + k) * 3 + column) * 2, 2);
              }
            }
          }
          return new double[][] {y};
        },
        GradientCheck.random(1, 2, 5, 3, parts),
        LongArray.scalar(length));
  }

  @ParameterizedTest
  @CsvSource({"1, true, true", "1, false, false", "2, false, true"})
  void frames_haveTheirGradients(int parts, boolean oneSided, boolean weighted) {
    int bins = oneSided ? 3 : 4;
    GradientCheck.check(
        new Fourier.Stft(oneSided),
        1,
        in -> {
          double[] y = new double[2 * 4 * bins * 2];
          for (int frame = 0; frame < 8; frame++) {
            double[] pairs = new double[2 * 4];
            for (int t = 0; t < 4; t++) {
              int at = frame / 4 * 11 + frame % 4 * 2 + t;
              for (int part = 0; part < parts; part++) {
                pairs[2 * t + part] = in[0][at * parts + part] * (weighted ? in[2][t] : 1);
              }
            }
            for (int k = 0; k < bins; k++) {
              System.arraycopy(bin(pairs, 4, k, false), 0, y, (frame * bins + k) * 2, 2);
            }
          }
          return new double[][] {y};
        },
        List.of(
            Optional.of(GradientCheck.random(1, 2, 11, parts)),
            Optional.of(LongArray.scalar(2)),
            weighted ? Optional.of(GradientCheck.random(2, 4)) : Optional.empty(),
            weighted ? Optional.empty() : Optional.of(LongArray.scalar(4))));
  }

  @Test
  void results_doNotDependOnThreads() {
    FloatArray x = GradientCheck.random(1, 40, 100, 1);
    FloatArray g = GradientCheck.random(2, 40, 100, 2);
    var operator = new Fourier.Dft(false, false, 1);
    try (Team team = Team.of(2)) {
      assertArrayEquals(
          TestBackward.run(operator, Team.ALONE, List.of(x), g).getFirst(),
          TestBackward.run(operator, team, List.of(x), g).getFirst());
    }
  }

  private static void refused(Operator operator, NdArray... in) {
    assertThrows(IllegalArgumentException.class, () -> operator.outputs(Operands.of(in)));
  }

  @Test
  void whatDoesNotFit_isRefused() {
    FloatArray real = GradientCheck.random(1, 2, 5, 1);
    FloatArray complex = GradientCheck.random(1, 2, 5, 2);
    var dft = new Fourier.Dft(false, false, 1);
    refused(dft, GradientCheck.random(1, 2, 5, 3));
    refused(dft, FloatArray.scalar(1));
    refused(dft, real, LongArray.scalar(0));
    refused(dft, real, LongArray.scalar(Long.MAX_VALUE));
    refused(dft, real, LongArray.scalar(1_000_000));
    refused(dft, real, LongArray.scalar(5), LongArray.scalar(2));
    refused(dft, real, LongArray.scalar(5), LongArray.scalar(-9));
    refused(new Fourier.Dft(false, true, 1), complex);
    assertThrows(IllegalArgumentException.class, () -> new Fourier.Dft(true, true, 1));
    var stft = new Fourier.Stft(true);
    refused(stft, real);
    refused(stft, complex, LongArray.scalar(1));
    refused(stft, GradientCheck.random(1, 2, 3, 5, 1), LongArray.scalar(1));
    refused(stft, real, LongArray.scalar(0));
    refused(stft, real, LongArray.scalar(1), FloatArray.of(TensorShape.of(6)));
    refused(stft, real, LongArray.scalar(1), FloatArray.of(TensorShape.of(2, 2)));
    refused(stft, real, LongArray.scalar(1), FloatArray.of(1, 1), LongArray.scalar(3));
  }
}
