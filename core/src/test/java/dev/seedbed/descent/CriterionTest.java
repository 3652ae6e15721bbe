package dev.seedbed.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.Examples;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Target;
import dev.seedbed.data.Targets;
import dev.seedbed.init.Catalogue;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.kernel.Team;
import dev.seedbed.model.Model;
import dev.seedbed.network.Network;
import dev.seedbed.random.Seed;
import dev.seedbed.score.ClassCounts;
import dev.seedbed.score.RocArea;
import dev.seedbed.study.StudySpec;
import dev.seedbed.tensor.Matrix;
import dev.seedbed.train.Epoch;
import dev.seedbed.train.Metric;
import dev.seedbed.train.Schedule;
import dev.seedbed.train.Sgd;
import dev.seedbed.train.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CriterionTest {
  private static final Dataset CLASSES = Examples.classes(120);
  private static final Dataset QUANTITY = Examples.quantity(120);

  private static Training training(Dataset data, Metric metric) {
    StudySpec study = StudySpec.of(data).withHidden(7);
    Network start = Catalogue.scheme("glorot-uniform").draw(study.network(), new Seed(3));
    TrainingSpec spec = TrainingSpec.DEFAULT.withEpochs(12).withMetric(metric);
    return new Training(spec, start, data, Kernels.best(), Team.ALONE);
  }

  /// The costs are what the metric is short of 1 for the network as it is then, and the epoch that
  /// is kept has the lowest.
  @ParameterizedTest
  @EnumSource(Metric.class)
  void next_eachMetric_costIsOfThisEpochAndTheLowestIsKept(Metric metric) {
    boolean classes = metric.fits(StudySpec.of(CLASSES).network().loss());
    Dataset data = classes ? CLASSES : QUANTITY;
    boolean auc = metric == Metric.AUC;
    Training training = training(auc ? twoClasses() : data, metric);
    var epochs = new ArrayList<Epoch>();
    while (!training.finished()) {
      epochs.add(training.next());
      double expected =
          cost(metric, auc ? twoClasses() : data, training.snapshot().network(), epochs.getLast());
      assertThat(epochs.getLast().cost()).isCloseTo(expected, within(1e-12));
    }
    Epoch kept = epochs.stream().min(Epoch.RANKING).orElseThrow();
    assertThat(training.bestEpoch()).isEqualTo(kept.number());
    if (!metric.isLoss() && metric != Metric.MAE) {
      // Ties are common, and it is the loss that decides.
      assertThat(kept.cost())
          .isEqualTo(epochs.stream().mapToDouble(Epoch::cost).min().orElseThrow());
    }
  }

  private static Dataset twoClasses() {
    return Examples.twoClasses(120);
  }

  private static double cost(Metric metric, Dataset data, Network network, Epoch epoch) {
    var model = new Model(data.encoder(), data.target(), List.of(network));
    Matrix outputs = model.outputs(data.validation().inputs());
    int rows = outputs.rows();
    if (data.validation().targets() instanceof Targets.Classes targets) {
      int[] answers = IntStream.range(0, rows).map(outputs::largestInRow).toArray();
      ClassCounts counts = ClassCounts.of(targets.columns(), targets.ofRow(), answers, 0, 1);
      float[] scores = new float[rows];
      for (int i = 0; i < rows; i++) {
        scores[i] = outputs.get(i, 1);
      }
      return switch (metric) {
        case ACCURACY ->
            1
                - IntStream.range(0, rows).filter(i -> answers[i] == targets.ofRow()[i]).count()
                    / (double) rows;
        case BALANCED_ACCURACY -> 1 - counts.balancedAccuracy();
        case F1 -> 1 - counts.macroF1();
        case AUC -> 1 - RocArea.of(scores, targets.ofRow(), 1, 0, 1).value();
        default -> epoch.validation().loss();
      };
    }
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += Math.abs((double) outputs.get(i, 0) - data.validation().targets().get(i, 0)) / rows;
    }
    double unit = ((Target.Quantity) data.target()).deviation();
    return metric == Metric.MAE ? sum * unit : epoch.validation().loss();
  }

  /// By hand: the rows 0, 2, 4 and the rows 1, 3.
  @Test
  void halfDifference_ofEvenAndOddRows() {
    assertThat(criterion(1, 5, 2, 7, 6).halfDifference()).isEqualTo((3 - 6) / 2.0);
    assertThat(criterion(4).halfDifference()).isNaN();
  }

  private static Criterion criterion(double... losses) {
    var part =
        new Dataset.Part(
            new Matrix(losses.length, 1), new Targets.Values(new Matrix(losses.length, 1)));
    Criterion criterion = Criterion.loss(part);
    for (int i = 0; i < losses.length; i++) {
      criterion.take(i, losses[i], new Panels(1, 1), 0);
    }
    return criterion;
  }

  /// One class has three times as many rows as the other. One step of all rows, weighted, is one
  /// step of all rows where those of the rarer class stand three times.
  @Test
  void balanced_step_isThatOfRepeatedRows() {
    var inputs = new Matrix(8, 2);
    int[] classes = {0, 0, 1, 0, 0, 0, 1, 0};
    var random = new Random(4);
    for (int i = 0; i < 16; i++) {
      inputs.data()[i] = random.nextFloat();
    }
    var rows = new Dataset.Part(inputs, new Targets.Classes(2, classes));
    int[] repeated = {0, 1, 2, 3, 4, 5, 6, 7, 2, 6, 2, 6};
    Dataset.Part more = rows.rows(repeated, 0, repeated.length);
    Dataset example = Examples.twoClasses(20);
    var data = new Dataset(example.encoder(), example.target(), rows, rows, rows);
    var twice = new Dataset(example.encoder(), example.target(), more, more, more);
    Dataset balanced = data.balanced();
    assertThat(((Targets.Classes) balanced.train().targets()).weights())
        .containsExactly(8f / 12, 8f / 4);
    assertThat(((Targets.Classes) balanced.test().targets()).weights()).isEmpty();
    // So a start by the classes' shares is one for classes that are as frequent as each other.
    assertThat(balanced.train().targets().means())
        .containsExactly(new double[] {0.5, 0.5}, within(1e-7));
    assertThat(data.train().targets().means()).containsExactly(0.75, 0.25);
    float[] weighted = step(balanced);
    float[] plain = step(data);
    float[] expected = step(twice);
    for (int i = 0; i < expected.length; i++) {
      assertThat(weighted[i]).isCloseTo(expected[i], within(1e-6f));
    }
    assertThat(plain).isNotEqualTo(weighted);
  }

  private static float[] step(Dataset data) {
    var spec =
        TrainingSpec.DEFAULT
            .withOptimizer(new Sgd(0.5, 0, 0, false))
            .withSchedule(new Schedule.Constant())
            .withMinibatch(100)
            .withEpochs(1);
    StudySpec study = StudySpec.of(data).withHidden(3);
    Network start = Catalogue.scheme("glorot-uniform").draw(study.network(), new Seed(5));
    var training = new Training(spec, start, data, Kernels.best(), Team.ALONE);
    training.next();
    return training.snapshot().network().tensors().getLast().values();
  }
}
