package dev.seedbed.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.Targets;
import dev.seedbed.init.Catalogue;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Our published rules against an independent trial of them: 20 seeds (10 here), 512 standard
/// normal rows with random labels, softmax, zero biases; % of seeds flagged.
class ToolTest {
  private static final int SEEDS = 10;
  private static final int ROWS = 512;

  private static final Tool INITIALISATION =
      new TheDeepChecker(TheDeepChecker.Rules.INITIALISATION);
  private static final Tool DEEP_CHECKER = new TheDeepChecker(TheDeepChecker.Rules.ALL);
  private static final Tool SAGE_MAKER = new SageMaker(SageMaker.Rules.ALL);

  // The share of 20 seeds that a rule flags has a standard deviation of up to 11 %, that of 10 up
  // to
  // 16 %, their difference 19 %: 2 of them. Where the trial says 0 or 100, so must we.
  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        // widths | activation | scheme | TDC init | DD weights | SM variance | SM gradient |
        // AT vanish | TDC vanish | TDC std
        "20,64*2,3    | relu    | he-normal      | 0   | 0   | 0   | 0   | 0   | 0   | 0",
        "784,128*2,10 | relu    | he-normal      | 0   | 0   | 0   | 0   | 0   | 0   | 0",
        "20,64*2,3    | relu    | glorot-uniform | 100 | 0   | 0   | 0   | 0   | 0   | 90",
        "20,64*2,3    | relu    | torch          | 100 | 0   | 0   | 0   | 0   | 0   | 100",
        "784,128*34,10| relu    | glorot-uniform | 0   | 0   | 100 | 100 | 0   | 100 | 100",
        "784,128*34,10| relu    | he-normal      | 0   | 0   | 10  | 0   | 0   | 0   | 15",
        "2,5*8,3      | sigmoid | he-uniform     | 15  | 0   | 65  | 100 | 100 | 70  | 100",
        "784,500*3,10 | relu    | normal(deviation=1) | 100 | 0 | 100 | 0 | 0  | 0   | 100",
        "784,512,10   | sigmoid | normal(deviation=1) | 100 | 0 | 0   | 0 | 0  | 0   | 0",
        "20,64*2,3    | relu    | normal(deviation=0.01) | 100 | 0 | 100 | 100 | 0 | 0 | 100",
        "784,100*2,10 | sigmoid | haykin-uniform | 100 | 100 | 0   | 100 | 0   | 0   | 100"
      })
  void alarms_ofTheTrial_agree(
      String widths,
      String activation,
      String scheme,
      int need,
      int weights,
      int variance,
      int gradient,
      int atVanishing,
      int vanishing,
      int spread) {
    List<Measured> starts = starts(widths, activation, scheme);

    near(starts, INITIALISATION, "need_init", need);
    near(starts, new DeepDiagnosis(), "weights", weights);
    near(starts, SAGE_MAKER, "variance", variance);
    near(starts, SAGE_MAKER, "gradient", gradient);
    near(starts, new AutoTrainer(), "vanishing", atVanishing);
    near(starts, DEEP_CHECKER, "vanishing", vanishing);
    near(starts, DEEP_CHECKER, "std", spread);
    near(starts, new AutoTrainer(), "exploding", 0);
    near(starts, DEEP_CHECKER, "exploding", 0);
  }

  private static void near(List<Measured> starts, Tool tool, String rule, int wanted) {
    double flagged = share(starts, start -> tool.alarms(start).contains(rule));
    double margin = wanted == 0 || wanted == 100 ? 5 : 40;
    assertThat(flagged).as(tool.title() + " " + rule).isBetween(wanted - margin, wanted + margin);
  }

  private static double share(List<Measured> starts, Predicate<Measured> so) {
    return 100.0 * starts.stream().filter(so).count() / starts.size();
  }

  @Test
  void alarms_saturatedSigmoid_areDeepDiagnosis() {
    List<Measured> starts = starts("784,512,10", "sigmoid", "normal(deviation=1)");

    near(starts, new DeepDiagnosis(), "saturated", 100);
    near(starts, INITIALISATION, "loss", 100);
  }

  @Test
  void alarms_constantWeights_arePoor() {
    List<Measured> starts = starts("9,64*2,3", "relu", "constant(value=0.01)");

    near(starts, INITIALISATION, "poor_init", 100);
    near(starts, new DeepDiagnosis(), "weights", 100);
    near(starts, new AutoTrainer(), "vanishing", 100);
  }

  @Test
  void alarms_bornDead_areSageMakers() {
    List<Measured> starts = starts("2,5*15,3", "relu", "he-uniform");

    near(starts, SAGE_MAKER, "variance", 100);
    near(starts, new AutoTrainer(), "dying", 40);
    assertThat(share(starts, start -> SAGE_MAKER.alarms(start).contains("dead"))).isGreaterThan(50);
  }

  private static List<Measured> starts(String notation, String activation, String scheme) {
    var widths = new ArrayList<Integer>();
    for (String part : notation.split(",", -1)) {
      List<String> times = List.of(part.strip().split("\\*", -1));
      int count = times.size() == 1 ? 1 : Integer.parseInt(times.get(1));
      widths.addAll(Collections.nCopies(count, Integer.parseInt(times.getFirst())));
    }
    var spec =
        new NetworkSpec(widths, Activation.named(activation).orElseThrow(), Loss.CROSS_ENTROPY);
    var starts = new ArrayList<Measured>();
    for (int s = 0; s < SEEDS; s++) {
      var seed = new Seed(s);
      Network start = Catalogue.scheme(scheme).draw(spec, seed);
      starts.add(Measured.of(start, rows(seed, widths.getFirst(), widths.getLast())));
    }
    return starts;
  }

  private static Dataset.Part rows(Seed seed, int inputs, int classes) {
    int[] ofRow = new int[ROWS];
    var rows = new Dataset.Part(new Matrix(ROWS, inputs), new Targets.Classes(classes, ofRow));
    float[] normals = Tasks.normals(seed, "test/inputs", ROWS * inputs);
    System.arraycopy(normals, 0, rows.inputs().data(), 0, normals.length);
    float[] labels = new float[ROWS];
    seed.stream("test/labels").symmetricUniform(0, labels);
    for (int i = 0; i < ROWS; i++) {
      ofRow[i] = (int) ((labels[i] + 1) / 2 * classes);
    }
    return rows;
  }
}
