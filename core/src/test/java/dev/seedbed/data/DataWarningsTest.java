package dev.seedbed.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.data.Notice.Kind;
import dev.seedbed.random.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Each warning where it is due, and none on the same table without the fault.
class DataWarningsTest {
  private static final int ROWS = 300;
  private static final float[] NOISE = noise("noise");
  private static final float[] X = noise("x");

  private static float[] noise(String stream) {
    float[] numbers = new float[ROWS];
    int[] order = new Seed(5).stream(stream).permutation(ROWS);
    for (int i = 0; i < ROWS; i++) {
      numbers[i] = order[i] * 1.7f;
    }
    return numbers;
  }

  private interface Value {
    double of(int row);
  }

  private static Column numbers(String name, Value value) {
    float[] numbers = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      numbers[i] = (float) value.of(i);
    }
    return new Column.Numbers(name, numbers);
  }

  private static Column classes() {
    return new Column.Texts(
        "y",
        IntStream.range(0, ROWS)
            .mapToObj(i -> X[i] + NOISE[i] > 1.7f * ROWS ? "high" : "low")
            .toArray(String[]::new));
  }

  private static Set<Kind> warned(DataSpec spec, Column... columns) {
    var all = new ArrayList<>(List.of(columns));
    all.add(new Column.Numbers("x", X));
    return Dataset.of(new Table("t", all), spec).notices().stream()
        .map(Notice::kind)
        .collect(Collectors.toSet());
  }

  private static Set<Kind> warned(Column... columns) {
    return warned(DataSpec.of("y"), columns);
  }

  @Test
  void nothingWrong_nothingSaid() {
    assertThat(warned(classes(), numbers("z", i -> NOISE[i] / 3))).isEmpty();
  }

  @Test
  void leak_ofClasses() {
    Column.Texts y = (Column.Texts) classes();
    Column copy =
        new Column.Texts(
            "paid",
            IntStream.range(0, ROWS)
                .mapToObj(i -> "high".equals(y.values()[i]) ? "yes" : "no")
                .toArray(String[]::new));
    assertThat(warned(y, copy)).contains(Kind.LEAK);
    // In ranges of a number.
    Column score = numbers("score", i -> ("high".equals(y.values()[i]) ? 1000 : 0) + NOISE[i]);
    assertThat(warned(y, score)).contains(Kind.LEAK);
    // Right in 9 of 10 rows is no leak.
    Column good = numbers("good", i -> "high".equals(y.values()[i]) == (i % 10 != 0) ? 1 : 0);
    assertThat(warned(y, good)).doesNotContain(Kind.LEAK);
  }

  @Test
  void leak_ofAQuantity() {
    Column y = numbers("y", i -> X[i] * 2 + NOISE[i]);
    assertThat(warned(y, numbers("cents", i -> 100 * (X[i] * 2 + NOISE[i])))).contains(Kind.LEAK);
    assertThat(warned(y, numbers("noise", i -> NOISE[i]))).doesNotContain(Kind.LEAK);
  }

  @Test
  void targetThatCountsRows() {
    assertThat(warned(numbers("y", i -> i))).contains(Kind.TARGET_COUNTS_ROWS);
  }

  @Test
  void duplicates_acrossParts() {
    Column.Texts y = (Column.Texts) classes();
    float[] x = X.clone();
    for (int i = 0; i < 60; i++) {
      x[ROWS - 1 - i] = x[i];
      y.values()[ROWS - 1 - i] = y.values()[i];
    }
    List<Column> columns = List.of(y, new Column.Numbers("x", x));
    Dataset data = Dataset.of(new Table("t", columns), DataSpec.of("y"));
    assertThat(data.notices()).extracting(Notice::kind).contains(Kind.DUPLICATES);
  }

  @Test
  void timeOrder_ofARandomSplit() {
    double[] days = IntStream.range(0, ROWS).mapToDouble(i -> 10_000 + i / 3).toArray();
    Column dates = new Column.Dates("sold", days);
    assertThat(warned(classes(), dates)).contains(Kind.TIME_ORDER);
    assertThat(warned(classes(), numbers("Year", i -> 1990 + i / 10))).contains(Kind.TIME_ORDER);
    var byTime = new SplitSpec(new SplitSpec.Way.Time("sold"), 0.2);
    assertThat(warned(DataSpec.of("y").withSplit(byTime), classes(), dates))
        .doesNotContain(Kind.TIME_ORDER);
    var apart =
        Dataset.of(
            new Table("t", List.of(classes(), dates, new Column.Numbers("x", X))),
            Optional.of(new Table("later", List.of(classes(), dates, new Column.Numbers("x", X)))),
            DataSpec.of("y"));
    assertThat(apart.notices()).extracting(Notice::kind).doesNotContain(Kind.TIME_ORDER);
    Column shuffled =
        new Column.Dates("sold", IntStream.range(0, ROWS).mapToDouble(i -> X[i]).toArray());
    assertThat(warned(classes(), shuffled)).doesNotContain(Kind.TIME_ORDER);
  }

  @Test
  void fewRows_forManyInputs() {
    Column[] columns = new Column[120];
    for (int c = 1; c < columns.length; c++) {
      int shift = c;
      columns[c] = numbers("z" + c, i -> NOISE[(i + shift * 13) % ROWS]);
    }
    columns[0] = classes();
    assertThat(warned(columns)).contains(Kind.FEW_ROWS);
  }

  @Test
  void rareClasses() {
    Column.Texts y = (Column.Texts) classes();
    y.values()[7] = "once";
    assertThat(warned(y)).contains(Kind.RARE_CLASSES);
  }
}
