package dev.seedbed.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.Examples;
import dev.seedbed.data.Dataset;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.TrialRunner;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskSizeTest {
  private static TaskSize measured(double secondsOfAnEpoch) {
    Dataset data = Examples.classes(100);
    var size = new TaskSize(new TrialRunner(StudySpec.of(data), data));
    for (int i = 0; i < 200; i++) {
      size.took(secondsOfAnEpoch, 1);
    }
    return size;
  }

  private static int sum(List<Integer> sizes) {
    return sizes.stream().mapToInt(Integer::intValue).sum();
  }

  @Test
  void sizes_shrinkToTheEnd_andTakeAllTrials() {
    List<Integer> sizes = measured(0.01).sizes(100, 1, 2);
    assertThat(sum(sizes)).isEqualTo(100);
    assertThat(sizes).startsWith(25, 18, 14).isSortedAccordingTo(Comparator.reverseOrder());
    // No task but the last is shorter than 50 ms, which five trials take.
    assertThat(sizes.subList(0, sizes.size() - 1)).allMatch(size -> size >= 5);
  }

  @Test
  void sizes_longTrials_oneEach() {
    assertThat(measured(3).sizes(5, 4, 2)).containsExactly(1, 1, 1, 1, 1);
  }

  @Test
  void sizes_manyShortTrials_noTaskLastsLongerThanTwoSeconds() {
    List<Integer> sizes = measured(0.001).sizes(100_000, 1, 2);
    assertThat(sum(sizes)).isEqualTo(100_000);
    assertThat(sizes).allMatch(size -> size <= 2000);
  }
}
