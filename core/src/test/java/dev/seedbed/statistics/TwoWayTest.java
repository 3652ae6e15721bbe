package dev.seedbed.statistics;

import static dev.seedbed.statistics.Simulation.assertMean;
import static dev.seedbed.statistics.Simulation.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.statistics.TwoWay.Component;
import dev.seedbed.statistics.TwoWay.Effect;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TwoWayTest {
  private static final int ROWS = 15;
  private static final int COLUMNS = 10;
  private static final int GRIDS = 2000;

  private static double[][] grid(Random random, double first, double second, double rest) {
    double[] a = Simulation.normals(random, ROWS, 3, first);
    double[] b = Simulation.normals(random, COLUMNS, 0, second);
    double[][] grid = new double[ROWS][];
    for (int i = 0; i < ROWS; i++) {
      grid[i] = Simulation.normals(random, COLUMNS, a[i], rest);
      for (int j = 0; j < COLUMNS; j++) {
        grid[i][j] += b[j];
      }
    }
    return grid;
  }

  private static TwoWay[] grids(double first, double second, double rest) {
    var random = new Random(1);
    return IntStream.range(0, GRIDS)
        .mapToObj(i -> TwoWay.of(grid(random, first, second, rest)))
        .toArray(TwoWay[]::new);
  }

  private static Effect effect(Component component) {
    return component.effect().orElseThrow();
  }

  @Test
  void of_agreesWithSciPy() {
    JsonNode expected = Reference.ALL.get("two_way");
    double[][] grid =
        expected.get("grid").valueStream().map(Reference::numbers).toArray(double[][]::new);
    TwoWay twoWay = TwoWay.of(grid);
    assertComponent(twoWay.first(), 2, expected.get("first"));
    assertComponent(twoWay.second(), 3, expected.get("second"));
    double rest = expected.get("rest").doubleValue();
    assertThat(twoWay.rest().meanSquare()).isCloseTo(rest, within(1e-10 * rest));
    assertThat(twoWay.rest().variance()).isEqualTo(twoWay.rest().meanSquare());
    assertThat(twoWay.rest().degrees()).isEqualTo(6);
    assertThat(twoWay.rest().effect()).isEmpty();
    assertThat(twoWay.first().share() + twoWay.second().share() + twoWay.rest().share())
        .isCloseTo(1, within(1e-15));
    assertThat(twoWay.first().share() / twoWay.rest().share())
        .isCloseTo(twoWay.first().variance() / rest, within(1e-9));
  }

  private static void assertComponent(Component component, int degrees, JsonNode expected) {
    assertThat(component.degrees()).isEqualTo(degrees);
    double[] ratio = Reference.numbers(expected.get("ratio"));
    assertNear(component.meanSquare(), expected.get("mean_square").doubleValue());
    assertNear(component.variance(), expected.get("variance").doubleValue());
    assertNear(effect(component).p(), expected.get("p").doubleValue());
    assertNear(effect(component).ratio().low(), ratio[0]);
    assertNear(effect(component).ratio().high(), ratio[1]);
  }

  private static void assertNear(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-9 * expected));
  }

  /// The mean squares of the main effects are so far above the rest's, 7.4 and 6.4 times, that none
  /// is below it, but for one in some hundred million (rows) or ten thousand (columns): nothing is
  /// cut.
  @Test
  void variances_unbiased() {
    TwoWay[] grids = grids(0.4, 0.3, 0.5);
    assertMean("first", values(grids, g -> g.first().variance()), 0.16, 0);
    assertMean("second", values(grids, g -> g.second().variance()), 0.09, 0);
    assertMean("rest", values(grids, g -> g.rest().variance()), 0.25, 0);
  }

  private static double[] values(TwoWay[] grids, ToDoubleFunction<TwoWay> value) {
    return Arrays.stream(grids).mapToDouble(value).toArray();
  }

  /// If an effect is not there, p is uniform, whatever the other effect.
  @Test
  void p_withoutEffect_isUniform() {
    TwoWay[] withoutFirst = grids(0, 0.3, 0.5);
    TwoWay[] withoutSecond = grids(0.4, 0, 0.5);
    for (double level : new double[] {0.05, 0.5}) {
      assertThat(shareBelow(values(withoutFirst, g -> effect(g.first()).p()), level))
          .isCloseTo(level, within(tolerance(level, GRIDS)));
      assertThat(shareBelow(values(withoutSecond, g -> effect(g.second()).p()), level))
          .isCloseTo(level, within(tolerance(level, GRIDS)));
    }
  }

  private static double shareBelow(double[] values, double level) {
    return (double) Arrays.stream(values).filter(value -> value <= level).count() / values.length;
  }

  @Test
  void ratio_covers() {
    TwoWay[] grids = grids(0.4, 0.3, 0.5);
    assertThat(shareCovering(grids, TwoWay::first, 0.16 / 0.25))
        .isCloseTo(0.95, within(tolerance(0.95, GRIDS)));
    assertThat(shareCovering(grids, TwoWay::second, 0.09 / 0.25))
        .isCloseTo(0.95, within(tolerance(0.95, GRIDS)));
  }

  private static double shareCovering(
      TwoWay[] grids, Function<TwoWay, Component> component, double ratio) {
    return (double)
            Arrays.stream(grids)
                .filter(grid -> effect(component.apply(grid)).ratio().contains(ratio))
                .count()
        / grids.length;
  }

  @Test
  void of_negativeVariance_isZero() {
    TwoWay twoWay = TwoWay.of(new double[][] {{0, 1}, {1, 0}});
    assertThat(twoWay.first().variance()).isZero();
    assertThat(twoWay.first().share()).isZero();
    assertThat(effect(twoWay.first())).isEqualTo(new Effect(0, 1, new Interval(0, 0)));
    assertThat(twoWay.rest().share()).isEqualTo(1);
  }

  @Test
  void of_equalLosses_nothingVaries() {
    double[][] grid = new double[3][7];
    for (double[] row : grid) {
      Arrays.fill(row, 0.1);
    }
    TwoWay twoWay = TwoWay.of(grid);
    assertThat(twoWay.first().effect()).isEmpty();
    assertThat(twoWay.first().share() + twoWay.second().share() + twoWay.rest().share()).isZero();
  }

  @Test
  void of_wrongGrids_refused() {
    assertThatThrownBy(() -> TwoWay.of(new double[0][0])).hasMessageContaining("2×2: 0×0");
    assertThatThrownBy(() -> TwoWay.of(new double[3][1])).hasMessageContaining("2×2: 3×1");
    assertThatThrownBy(() -> TwoWay.of(new double[][] {{1, 2}, {1, 2, 3}}))
        .hasMessageContaining("equally long: 2, 3");
    assertThatThrownBy(() -> TwoWay.of(new double[][] {{1, 2}, {1, Double.NaN}}))
        .hasMessageContaining("finite: NaN");
  }
}
