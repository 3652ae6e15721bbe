package dev.seedbed.check.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.seedbed.check.CheckTest;
import dev.seedbed.kernel.Panels;
import dev.seedbed.kernel.Team;
import dev.seedbed.network.Network;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpectrumTest {
  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static Panels drawn(int inputs, int units, String scheme) {
    Network network = CheckTest.draw(inputs + " " + units, "tanh", scheme, 0);
    return network.layers().getFirst().weight();
  }

  @Test
  void of_diagonal_itsNumbers() {
    var w = new Panels(3, 5);
    for (int i = 0; i < 3; i++) {
      w.set(i, i, i + 1);
    }
    Spectrum spectrum = Spectrum.of(w, ones(5), Team.ALONE);
    double[] values = spectrum.values().clone();
    Arrays.sort(values);
    assertThat(values).containsExactly(new double[] {1, 2, 3}, offset(1e-12));
    assertThat(spectrum.mean()).isCloseTo(2, offset(1e-12));
    // exp of the entropy of 1/6, 2/6, 3/6, over 3.
    assertThat(spectrum.effectiveRankShare()).isCloseTo(0.9165, offset(1e-4));
  }

  @Test
  void of_slopes_scaleUnits() {
    var w = new Panels(2, 2);
    w.set(0, 0, 3);
    w.set(1, 1, 4);
    assertThat(Spectrum.of(w, new double[] {0.5, 0}, Team.ALONE).values())
        .containsExactly(new double[] {1.5, 0}, offset(1e-12));
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 300})
  void of_orthogonal_allOne(int width) {
    Spectrum spectrum = Spectrum.of(drawn(width, width, "orthogonal"), ones(width), Team.ALONE);
    assertThat(spectrum.mean()).isCloseTo(1, offset(1e-5));
    assertThat(spectrum.deviation()).isLessThan(1e-2);
    assertThat(spectrum.effectiveRankShare()).isCloseTo(1, offset(1e-3));
  }

  /// Singular values of a square matrix of independent elements of variance 1/n follow the quarter
  /// circle of radius 2, whose mean is 16/(3·2π)·... = 8/(3π).
  @ParameterizedTest
  @ValueSource(ints = {100, 400, 1000})
  void of_independentElements_quarterCircle(int width) {
    Spectrum spectrum = Spectrum.of(drawn(width, width, "lecun-normal"), ones(width), Team.ALONE);
    // The estimate's relative error is about 1/√2000; five of them, and the finite width's.
    assertThat(spectrum.mean()).isCloseTo(8 / (3 * Math.PI), withPercentage(11));
  }

  /// The quartiles of the quarter circle, whose distribution function is (s·√(4 − s²)/2 + 2
  /// asin(s/2)) / π, solved by SciPy's brentq.
  @ParameterizedTest
  @ValueSource(ints = {100, 200, 400})
  void quartiles_independentElements_ofTheQuarterCircle(int width) {
    for (int seed = 0; seed < 4; seed++) {
      Network network = CheckTest.draw(width + " " + width, "tanh", "lecun-normal", seed);
      Spectrum spectrum =
          Spectrum.of(network.layers().getFirst().weight(), ones(width), Team.ALONE);
      List<Double> quartiles = spectrum.quartiles();
      assertThat(quartiles.get(0)).isBetween(0.0, 0.2);
      assertThat(quartiles.get(1)).isCloseTo(0.39529, offset(0.17));
      assertThat(quartiles.get(2)).isCloseTo(0.80795, offset(0.17));
      assertThat(quartiles.get(3)).isCloseTo(1.26941, offset(0.17));
      assertThat(quartiles.get(4)).isCloseTo(2, offset(0.1));
    }
  }

  @Test
  void eigenvalues_secondDifferences_known() {
    int n = 20;
    double[] diagonal = new double[n];
    double[] next = new double[n];
    Arrays.fill(diagonal, 2);
    Arrays.fill(next, -1);
    double[] first = Tridiagonal.eigenvalues(diagonal, next);
    double[] sorted = diagonal.clone();
    Arrays.sort(sorted);
    double squares = 0;
    for (int k = 1; k <= n; k++) {
      assertThat(sorted[k - 1]).isCloseTo(2 - 2 * Math.cos(k * Math.PI / (n + 1)), offset(1e-12));
      squares += first[k - 1] * first[k - 1];
    }
    assertThat(squares).isCloseTo(1, offset(1e-12));
  }
}
