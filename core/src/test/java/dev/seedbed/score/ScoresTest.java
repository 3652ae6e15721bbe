package dev.seedbed.score;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.data.Column;
import dev.seedbed.data.Target;
import dev.seedbed.data.Targets;
import dev.seedbed.tensor.Matrix;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScoresTest {

  /// What scikit-learn says, as `scores_reference.py` (beside `scores_reference.tsv`) printed it.
  record Reference(
      String name, boolean classes, double[] truth, double[] answers, Map<String, Double> scores) {
    static Reference of(String line) {
      String[] cells = line.split("\t", -1);
      var scores = new HashMap<String, Double>();
      for (String score : cells[4].split(" ", -1)) {
        String[] parts = score.split("=", -1);
        scores.put(parts[0], Double.valueOf(parts[1]));
      }
      return new Reference(
          cells[0], cells[1].equals("classes"), numbers(cells[2]), numbers(cells[3]), scores);
    }

    private static double[] numbers(String cell) {
      return Arrays.stream(cell.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Reference> references() throws IOException {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    ScoresTest.class.getResourceAsStream("scores_reference.tsv")),
                UTF_8))) {
      return reader.lines().skip(1).map(Reference::of).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("references")
  void of_answers_asScikitLearn(Reference reference) {
    Map<String, Double> found =
        reference.classes() ? classes(reference) : quantity(reference.truth(), reference.answers());
    assertThat(reference.scores()).isNotEmpty();
    reference
        .scores()
        .forEach(
            (name, value) -> assertThat(found.get(name)).as(name).isCloseTo(value, within(1e-12)));
    assertThat(found.containsKey("auc")).isEqualTo(reference.scores().containsKey("auc"));
    assertThat(found.containsKey("r2")).isEqualTo(reference.scores().containsKey("r2"));
  }

  private static Map<String, Double> classes(Reference reference) {
    int[] truth = Arrays.stream(reference.truth()).mapToInt(y -> (int) y).toArray();
    int classes = reference.answers().length / truth.length;
    // The second of two classes is the rarer one in training.
    int[] training = IntStream.range(0, classes).map(c -> classes - c).toArray();
    ClassScores scores =
        ClassScores.of(labels(classes), matrix(reference.answers(), classes), truth, training);
    var found = new HashMap<String, Double>();
    found.put("accuracy", scores.accuracy().value());
    found.put("balanced_accuracy", scores.balancedAccuracy().value());
    found.put("macro_f1", scores.macroF1().value());
    found.put("log_loss", scores.logLoss().value());
    found.put("brier", scores.brier());
    scores.auc().ifPresent(auc -> found.put("auc", auc.value()));
    found.put("f1_of_1", classes == 2 ? scores.f1().value() : Double.NaN);
    for (int c = 0; c < classes; c++) {
      ClassScores.OfClass one = scores.classes().get(c);
      found.put("precision_" + c, one.precision().map(Estimate::value).orElse(0.0));
      found.put("recall_" + c, one.recall().map(Estimate::value).orElse(0.0));
      found.put("f1_" + c, one.f1().map(Estimate::value).orElse(0.0));
    }
    return found;
  }

  private static Map<String, Double> quantity(double[] truth, double[] answers) {
    QuantityScores scores = QuantityScores.of(truth, answers, 0);
    var found = new HashMap<String, Double>();
    found.put("rmse", scores.rmse().value());
    found.put("mae", scores.mae().value());
    scores.r2().ifPresent(r2 -> found.put("r2", r2.value()));
    return found;
  }

  private static List<String> labels(int classes) {
    return IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
  }

  private static Matrix matrix(double[] values, int columns) {
    var matrix = new Matrix(values.length / columns, columns);
    for (int i = 0; i < values.length; i++) {
      matrix.data()[i] = (float) values[i];
    }
    return matrix;
  }

  /// 99 % of the rows are of one class, and both of the other are missed.
  @Test
  void of_rareClassMissed_noBetterThanTheBaseline() {
    int[] truth = new int[200];
    truth[7] = 1;
    truth[90] = 1;
    Matrix probabilities = new Matrix(200, 2);
    for (int i = 0; i < 200; i++) {
      probabilities.set(i, 0, 0.99f);
      probabilities.set(i, 1, 0.01f);
    }
    ClassScores scores =
        ClassScores.of(List.of("no", "fraud"), probabilities, truth, new int[] {594, 6});
    assertThat(scores.accuracy().value()).isEqualTo(0.99);
    assertThat(scores.baseline()).isZero();
    assertThat(scores.baselineAccuracy()).isEqualTo(0.99);
    assertThat(scores.beatsBaseline()).isEqualTo(Beats.UNCLEAR);
    assertThat(scores.balancedAccuracy().value()).isEqualTo(0.5);
    assertThat(scores.rarer()).isEqualTo(OptionalInt.of(1));
    assertThat(scores.f1().value()).isZero();
    assertThat(scores.f1().interval().high()).isGreaterThan(0.5);
    assertThat(scores.auc().orElseThrow().value()).isEqualTo(0.5);
    assertThat(scores.calibration().error()).isCloseTo(0, within(1e-7));
    assertThat(scores.classes().get(1).precision()).isEqualTo(Optional.empty());
  }

  @Test
  void of_noRowOfTheRarerClass_itsF1Is0AndUnknown() {
    Matrix probabilities = matrix(new double[] {0.75, 0.25, 0.75, 0.25}, 2);
    ClassScores scores =
        ClassScores.of(List.of("a", "b"), probabilities, new int[] {0, 0}, new int[] {9, 1});
    assertThat(scores.f1()).isEqualTo(Estimate.NOTHING);
    assertThat(scores.auc()).isEmpty();
    assertThat(scores.balancedAccuracy().value()).isEqualTo(1);
  }

  /// The most frequent of three rows; the mean by which the quantity is scaled, here 10: the errors
  /// of always that are 2, 0 and −4.
  @Test
  void of_trainingRowsUnknown_baselineOfTheseRows() {
    var classes = new Target.Classes("y", List.of("a", "b"), false);
    Matrix probabilities = matrix(new double[] {0.75, 0.25, 0.75, 0.25, 0.75, 0.25}, 2);
    var scores =
        (ClassScores)
            Scores.of(classes, probabilities, new Targets.Classes(2, new int[] {1, 0, 1}));
    assertThat(scores.baseline()).isEqualTo(1);
    assertThat(scores.baselineAccuracy()).isCloseTo(2 / 3.0, within(1e-15));
    assertThat(scores.beatsBaseline()).isEqualTo(Beats.UNCLEAR);
    var quantity = new Target.Quantity("y", 10, 2);
    Targets truth =
        quantity.encode(new Column.Numbers("y", new float[] {12, 10, 6}), new int[] {0, 1, 2});
    var exact = (QuantityScores) Scores.of(quantity, matrix(new double[] {1, 0, -2}, 1), truth);
    assertThat(exact.rmse().value()).isZero();
    assertThat(exact.baselineRmse()).isCloseTo(Math.sqrt(20 / 3.0), within(1e-12));
    assertThat(exact.baselineMae()).isCloseTo(2, within(1e-12));
  }

  /// The other way round, the network is worse than its baseline, and rows enough show it.
  @Test
  void of_answersBetterOrWorse_said() {
    int[] truth = new int[40];
    Arrays.fill(truth, 20, 40, 1);
    var right = new Matrix(40, 2);
    var wrong = new Matrix(40, 2);
    for (int i = 0; i < 40; i++) {
      right.set(i, truth[i], 1);
      wrong.set(i, 1 - truth[i], 1);
    }
    int[] training = {60, 60};
    assertThat(ClassScores.of(List.of("a", "b"), right, truth, training).beatsBaseline())
        .isEqualTo(Beats.YES);
    assertThat(ClassScores.of(List.of("a", "b"), wrong, truth, training).beatsBaseline())
        .isEqualTo(Beats.NO);
    double[] values = IntStream.range(0, 20).asDoubleStream().toArray();
    double[] near = Arrays.stream(values).map(y -> y + (y % 2 == 0 ? 1 : -1)).toArray();
    double[] mean = Arrays.stream(values).map(_ -> 9.5).toArray();
    double[] far = Arrays.stream(values).map(y -> 19 - y).toArray();
    assertThat(QuantityScores.of(values, near, 9.5).beatsBaseline()).isEqualTo(Beats.YES);
    assertThat(QuantityScores.of(values, mean, 9.5).beatsBaseline()).isEqualTo(Beats.UNCLEAR);
    assertThat(QuantityScores.of(values, far, 9.5).beatsBaseline()).isEqualTo(Beats.NO);
    assertThat(QuantityScores.of(values, near, 9.5).baselineRmse())
        .isCloseTo(Math.sqrt(33.25), within(1e-12));
    assertThat(QuantityScores.of(values, near, 9.5).baselineMae()).isCloseTo(5, within(1e-12));
  }

  @Test
  void of_answersThatOverflow_infinite() {
    QuantityScores scores =
        QuantityScores.of(new double[] {1, 2, 3}, new double[] {1, Double.POSITIVE_INFINITY, 3}, 2);
    assertThat(scores.rmse().value()).isInfinite();
    assertThat(scores.rmse().interval().high()).isInfinite();
    assertThat(scores.r2().orElseThrow().value()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(scores.beatsBaseline()).isEqualTo(Beats.UNCLEAR);
  }

  /// Of ten answers at 0.75, six are right; of ten at 0.95, all.
  @Test
  void calibration_groups() {
    double[] probabilities = new double[20];
    boolean[] hits = new boolean[20];
    for (int i = 0; i < 20; i++) {
      probabilities[i] = i < 10 ? 0.75 : 0.95;
      hits[i] = i % 10 < 6 || i >= 10;
    }
    Calibration calibration = Calibration.of(probabilities, hits);
    assertThat(calibration.groups())
        .extracting(Calibration.Group::rows, Calibration.Group::low, Calibration.Group::accuracy)
        .containsExactly(Tuple.tuple(10, 0.7, 0.6), Tuple.tuple(10, 0.9, 1.0));
    assertThat(calibration.error()).isCloseTo((0.15 + 0.05) / 2, within(1e-12));
    // A group's upper end belongs to it.
    assertThat(Calibration.of(new double[] {0.5}, new boolean[] {true}).groups().getFirst().high())
        .isEqualTo(0.5);
    assertThat(Calibration.of(new double[] {0}, new boolean[] {true}).groups().getFirst().low())
        .isZero();
  }
}
