package dev.seedbed.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.distribution.FDistribution;
import dev.seedbed.statistics.SimulatedStudy.Model;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LastingLeadTest {
  private static final int ROWS = 100;
  private static final int STUDIES = 300;

  private record Told(LastingLead lead, double onNewRows, boolean sharesAlone) {}

  /// @param unselected how many of the first seeds nothing but chance chose; of the others only the
  ///   better half is trained to its end
  private static Told tell(Random random, Model model, double share, int seeds, int unselected) {
    SimulatedStudy study = SimulatedStudy.of(random, model, share, seeds, ROWS);
    int winner = study.winner();
    int[] kept = IntStream.range(0, seeds).toArray();
    if (unselected < seeds) {
      double[] means = study.means();
      double[] others = Arrays.copyOfRange(means, unselected, seeds);
      Arrays.sort(others);
      double cut = others[others.length / 2];
      kept =
          IntStream.range(0, seeds)
              .filter(s -> s < unselected || s == winner || means[s] < cut)
              .toArray();
    }
    double[][] losses =
        IntStream.of(kept).mapToObj(s -> study.losses()[s]).toArray(double[][]::new);
    boolean[] chance = new boolean[kept.length];
    int place = 0;
    for (int i = 0; i < kept.length; i++) {
      chance[i] = kept[i] < unselected;
      place = kept[i] == winner ? i : place;
    }
    SeedVariance variance = SeedVariance.of(losses, chance).orElseThrow();
    LastingLead lead = LastingLead.of(losses, chance, place, variance);
    double onNewRows = study.leadOnNewRows(winner);
    return new Told(lead, onNewRows, sharesAlone(variance, lead).contains(onNewRows));
  }

  /// What was told before: the F interval of the share, over seeds alone, times the lead.
  private static Interval sharesAlone(SeedVariance variance, LastingLead lead) {
    var distribution = new FDistribution(variance.seeds() - 1, variance.seeds() - 1);
    double ratio = variance.ratio();
    return new Interval(
            1 - distribution.quantile(0.975) / ratio, 1 - distribution.quantile(0.025) / ratio)
        .within(0, 1)
        .times(lead.observed());
  }

  /// Nine of ten to 98 of 100, to 2.5 standard errors of 300 studies: √(0.1·0.9/300) = 1.7 points
  /// below and √(0.02·0.98/300) = 0.8 above. The draws are fixed, so there is no false alarm.
  @ParameterizedTest
  @CsvSource({
    "NORMAL, 0, 16, 16",
    "NORMAL, 0.3, 16, 16",
    "NORMAL, 0.9, 16, 16",
    "NORMAL, 0.9, 5, 5",
    "NORMAL, 0.3, 16, 5",
    "HARD_ROWS, 0, 16, 16",
    "HARD_ROWS, 0.3, 16, 5",
    "HARD_ROWS, 0.9, 16, 16",
    "TWO_PROPERTIES, 0, 16, 16",
    "TWO_PROPERTIES, 0.3, 16, 5",
    "TWO_PROPERTIES, 0.9, 16, 16",
    "ERRORS, 0, 16, 16",
    "ERRORS, 0.3, 16, 16",
    "ERRORS, 0.9, 16, 16"
  })
  void interval_coversNewRows_andThatOfSharesAloneDoesNot(
      Model model, double share, int seeds, int unselected) {
    var random = new Random(1);
    int covered = 0;
    int coveredBefore = 0;
    for (int i = 0; i < STUDIES; i++) {
      Told told = tell(random, model, share, seeds, unselected);
      covered += told.lead.interval().contains(told.onNewRows) ? 1 : 0;
      coveredBefore += told.sharesAlone ? 1 : 0;
    }
    assertThat((double) covered / STUDIES).isBetween(0.9 - 0.043, 0.98 + 0.02);
    assertThat((double) coveredBefore / STUDIES).isLessThan(0.8);
  }

  /// Without rows' noise the lead lasts; with nothing but noise, little of it is expected to.
  @Test
  void of_extremes() {
    var random = new Random(2);
    SimulatedStudy clear = SimulatedStudy.of(random, Model.NORMAL, 0.999, 16, ROWS);
    SeedVariance variance = SeedVariance.of(clear.losses(), clear.all()).orElseThrow();
    LastingLead lead = LastingLead.of(clear.losses(), clear.all(), clear.winner(), variance);
    assertThat(lead.expected() / lead.observed()).isBetween(0.95, 1.0);
    assertThat(lead.interval().low()).isPositive();
    SimulatedStudy noise = SimulatedStudy.of(random, Model.NORMAL, 0, 64, ROWS);
    variance = SeedVariance.of(noise.losses(), noise.all()).orElseThrow();
    lead = LastingLead.of(noise.losses(), noise.all(), noise.winner(), variance);
    assertThat(lead.expected() / lead.observed()).isBetween(0.0, 0.3);
    assertThat(lead.interval().low()).isNegative();
  }

  @Test
  void of_otherUnit_scales() {
    SimulatedStudy study = SimulatedStudy.of(new Random(3), Model.HARD_ROWS, 0.5, 8, ROWS);
    double[][] tenfold =
        Arrays.stream(study.losses())
            .map(row -> Arrays.stream(row).map(x -> 10 * x + 7).toArray())
            .toArray(double[][]::new);
    LastingLead one =
        LastingLead.of(
            study.losses(),
            study.all(),
            2,
            SeedVariance.of(study.losses(), study.all()).orElseThrow());
    LastingLead ten =
        LastingLead.of(
            tenfold, study.all(), 2, SeedVariance.of(tenfold, study.all()).orElseThrow());
    assertThat(ten.observed()).isCloseTo(one.times(10).observed(), within(1e-9));
    assertThat(ten.expected()).isCloseTo(one.times(10).expected(), within(1e-9));
    assertThat(ten.interval().low()).isCloseTo(one.times(10).interval().low(), within(1e-6));
    assertThat(ten.interval().high()).isCloseTo(one.times(10).interval().high(), within(1e-6));
  }
}
