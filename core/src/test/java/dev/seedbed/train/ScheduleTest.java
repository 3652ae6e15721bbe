package dev.seedbed.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  @Test
  void step_changesBetweenEpochsOnly() {
    var schedule = new Schedule.Step(2, 0.5);
    assertThat(schedule.factor(13, 7, 10)).isEqualTo(1);
    assertThat(schedule.factor(14, 7, 10)).isEqualTo(0.5);
    assertThat(schedule.factor(27, 7, 10)).isEqualTo(0.5);
    assertThat(schedule.factor(28, 7, 10)).isEqualTo(0.25);
  }

  @Test
  void cosine_endsAndMiddle() {
    var schedule = new Schedule.Cosine(0.2);
    assertThat(schedule.factor(0, 5, 4)).isEqualTo(1);
    assertThat(schedule.factor(10, 5, 4)).isCloseTo(0.6, within(1e-15));
    assertThat(schedule.factor(20, 5, 4)).isCloseTo(0.2, within(1e-15));
  }

  @Test
  void inverseTime_afterOneOverDecayEpochs_half() {
    assertThat(new Schedule.InverseTime(0.25).factor(4 * 9, 9, 100)).isEqualTo(0.5);
  }

  @Test
  void warmUp_reachesTheRateAndHandsOver() {
    var schedule = new Schedule.WarmUp(2, new Schedule.Step(3, 0.1));
    assertThat(schedule.factor(0, 4, 10)).isEqualTo(1 / 8.0);
    assertThat(schedule.factor(7, 4, 10)).isEqualTo(1);
    assertThat(schedule.factor(8 + 11, 4, 10)).isEqualTo(1);
    assertThat(schedule.factor(8 + 12, 4, 10)).isEqualTo(0.1);
  }

  @Test
  void manySteps_noOverflow() {
    var schedule = new Schedule.Cosine(0);
    assertThat(schedule.factor(1L << 40, 1 << 30, 1 << 11)).isCloseTo(0.5, within(1e-15));
  }

  @Test
  void outOfRange_refused() {
    assertThatThrownBy(() -> new Schedule.Step(0, 0.1)).hasMessage("every must be at least 1: 0");
    assertThatThrownBy(() -> new Schedule.Step(1, Double.NaN))
        .hasMessage("gamma must be above 0 and at most 1: NaN");
    assertThatThrownBy(() -> new Schedule.Cosine(Double.NaN))
        .hasMessage("floor must be in [0, 1]: NaN");
    assertThatThrownBy(() -> new Schedule.InverseTime(Double.NaN))
        .hasMessage("decay must be at least 0 and finite: NaN");
    assertThatThrownBy(() -> new Schedule.WarmUp(0, new Schedule.Constant()))
        .hasMessage("the warm-up must be at least 1 epoch: 0");
    var warmUp = new Schedule.WarmUp(5, new Schedule.Constant());
    assertThatThrownBy(() -> new Schedule.WarmUp(5, warmUp))
        .hasMessage("a warm-up must not follow a warm-up");
    assertThatThrownBy(() -> TrainingSpec.DEFAULT.withEpochs(5).withSchedule(warmUp))
        .hasMessage("the warm-up must be shorter than the 5 epochs of the training: 5");
  }

  @Test
  void notation_writtenAndRead_same() {
    for (String text :
        List.of(
            "constant",
            "step(every=7,gamma=0.3)",
            "cosine(floor=0)",
            "cosine(floor=1.0E-7)",
            "inverse-time(decay=2)")) {
      assertThat(Schedule.parse(text).notation()).isEqualTo(text);
    }
    assertThat(Schedule.parse("step")).isEqualTo(Schedule.Step.DEFAULT);
    assertThat(Schedule.parse("step( gamma = 0.5 )")).isEqualTo(new Schedule.Step(30, 0.5));
    assertThat(Schedule.parse("cosine()")).isEqualTo(Schedule.Cosine.DEFAULT);
  }

  @Test
  void notation_nonsense_refused() {
    assertThatThrownBy(() -> Schedule.parse("cosin"))
        .hasMessage(
            "'cosin' must be one of constant, step(every=30,gamma=0.1), cosine(floor=0), "
                + "inverse-time(decay=0.05)");
    assertThatThrownBy(() -> Schedule.parse("step(every=2"))
        .hasMessage("expected name or name(key=value,…), found 'step(every=2'");
    assertThatThrownBy(() -> Schedule.parse("cosine(every=2)"))
        .hasMessage("cosine has no value 'every': cosine(floor=0)");
    assertThatThrownBy(() -> Schedule.parse("constant(1)"))
        .hasMessage("expected name or name(key=value,…), found 'constant(1)'");
    assertThatThrownBy(() -> Schedule.parse("step(every=1.5)"))
        .hasMessage("every must be a whole number: 1.5");
    assertThatThrownBy(() -> Schedule.parse("cosine(floor=low)"))
        .hasMessage("floor must be a number: 'low'");
  }
}
