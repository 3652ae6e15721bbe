package dev.seedbed.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.random.Seed;
import dev.seedbed.study.Rung.Fate;
import dev.seedbed.study.Standing.End;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuccessiveHalvingTest {
  private static final SuccessiveHalving THIRDS = new SuccessiveHalving(3, 5);

  private static Standing standing(int number, double loss, double halfDifference, End end) {
    var trial = new Trial(number, StudySpec.DEFAULT_SCHEME, new Seed(number), new Seed(42));
    return new Standing(trial, 5, 0, loss, loss, halfDifference, end);
  }

  /// Trials 0, 1, … with these losses and without any noise.
  private static List<Standing> field(double... losses) {
    return IntStream.range(0, losses.length)
        .mapToObj(i -> standing(i, losses[i], 0, Double.isNaN(losses[i]) ? End.DIVERGED : End.NONE))
        .toList();
  }

  private static List<Fate> fates(Rung rung) {
    var fates = new ArrayList<>(Collections.nCopies(rung.places().size(), Fate.STOPPED));
    rung.places().forEach(place -> fates.set(place.trial().number(), place.fate()));
    return fates;
  }

  @ParameterizedTest
  @CsvSource({"200, '5,15,45,135'", "135, '5,15,45'", "5, ''", "4, ''", "6, '5'"})
  void budgets_timesEtaBelowTheEpochs(int epochs, String expected) {
    assertThat(THIRDS.budgets(epochs).toString().replaceAll("[\\[\\] ]", "")).isEqualTo(expected);
  }

  @Test
  void budgets_nearTheLargestInt_end() {
    assertThat(new SuccessiveHalving(2, 1 << 30).budgets(Integer.MAX_VALUE))
        .containsExactly(1 << 30);
  }

  @Test
  void judge_keepsOneInEtaRoundedUp() {
    Rung rung = THIRDS.judge(1, 5, field(5, 1, 4, 2, 3, 9, 8), Set.of());
    assertThat(fates(rung))
        .containsExactly(
            Fate.STOPPED,
            Fate.KEPT,
            Fate.STOPPED,
            Fate.KEPT,
            Fate.KEPT,
            Fate.STOPPED,
            Fate.STOPPED);
    assertThat(rung.cut()).isEqualTo(3);
  }

  @Test
  void judge_ties_goToTheLowerSeed() {
    assertThat(fates(THIRDS.judge(1, 5, field(2, 1, 1, 1, 2, 2), Set.of())))
        .containsExactly(
            Fate.STOPPED, Fate.KEPT, Fate.KEPT, Fate.WITHIN_NOISE, Fate.STOPPED, Fate.STOPPED);
  }

  @Test
  void judge_anyOrderOfArrival_sameRung() {
    var random = new Random(1);
    List<Standing> field =
        IntStream.range(0, 40)
            .mapToObj(i -> standing(i, random.nextInt(9), random.nextGaussian() / 10, End.NONE))
            .toList();
    Rung expected = THIRDS.judge(2, 15, field, Set.of(0, 1));
    for (int i = 0; i < 20; i++) {
      var shuffled = new ArrayList<>(field);
      Collections.shuffle(shuffled, random);
      assertThat(THIRDS.judge(2, 15, shuffled, Set.of(0, 1))).isEqualTo(expected);
    }
  }

  @Test
  void judge_diverged_losesAgainstAll() {
    Rung rung = THIRDS.judge(1, 5, field(Double.NaN, 7, Double.NaN, 9, Double.NaN, 8), Set.of());
    assertThat(fates(rung))
        .containsExactly(Fate.ENDED, Fate.KEPT, Fate.ENDED, Fate.STOPPED, Fate.ENDED, Fate.KEPT);
    assertThat(THIRDS.judge(1, 5, field(Double.NaN, Double.NaN), Set.of(0)).cut()).isNaN();
  }

  @Test
  void judge_reference_isNeverStopped() {
    assertThat(fates(THIRDS.judge(1, 5, field(9, 1, 8), Set.of(0, 1))))
        .containsExactly(Fate.REFERENCE, Fate.KEPT, Fate.STOPPED);
  }

  @Test
  void judge_endedByItself_isNotStopped() {
    List<Standing> field =
        List.of(
            standing(0, 1, 0, End.COMPLETED),
            standing(1, 2, 0, End.NONE),
            standing(2, 3, 0, End.COMPLETED));
    assertThat(fates(THIRDS.judge(1, 5, field, Set.of())))
        .containsExactly(Fate.KEPT, Fate.STOPPED, Fate.ENDED);
  }

  /// Of six trials two are kept. The better half of them, 0 to 2, has half differences −0.1, 0 and
  /// 0.1: their standard deviation is 0.1, so the noise is 0.1·√2.
  @Test
  void judge_noFartherFromTheBestThanNoise_isKept() {
    List<Standing> field =
        List.of(
            standing(0, 1.00, -0.1, End.NONE),
            standing(1, 1.05, 0, End.NONE),
            standing(2, 1.14, 0.1, End.NONE),
            standing(3, 1.142, 50, End.NONE),
            standing(4, 1.2, -30, End.NONE),
            standing(5, 9, 1000, End.NONE));
    Rung rung = THIRDS.judge(1, 5, field, Set.of());
    assertThat(rung.noise()).isCloseTo(0.1 * Math.sqrt(2), within(1e-12));
    assertThat(fates(rung))
        .containsExactly(
            Fate.KEPT, Fate.KEPT, Fate.WITHIN_NOISE, Fate.STOPPED, Fate.STOPPED, Fate.STOPPED);
    assertThat(rung.cut()).isCloseTo(1 + 0.1 * Math.sqrt(2), within(1e-12));
  }

  @Test
  void spec_noSense_refused() {
    assertThatThrownBy(() -> new SuccessiveHalving(1, 5))
        .hasMessage("the halving factor must be at least 2: 1");
    assertThatThrownBy(() -> new SuccessiveHalving(3, 0))
        .hasMessage("the smallest budget must be at least 1 epoch: 0");
  }
}
