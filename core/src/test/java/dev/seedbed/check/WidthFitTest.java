package dev.seedbed.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.check.result.Coordinates;
import dev.seedbed.check.result.Coordinates.Fit;
import dev.seedbed.check.result.Coordinates.Kind;
import dev.seedbed.check.result.WidthVerdict;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WidthFitTest {
  private static final double[] WIDTHS = {32, 64, 256};

  private static double[] power(double factor, double exponent) {
    return DoubleStream.of(WIDTHS).map(n -> factor * StrictMath.pow(n, exponent)).toArray();
  }

  private static Fit fit(Kind kind, double[]... means) {
    return new WidthFit(WIDTHS, means, new double[WIDTHS.length]).fit(kind);
  }

  /// Slopes ½ and 0.7: mean 0.6, standard error 0.2/2 = 0.1. Student's t of one degree of freedom
  /// is below 12.706 with 95 %.
  @Test
  void powersOfTheWidth_slopeAndInterval() {
    Fit fit = fit(Kind.HIDDEN, power(3, 0.5), power(0.1, 0.7));
    Coordinates.Slope slope = fit.slope().orElseThrow();
    assertThat(slope.value()).isCloseTo(0.6, within(1e-12));
    assertThat(slope.interval().low()).isCloseTo(0.6 - 1.2706, within(1e-4));
    assertThat(slope.interval().high()).isCloseTo(0.6 + 1.2706, within(1e-4));
    assertThat(fit.verdict()).isEqualTo(WidthVerdict.UNCLEAR);
    assertThat(fit.means().getFirst()).isCloseTo((3 * 5.65685 + 0.1 * 11.3137) / 2, within(1e-3));
  }

  @ParameterizedTest
  @CsvSource({
    "HIDDEN, 0.2, STABLE", "HIDDEN, 0.3, GROWS", "HIDDEN, -0.3, SHRINKS",
    "OUTPUT, -0.7, STABLE", "OUTPUT, -0.8, SHRINKS", "OUTPUT, 0.3, GROWS",
    "ATTENTION, -0.5, STABLE", "ATTENTION, 0.5, GROWS"
  })
  void slope_isJudgedByKind(Kind kind, double slope, WidthVerdict verdict) {
    assertThat(fit(kind, power(1, slope), power(2, slope)).verdict()).isEqualTo(verdict);
  }

  /// The slope is Σ cᵢ ln meanᵢ with c = (x − x̄) / Σ(x − x̄)². Here x − x̄ = ln 2 · (−4/3, −1/3,
  /// 5/3), the squares' sum is (ln 2)² · 14/3, and equal chances q² give the standard error q / (ln
  /// 2 · √(14/3)) = 0.668 q.
  @Test
  void weightsDrawnOnce_widenTheTolerance() {
    double[] chances = {0.01, 0.01, 0.01};
    double[][] means = {power(1, 0.35), power(1, 0.35)};
    Fit fit = new WidthFit(WIDTHS, means, chances).fit(Kind.HIDDEN);
    assertThat(fit.tolerance()).isCloseTo(Coordinates.TOLERANCE + 2 * 0.0668, within(1e-4));
    assertThat(fit.verdict()).isEqualTo(WidthVerdict.STABLE);
    assertThat(fit(Kind.HIDDEN, means).verdict()).isEqualTo(WidthVerdict.GROWS);
  }

  @Test
  void noSlope_verdictOfWhatIsThere() {
    double[] zeros = {0, 0, 0};
    double[] some = {0, 1, 1};
    double[] tooLarge = {1, 1e30, Double.POSITIVE_INFINITY};
    double[] lost = {Double.NaN, Double.NaN, Double.NaN};
    for (double[] means : Arrays.asList(zeros, some, tooLarge, lost)) {
      assertThat(fit(Kind.HIDDEN, means, means).slope()).isEmpty();
    }
    assertThat(fit(Kind.HIDDEN, zeros, zeros).verdict()).isEqualTo(WidthVerdict.STABLE);
    assertThat(fit(Kind.HIDDEN, zeros, some).verdict()).isEqualTo(WidthVerdict.UNCLEAR);
    assertThat(fit(Kind.HIDDEN, tooLarge, tooLarge).verdict()).isEqualTo(WidthVerdict.GROWS);
    assertThat(fit(Kind.HIDDEN, lost, lost).verdict()).isEqualTo(WidthVerdict.UNCLEAR);
  }
}
