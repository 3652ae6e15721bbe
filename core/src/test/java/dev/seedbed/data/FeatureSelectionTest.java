package dev.seedbed.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.data.ColumnUse.Reason;
import dev.seedbed.data.Feature.Cycle;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeatureSelectionTest {
  private static final int ROWS = 400;

  private static Column.Numbers numbers(String name, IntToDoubleFunction value) {
    float[] values = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      values[i] = (float) value.applyAsDouble(i);
    }
    return new Column.Numbers(name, values);
  }

  private static Column.Dates dates(String name, IntToDoubleFunction days) {
    return new Column.Dates(name, IntStream.range(0, ROWS).mapToDouble(days).toArray());
  }

  /// A target and a column that varies without an order.
  private static List<Column> with(Column... columns) {
    var all = new ArrayList<Column>(List.of(columns));
    all.add(numbers("noise", i -> i * 37 % 101 * 1.5));
    all.add(numbers("y", i -> i * 53 % 97 * 0.5));
    return all;
  }

  private static Dataset dataset(DataSpec spec, Column... columns) {
    return Dataset.of(new Table("table", with(columns)), spec);
  }

  private static Dataset dataset(Column... columns) {
    return dataset(DataSpec.of("y"), columns);
  }

  private static Optional<Reason> reason(Dataset data, String column) {
    return data.columns().stream()
        .filter(use -> use.name().equals(column))
        .findFirst()
        .orElseThrow()
        .leftOut();
  }

  private static Feature feature(Dataset data, String column) {
    return data.encoder().features().stream()
        .filter(feature -> feature.column().equals(column))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void numbersThatCountRows_leftOutInAnyOrder_unlessKept() {
    assertThat(reason(dataset(numbers("id", i -> i)), "id")).contains(new Reason.CountsRows());
    assertThat(reason(dataset(numbers("id", i -> 1 + i * 7 % ROWS)), "id"))
        .contains(new Reason.CountsRows());
    assertThat(reason(dataset(numbers("order_id", i -> 5000 + i)), "order_id"))
        .contains(new Reason.CountsRows());
    assertThat(reason(dataset(numbers("orderId", i -> 5000 + i)), "orderId"))
        .contains(new Reason.CountsRows());
    assertThat(reason(dataset(numbers("paid", i -> 5000 + i)), "paid")).isEmpty();
    assertThat(reason(dataset(numbers("year", i -> 1800 + i)), "year")).isEmpty();
    assertThat(reason(dataset(numbers("id", i -> i == 3 ? 4 : i)), "id")).isEmpty();
    assertThat(reason(dataset(numbers("id", i -> i == 3 ? Float.NaN : i)), "id")).isEmpty();
    var kept = DataSpec.of("y").withKept(Set.of("id"));
    assertThat(reason(dataset(kept, numbers("id", i -> i)), "id")).isEmpty();
  }

  @Test
  void numbersThatCountRows_asTheOnlyColumn_areUsed() {
    List<Column> columns = List.of(numbers("x", i -> i), numbers("y", i -> 2 * i + i % 3));
    Dataset data = Dataset.of(new Table("table", columns), DataSpec.of("y"));
    assertThat(data.encoder().features()).hasSize(1);
  }

  @Test
  void missingValues_haveAnInputThatSaysSo() {
    Dataset data =
        dataset(
            numbers("a", i -> i % 5 == 0 ? Float.NaN : i % 7),
            dates("d", i -> i % 4 == 0 ? Double.NaN : 1000 + i * 11 % 50));
    assertThat(feature(data, "a").flagged()).isTrue();
    assertThat(feature(data, "d").flagged()).isTrue();
    assertThat(feature(data, "noise").flagged()).isFalse();
    int width = data.encoder().width();
    var rows =
        new Table(
            "rows",
            List.of(
                new Column.Numbers("a", new float[] {1, Float.NaN}),
                new Column.Dates("d", new double[] {Double.NaN, 1001}),
                new Column.Numbers("noise", new float[] {1, Float.NaN})));
    float[] inputs = data.encoder().encode(rows).data();
    assertThat(Arrays.copyOfRange(inputs, width - 2, width)).containsExactly(0, 1);
    assertThat(Arrays.copyOfRange(inputs, 2 * width - 2, 2 * width)).containsExactly(1, 0);
    // A missing date is zeros, not the origin's place in the week.
    assertThat(Arrays.copyOfRange(inputs, 2, width - 2)).containsOnly(0);
  }

  @Test
  void dates_areDaysAndThePlacesInCyclesThatVary() {
    long monday = LocalDate.of(2024, 1, 1).toEpochDay();
    Dataset daily = dataset(dates("d", i -> monday + i * 3.0));
    assertThat(((Feature.Dated) feature(daily, "d")).cycles())
        .containsExactly(Cycle.YEAR, Cycle.WEEK);
    // Mondays only, within a quarter of a year.
    Dataset mondays = dataset(dates("d", i -> monday + i % 12 * 7L));
    assertThat(((Feature.Dated) feature(mondays, "d")).cycles()).isEmpty();
    Dataset hourly = dataset(dates("d", i -> monday + i / 24.0));
    assertThat(((Feature.Dated) feature(hourly, "d")).cycles())
        .containsExactly(Cycle.WEEK, Cycle.DAY);
    // The first of January of each year: the leap days do not make a cycle.
    Dataset yearly = dataset(dates("d", i -> LocalDate.of(1850 + i * 7 % 150, 1, 1).toEpochDay()));
    assertThat(((Feature.Dated) feature(yearly, "d")).cycles()).containsExactly(Cycle.WEEK);
    assertThat(reason(dataset(dates("d", _ -> monday)), "d")).contains(new Reason.Constant());
  }

  /// The week begins on Monday, the day at midnight; and the year on 1 January, but for a day and a
  /// half.
  @Test
  void dates_encoded_toTheirPlaces() {
    long first = LocalDate.of(2023, 3, 1).toEpochDay();
    var feature =
        new Feature.Dated("d", first, 0, 1, Set.of(Cycle.YEAR, Cycle.WEEK, Cycle.DAY), false);
    for (LocalDate date : List.of(LocalDate.of(2023, 3, 1), LocalDate.of(2026, 11, 30))) {
      for (double hour : new double[] {0, 6, 18.5}) {
        float[] inputs = new float[7];
        feature.encode(date.toEpochDay() + hour / 24, inputs, 0);
        assertThat((double) inputs[0])
            .isCloseTo(
                ChronoUnit.DAYS.between(LocalDate.of(2023, 3, 1), date) + hour / 24, within(1e-3));
        double ofYear = (date.getDayOfYear() - 1 + hour / 24) / 365.2425;
        // A day and a half of the year is an angle of 0.026.
        checkPlace(inputs, 1, ofYear, 0.027);
        double ofWeek = (date.getDayOfWeek().getValue() - 1 + hour / 24) / 7;
        // Floats of a thousand days are right to 6e-5 days.
        checkPlace(inputs, 3, ofWeek, 1e-3);
        checkPlace(inputs, 5, hour / 24, 1e-3);
      }
    }
  }

  private static void checkPlace(float[] inputs, int at, double part, double error) {
    assertThat((double) inputs[at]).isCloseTo(Math.sin(2 * Math.PI * part), within(error));
    assertThat((double) inputs[at + 1]).isCloseTo(Math.cos(2 * Math.PI * part), within(error));
  }

  @Test
  void manyTexts_theFrequentOnesAreInputs() {
    @Nullable String[] towns = new @Nullable String[ROWS];
    for (int i = 0; i < ROWS; i++) {
      towns[i] = i % 20 >= 9 ? "big " + i % 3 : "small " + i;
    }
    Dataset data = dataset(new Column.Texts("town", towns));
    assertThat(((Feature.OneHot) feature(data, "town")).categories())
        .containsExactly("big 0", "big 1", "big 2");
    assertThat(data.notices())
        .extracting(Notice::message)
        .anyMatch(message -> message.contains("the 3 most frequent are inputs"));
  }

  @Test
  void idAndSplitColumns_areNoInputs() {
    String[] names = new String[ROWS];
    Arrays.setAll(names, i -> "n" + i % 40);
    var id = new Column.Texts("id", names);
    Dataset named = dataset(DataSpec.of("y").withId("id"), id);
    assertThat(reason(named, "id")).contains(new Reason.Id());
    assertThat(named.testKeys().ids()).contains(id);
    var byGroup = DataSpec.of("y").withSplit(new SplitSpec(new SplitSpec.Way.Group("id"), 0.2));
    assertThat(reason(dataset(byGroup, id), "id")).contains(new Reason.OfSplit());
    var byTime = DataSpec.of("y").withSplit(new SplitSpec(new SplitSpec.Way.Time("t"), 0.2));
    assertThat(reason(dataset(byTime, numbers("t", i -> i * 2)), "t"))
        .contains(new Reason.OfSplit());
    // The place in the week says something about later rows, the days since the origin do not.
    var dated = (Feature.Dated) feature(dataset(byTime, dates("t", i -> i)), "t");
    assertThat(dated.scale()).isZero();
    assertThat(dated.cycles()).contains(Cycle.WEEK);
  }

  @Test
  void specifications_thatContradictThemselves_refused() {
    assertThatThrownBy(() -> DataSpec.of("y").withId("y"))
        .hasMessage("the target must not name the rows: 'y'");
    assertThatThrownBy(
            () -> DataSpec.of("y").withSplit(new SplitSpec(new SplitSpec.Way.Time("y"), 0.2)))
        .hasMessage("the target must not decide the split: 'y'");
    assertThatThrownBy(() -> new SplitSpec(new SplitSpec.Way.Random(), 0.8))
        .hasMessageContaining("must be above 0 and below 0.8");
    assertThatThrownBy(() -> new SplitSpec(new SplitSpec.Way.Random(), Double.NaN))
        .hasMessageContaining("must be above 0 and below 0.8");
  }
}
