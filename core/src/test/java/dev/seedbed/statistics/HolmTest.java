package dev.seedbed.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HolmTest {
  /// The example of R's documentation: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") gives 0.03,
  /// 0.06, 0.06, 0.02.
  @Test
  void adjusted_knownValues() {
    double[] adjusted = Holm.adjusted(new double[] {0.01, 0.04, 0.03, 0.005});
    assertThat(adjusted).containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-15));
  }

  @Test
  void adjusted_edges() {
    assertThat(Holm.adjusted(new double[0])).isEmpty();
    assertThat(Holm.adjusted(new double[] {0.7, 0.9})).containsExactly(1, 1);
  }

  /// Of 2,000 families of 50 true hypotheses, 5 % have a false alarm, with a standard deviation of
  /// 0.5 %; four of them are allowed.
  @Test
  void adjusted_falseAlarms_asPromised() {
    var random = new SplittableRandom(1);
    int alarms = 0;
    for (int family = 0; family < 2000; family++) {
      double least = 1;
      for (double p : Holm.adjusted(random.doubles(50).toArray())) {
        least = Math.min(least, p);
      }
      alarms += least <= 0.05 ? 1 : 0;
    }
    assertThat(alarms / 2000.0).isBetween(0.03, 0.07);
  }
}
