package dev.seedbed.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.random.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static final int[] ROWS = IntStream.range(0, 100).toArray();
  private static final Split.Shares SHARES = Split.Shares.of(SplitSpec.DEFAULT, true);

  @Test
  void byTime_laterPartsAreLater() {
    double[] times = Arrays.stream(ROWS).mapToDouble(row -> row * 37 % 100).toArray();
    Split split = Split.byTime(ROWS, times, SHARES);
    assertThat(split.train()).hasSize(60).isSorted();
    assertThat(split.validation()).hasSize(20);
    assertThat(split.test()).hasSize(20);
    assertThat(Arrays.stream(split.train())).allMatch(row -> times[row] < 60);
    assertThat(Arrays.stream(split.validation())).allMatch(row -> times[row] < 80);
    assertThat(Arrays.stream(split.test())).allMatch(row -> times[row] >= 80);
  }

  @Test
  void byTime_rowsOfOneTime_stayTogether() {
    double[] times = Arrays.stream(ROWS).mapToDouble(row -> Math.floor(row / 25.0)).toArray();
    Split split = Split.byTime(ROWS, times, SHARES);
    assertThat(split.train()).hasSize(75);
    assertThat(split.validation()).hasSize(25);
    assertThat(split.test()).isEmpty();
  }

  @Test
  void byGroup_groupsAreWholeAndPartsInProportion() {
    int[] groups = Arrays.stream(ROWS).map(row -> row % 20).toArray();
    Split split = Split.byGroup(ROWS, groups, SHARES, new Seed(3));
    Set<Integer> train = groups(split.train(), groups);
    Set<Integer> validation = groups(split.validation(), groups);
    Set<Integer> test = groups(split.test(), groups);
    assertThat(train).hasSize(12).doesNotContainAnyElementsOf(validation);
    assertThat(validation).hasSize(4).doesNotContainAnyElementsOf(test);
    assertThat(test).hasSize(4).doesNotContainAnyElementsOf(train);
    assertThat(split.train().length + split.validation().length + split.test().length)
        .isEqualTo(100);
    assertThat(Split.byGroup(ROWS, groups, SHARES, new Seed(4)).test()).isNotEqualTo(split.test());
  }

  private static Set<Integer> groups(int[] rows, int[] groups) {
    return Arrays.stream(rows)
        .mapToObj(row -> groups[row])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void withRowsOfTheTestElsewhere_allRowsAreForTrainingAndValidation() {
    var spec = new SplitSpec(new SplitSpec.Way.Random(), 0.3);
    Split split = Split.random(ROWS, new int[100], Split.Shares.of(spec, false), new Seed(1));
    assertThat(split.train()).hasSize(70);
    assertThat(split.validation()).hasSize(30);
    assertThat(split.test()).isEmpty();
  }

  private static Table table(int rows) {
    float[] x = new float[rows];
    String[] y = new String[rows];
    for (int i = 0; i < rows; i++) {
      x[i] = i * 31 % 17 + 0.5f;
      y[i] = i % 3 == 0 ? "a" : "b";
    }
    return new Table("t" + rows, List.of(new Column.Numbers("x", x), new Column.Texts("y", y)));
  }

  @Test
  void dataset_withATableForTheTest_measuresOnIt() {
    Dataset data = Dataset.of(table(50), Optional.of(table(20)), DataSpec.of("y"));
    assertThat(data.train().rows()).isEqualTo(40);
    assertThat(data.validation().rows()).isEqualTo(10);
    assertThat(data.test().rows()).isEqualTo(20);
    assertThat(data.testKeys().rows()).containsExactly(IntStream.range(0, 20).toArray());
  }

  @Test
  void dataset_thatLeavesAPartEmpty_refused() {
    var spec = DataSpec.of("y").withSplit(new SplitSpec(new SplitSpec.Way.Group("x"), 0.2));
    Table table =
        new Table(
            "t",
            List.of(
                new Column.Numbers("x", new float[30]),
                table(30).column("y"),
                new Column.Numbers("z", ((Column.Numbers) table(30).column("x")).values())));
    assertThatThrownBy(() -> Dataset.of(table, spec))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "t cannot be split so: it has too few rows, times or groups for parts of 30 rows to train, 0 to validate and 0 to test");
  }
}
