package dev.seedbed.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.Examples;
import dev.seedbed.notation.Names;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DatasetTest {
  private static final int ROWS = 200;
  private static final Split.Shares SHARES = Split.Shares.of(SplitSpec.DEFAULT, true);

  private static Column.Texts texts(String name, @Nullable String... cycle) {
    @Nullable String[] values = new @Nullable String[ROWS];
    for (int i = 0; i < ROWS; i++) {
      values[i] = cycle[i % cycle.length];
    }
    return new Column.Texts(name, values);
  }

  private static Column.Numbers cycle(String name, float... cycle) {
    float[] values = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      values[i] = cycle[i % cycle.length];
    }
    return new Column.Numbers(name, values);
  }

  private static Dataset dataset(String target, Column... columns) {
    return Dataset.of(new Table("table", List.of(columns)), DataSpec.of(target));
  }

  @Test
  void split_isStratifiedSixtyTwentyTwenty() {
    // 150 rows of x, 50 of y.
    Dataset data = dataset("c", Examples.numbers("a", ROWS), texts("c", "x", "x", "x", "y"));
    assertThat(classCounts(data.train())).containsExactly(90, 30);
    assertThat(classCounts(data.validation())).containsExactly(30, 10);
    assertThat(classCounts(data.test())).containsExactly(30, 10);
  }

  @Test
  void split_manySmallClasses_stillInProportion() {
    int[] rows = IntStream.range(0, 120).toArray();
    int[] classes = Arrays.stream(rows).map(row -> row / 3).toArray();
    Split split = Split.random(rows, classes, SHARES, new Seed(1));
    assertThat(split.train()).hasSize(72);
    assertThat(split.validation()).hasSize(24);
    assertThat(split.test()).hasSize(24);
    assertThat(Arrays.stream(split.train()).map(row -> row / 3).distinct().count()).isEqualTo(40);
  }

  private static int[] classCounts(Dataset.Part part) {
    int[] counts = new int[part.targets().columns()];
    for (int c : ((Targets.Classes) part.targets()).ofRow()) {
      counts[c]++;
    }
    return counts;
  }

  @Test
  void split_partsDisjointAndComplete_andDecidedByTheSeed() {
    int[] rows = IntStream.range(0, ROWS).toArray();
    Split split = split(rows, 1);
    int[] all =
        IntStream.concat(
                IntStream.concat(Arrays.stream(split.train()), Arrays.stream(split.validation())),
                Arrays.stream(split.test()))
            .sorted()
            .toArray();
    assertThat(all).containsExactly(rows);
    assertThat(split(rows, 1).test()).containsExactly(split.test());
    assertThat(split(rows, 2).test()).isNotEqualTo(split.test());
  }

  private static Split split(int[] rows, long seed) {
    return Split.random(rows, new int[rows.length], SHARES, new Seed(seed));
  }

  @Test
  void split_classWithOneRow_goesToTraining() {
    Column.Texts classes = texts("c", "x", "y");
    classes.values()[77] = "alone";
    Dataset data = dataset("c", Examples.numbers("a", ROWS), classes);
    assertThat(classCounts(data.train())[0]).isEqualTo(1);
  }

  @Test
  void encoding_numbers_standardisedByTheTrainingRows() {
    Dataset data =
        dataset(
            "c",
            new Column.Numbers("a", scaled(Examples.numbers("a", ROWS), 1000, 5000)),
            texts("c", "x", "y"));
    double mean = 0;
    double square = 0;
    for (int i = 0; i < data.train().rows(); i++) {
      double value = data.train().inputs().get(i, 0);
      mean += value / data.train().rows();
      square += value * value / data.train().rows();
    }
    assertThat(mean).isCloseTo(0, within(1e-5));
    assertThat(square).isCloseTo(1, within(1e-5));
  }

  private static float[] scaled(Column.Numbers column, float factor, float offset) {
    float[] values = column.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] * factor + offset;
    }
    return values;
  }

  @Test
  void encoding_missingUnknownAndConstant_becomeZeros() {
    Dataset data =
        dataset(
            "c",
            texts("t", "red", "green"),
            cycle("a", 1, 2),
            cycle("constant", 5),
            texts("c", "x", "y"));
    assertThat(data.encoder().features())
        .extracting(Feature::column)
        .containsExactly("a", "constant", "t");
    assertThat(messages(data, Notice.Kind.CONSTANT))
        .containsExactly("constant: constant in the training rows, counts as 0");
    Matrix inputs =
        data.encoder()
            .encode(
                new Table(
                    "new",
                    List.of(
                        new Column.Texts("t", new @Nullable String[] {"green", null, "blue"}),
                        new Column.Numbers("a", new float[] {1, Float.NaN, 2}),
                        new Column.Numbers("constant", new float[] {5, 6, Float.NaN}))));
    assertThat(row(inputs, 0)).containsExactly(-1, 0, 1, 0);
    assertThat(row(inputs, 1)).containsExactly(0, 0, 0, 0);
    assertThat(row(inputs, 2)).containsExactly(1, 0, 0, 0);
  }

  private static List<String> messages(Dataset data, Notice.Kind kind) {
    return data.notices().stream()
        .filter(notice -> notice.kind() == kind)
        .map(notice -> notice.column().map(c -> c + ": ").orElse("") + notice.message())
        .toList();
  }

  private static float[] row(Matrix matrix, int row) {
    return Arrays.copyOfRange(matrix.data(), row * matrix.columns(), (row + 1) * matrix.columns());
  }

  @Test
  void target_kindIsFound() {
    Column a = Examples.numbers("a", ROWS);
    assertThat(dataset("c", a, texts("c", "x", "y")).target())
        .isEqualTo(new Target.Classes("c", List.of("x", "y"), false));
    assertThat(dataset("c", a, cycle("c", 10, 9, -1)).target())
        .isEqualTo(new Target.Classes("c", List.of("-1", "9", "10"), true));
    assertThat(dataset("c", a, cycle("c", 1, 2.5f)).target()).isInstanceOf(Target.Quantity.class);
    float[] count = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
    var small = new Table("t", List.of(Examples.numbers("a", 15), new Column.Numbers("c", count)));
    assertThat(Dataset.of(small, DataSpec.of("c")).target()).isInstanceOf(Target.Quantity.class);
    var spec = DataSpec.of("c").withTask(DataSpec.Task.REGRESSION);
    assertThat(Dataset.of(new Table("t", List.of(a, cycle("c", 1, 2))), spec).target())
        .isInstanceOf(Target.Quantity.class);
    spec = DataSpec.of("c").withTask(DataSpec.Task.CLASSIFICATION);
    assertThat(Dataset.of(new Table("t", List.of(a, cycle("c", 1, 2.5f))), spec).target())
        .isEqualTo(new Target.Classes("c", List.of("1", "2.5"), true));
  }

  @Test
  void target_missingRows_leftOutAndSaid() {
    Dataset data = dataset("c", Examples.numbers("a", ROWS), texts("c", "x", "y", null, "x"));
    assertThat(data.rows()).isEqualTo(150);
    assertThat(messages(data, Notice.Kind.ROWS_LEFT_OUT))
        .containsExactly("c: 50 of 200 rows have no value and were left out");
  }

  @Test
  void features_tooManyTexts_leftOutAndSaid() {
    String[] names = new String[ROWS];
    Arrays.setAll(names, i -> "name" + i);
    Dataset data =
        dataset(
            "c",
            Examples.numbers("a", ROWS),
            new Column.Texts("name", names),
            texts("c", "x", "y"));
    assertThat(data.encoder().width()).isEqualTo(1);
    assertThat(messages(data, Notice.Kind.LEFT_OUT))
        .containsExactly("name: left out: 120 different texts in 120 training rows");
  }

  @Test
  void of_unusableData_saysWhy() {
    Column a = Examples.numbers("a", ROWS);
    String[] names = new String[ROWS];
    Arrays.setAll(names, i -> "name" + i);
    assertThatThrownBy(() -> dataset("speceis", a, texts("species", "x", "y")))
        .isInstanceOf(InputException.class)
        .hasMessage("table has no column 'speceis': did you mean 'species'?");
    assertThatThrownBy(() -> dataset("c", a, texts("c", "x")))
        .hasMessage("target 'c' has one class only, 'x': there is nothing to learn");
    assertThatThrownBy(() -> dataset("c", a, new Column.Texts("c", names)))
        .hasMessageContaining("target 'c' has 200 classes in 200 rows");
    assertThatThrownBy(() -> dataset("c", a, texts("c", (String) null)))
        .hasMessageContaining("table has 0 rows with a 'c'");
    assertThatThrownBy(() -> dataset("c", texts("c", "x", "y")))
        .hasMessageContaining("no column that varies to predict 'c' from");
    assertThatThrownBy(() -> dataset("c", cycle("b", 3), texts("c", "x", "y")))
        .hasMessageContaining("no column that varies to predict 'c' from");
    var regression = DataSpec.of("c").withTask(DataSpec.Task.REGRESSION);
    assertThatThrownBy(
            () -> Dataset.of(new Table("t", List.of(a, texts("c", "x", "y"))), regression))
        .hasMessage("a quantity must hold numbers: column 'c' holds texts, such as 'x'");
    assertThatThrownBy(() -> Dataset.of(new Table("t", List.of(a, cycle("c", 2))), regression))
        .hasMessage("target 'c' is 2 in every training row: there is nothing to learn");
    assertThatThrownBy(() ->
            Dataset.of(
                new Table("t", List.of(a, cycle("c", 16777216, 16777218))), DataSpec.of("c")))
        .hasMessageContaining("numbers of 2^24 and more");
    assertThatThrownBy(() -> new Table("t", List.of(a, a))).hasMessageContaining("two columns 'a'");
  }

  @Test
  void features_textsThatDoNotVary_leftOutAndSaid() {
    Dataset data =
        dataset("c", Examples.numbers("a", ROWS), texts("t", "one"), texts("c", "x", "y"));
    assertThat(data.encoder().width()).isEqualTo(1);
    assertThat(messages(data, Notice.Kind.LEFT_OUT))
        .containsExactly("t: left out: it has the same value in all training rows, or none");
  }

  @Test
  void unknownTexts_areTold() {
    Encoder encoder = dataset("c", texts("t", "u", "v"), texts("c", "x", "y")).encoder();
    var table =
        new Table("new", List.of(new Column.Texts("t", new @Nullable String[] {"U", null})));
    assertThat(encoder.unknownTexts(table))
        .containsExactly(
            "column 't' has texts that the model does not know, such as 'U', in 1 of 2 rows");
  }

  @Test
  void names_hint_isNearOrAll() {
    assertThat(Names.hint(List.of("sepal", "petal"), "petall")).isEqualTo("did you mean 'petal'?");
    assertThat(Names.hint(List.of("sepal", "petal"), "colour"))
        .isEqualTo("there are 'sepal', 'petal'");
  }

  @Test
  void encode_wrongTables_nameTheColumn() {
    Encoder encoder =
        dataset("c", cycle("a", 1, 2), texts("t", "u", "v"), texts("c", "x", "y")).encoder();
    Column a = cycle("a", 1);
    assertThatThrownBy(() -> encoder.encode(new Table("new", List.of(a))))
        .hasMessage("new has no column 't': did you mean 'a'?");
    assertThatThrownBy(
            () -> encoder.encode(new Table("new", List.of(texts("a", null, "q"), texts("t", "u")))))
        .hasMessage("column 'a' must hold numbers: 'q' in data row 2");
  }

  @Test
  void sha256_saysWhetherTheDataAreTheSame() {
    Column a = cycle("a", 1, 2);
    String hash = new Table("t", List.of(a, texts("c", "x", null))).sha256();
    assertThat(new Table("other", List.of(a, texts("c", "x", null))).sha256()).isEqualTo(hash);
    assertThat(new Table("t", List.of(a, texts("c", "x", "missing"))).sha256()).isNotEqualTo(hash);
    assertThat(new Table("t", List.of(cycle("a", 1, 3), texts("c", "x", null))).sha256())
        .isNotEqualTo(hash);
  }

  /// New rows, encoded by what the training rows showed; those without a target are left out.
  @Test
  void part_classes_asInTraining() {
    Dataset data = dataset("c", cycle("a", 1, 2), cycle("c", 0, 1));
    var a = new Column.Numbers("a", new float[] {1, 2, 1});
    Table table =
        new Table("new", List.of(a, new Column.Numbers("c", new float[] {-0f, Float.NaN, 1})));
    Dataset.Part part = Dataset.Part.of(table, data.encoder(), data.target());
    assertThat(((Targets.Classes) part.targets()).ofRow()).containsExactly(0, 1);
    assertThat(part.inputs().data())
        .containsExactly(
            data.encoder().encode(table).get(0, 0), data.encoder().encode(table).get(2, 0));

    Table other = new Table("new", List.of(a, new Column.Numbers("c", new float[] {0, 1, 7})));
    assertThatThrownBy(() -> Dataset.Part.of(other, data.encoder(), data.target()))
        .isInstanceOf(InputException.class)
        .hasMessage("column 'c' has a class that is not one of the network's: '7' in data row 3");
    Table none =
        new Table(
            "new",
            List.of(a, new Column.Numbers("c", new float[] {Float.NaN, Float.NaN, Float.NaN})));
    assertThatThrownBy(() -> Dataset.Part.of(none, data.encoder(), data.target()))
        .isInstanceOf(InputException.class)
        .hasMessage("new has no row with a 'c'");
  }

  @Test
  void encoder_featuresThatTellNothing_refused() {
    var constant = new Feature.Scaled("a", 1, 0);
    assertThatThrownBy(() -> new Encoder(List.of(constant)))
        .hasMessage("a feature must have a scale above 0: all have 0");
    assertThatThrownBy(() -> new Encoder(List.of(constant, new Feature.Scaled("a", 1, 2))))
        .hasMessage("a column must not be a feature twice: 'a'");
    assertThat(new Encoder(List.of(constant, new Feature.Scaled("b", 1, 2))).width()).isEqualTo(2);
  }

  /// One number a row, however many classes there are.
  @Test
  void targets_ofManyClasses_classNumbers() {
    String[] classes = new String[20_000];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = "class " + i % 10_000;
    }
    Column[] columns = {Examples.numbers("a", classes.length), new Column.Texts("c", classes)};
    Dataset data = Dataset.of(new Table("t", List.of(columns)), DataSpec.of("c"));
    Targets targets = data.train().targets();
    assertThat(targets.columns()).isEqualTo(10_000);
    int label = ((Targets.Classes) targets).ofRow()[5];
    assertThat(targets.get(5, label)).isEqualTo(1);
    assertThat(targets.get(5, label + 1)).isEqualTo(0);
    assertThat(targets.means()[label]).isBetween(0.0, 3.0 / targets.rows());
  }

  @Test
  void part_quantity_scaledAsInTraining() {
    var target = new Target.Quantity("y", 10, 2);
    Encoder encoder = dataset("c", cycle("a", 1, 2), cycle("c", 0, 1)).encoder();
    var a = new Column.Numbers("a", new float[] {1, 2});
    Table table = new Table("new", List.of(a, new Column.Numbers("y", new float[] {12, 9})));
    Targets targets = Dataset.Part.of(table, encoder, target).targets();
    assertThat(((Targets.Values) targets).matrix().data()).containsExactly(1, -0.5f);
    assertThatThrownBy(() ->
            Dataset.Part.of(
                new Table("new", List.of(a, new Column.Texts("y", new String[] {"u", "v"}))),
                encoder,
                target))
        .isInstanceOf(InputException.class)
        .hasMessage("column 'y' must hold numbers");
  }
}
