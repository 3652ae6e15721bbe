package dev.seedbed.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.Examples;
import dev.seedbed.data.Dataset;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Team;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.network.Tensor;
import dev.seedbed.random.Seed;
import dev.seedbed.study.StudySpec;
import dev.seedbed.train.AdamW;
import dev.seedbed.train.Epoch;
import dev.seedbed.train.Schedule;
import dev.seedbed.train.Score;
import dev.seedbed.train.Sgd;
import dev.seedbed.train.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingTest {
  private static final Sgd NESTEROV =
      new Sgd(Sgd.DEFAULT_LEARNING_RATE, Sgd.DEFAULT_MOMENTUM, Sgd.DEFAULT_WEIGHT_DECAY, true);

  private static Training training(TrainingSpec spec, Dataset data) {
    Network start = StudySpec.DEFAULT_SCHEME.draw(StudySpec.of(data).network(), new Seed(0));
    return new Training(spec, start, data, Kernels.best(), Team.ALONE);
  }

  private static List<Epoch> run(Training training) {
    var epochs = new ArrayList<Epoch>();
    while (!training.finished()) {
      epochs.add(training.next());
    }
    return epochs;
  }

  private static List<float[]> values(Network network) {
    return network.tensors().stream().map(Tensor::values).toList();
  }

  @Test
  void next_classes_learns() {
    Training training = training(TrainingSpec.DEFAULT.withEpochs(60), Examples.classes(300));
    List<Epoch> epochs = run(training);
    assertThat(epochs.getLast().trainingLoss()).isLessThan(epochs.getFirst().trainingLoss() / 2);
    var score = (Score.Classification) epochs.get(training.bestEpoch() - 1).validation();
    assertThat(score.accuracy()).isGreaterThan(0.9);
  }

  @Test
  void next_quantity_learns() {
    Training training = training(TrainingSpec.DEFAULT, Examples.quantity(300));
    List<Epoch> epochs = run(training);
    var score = (Score.Regression) epochs.get(training.bestEpoch() - 1).validation();
    assertThat(score.r2()).isGreaterThan(0.95);
  }

  @Test
  void finished_noBetterLossForSoLong_stopsAndKeepsTheBest() {
    Dataset data = Examples.quantity(60);
    TrainingSpec spec =
        TrainingSpec.DEFAULT
            .withOptimizer(new Sgd(0.05, 0.9, 0))
            .withSchedule(new Schedule.Constant())
            .withEpochs(1000)
            .withPatience(7);
    Training training = training(spec, data);
    List<Epoch> epochs = run(training);
    assertThat(training.epoch()).isLessThan(1000).isEqualTo(training.bestEpoch() + 7);
    double best = epochs.stream().mapToDouble(epoch -> epoch.validation().loss()).min().orElse(0);
    assertThat(epochs.get(training.bestEpoch() - 1).validation().loss()).isEqualTo(best);

    Training shorter = training(spec.withEpochs(training.bestEpoch()), data);
    run(shorter);
    assertThat(values(shorter.best()))
        .usingRecursiveComparison()
        .isEqualTo(values(training.best()));
  }

  @Test
  void next_hugeLearningRate_divergesAndEnds() {
    TrainingSpec spec = TrainingSpec.DEFAULT.withOptimizer(new Sgd(1e20, 0.9, 0));
    Training training = training(spec, Examples.quantity(60));
    List<Epoch> epochs = run(training);
    assertThat(training.diverged()).isTrue();
    assertThat(training.finished()).isTrue();
    assertThat(epochs.getLast().finite()).isFalse();
  }

  @Test
  void best_sameSeedPlainOrVectorKernels_sameBits() {
    Dataset data = Examples.classes(101);
    TrainingSpec spec = TrainingSpec.DEFAULT.withEpochs(5).withMinibatch(7);
    Network start = StudySpec.DEFAULT_SCHEME.draw(StudySpec.of(data).network(), new Seed(0));
    var first = new Training(spec, start, data, Kernels.best(), Team.ALONE);
    var second = new Training(spec, start, data, Kernels.plain(), Team.ALONE);
    assertThat(run(first)).isEqualTo(run(second));
    assertThat(values(first.best())).usingRecursiveComparison().isEqualTo(values(second.best()));
  }

  /// A slice of one, a slice of the other: nothing of one trial touches another.
  @Test
  void next_trialsInTurns_sameBitsAsInOneGo() {
    Dataset data = Examples.classes(101);
    TrainingSpec spec = TrainingSpec.DEFAULT.withEpochs(6);
    Training inOneGo = training(spec, data);
    run(inOneGo);
    Training first = training(spec, data);
    Training second = training(spec.withOrderSeed(new Seed(5)), data);
    while (!first.finished()) {
      first.next();
      second.next();
      second.next();
    }
    assertThat(values(first.best())).usingRecursiveComparison().isEqualTo(values(inOneGo.best()));
  }

  static List<TrainingSpec> allThatIsRemembered() {
    TrainingSpec spec = TrainingSpec.DEFAULT.withEpochs(9).withMinibatch(7);
    return List.of(
        spec,
        spec.withOptimizer(NESTEROV).withMaxGradientNorm(0.5),
        spec.withOptimizer(AdamW.DEFAULT).withDropout(0.2),
        spec.withSchedule(new Schedule.WarmUp(2, Schedule.Cosine.DEFAULT)),
        spec.withPatience(1).withOptimizer(new Sgd(0.3, 0.9, 0)),
        spec.withOptimizer(new Sgd(1e20, 0.9, 0)));
  }

  /// Interrupted after each epoch, all that follows is the same, to the bit: momentum, the running
  /// means and their powers, the schedule, dropout, patience, the best network.
  @ParameterizedTest
  @MethodSource("allThatIsRemembered")
  void resume_afterAnyEpoch_sameBitsAsInOneGo(TrainingSpec spec) {
    Dataset data = Examples.classes(101);
    Training inOneGo = training(spec, data);
    List<Epoch> expected = run(inOneGo);
    Training training = training(spec, data);
    var epochs = new ArrayList<Epoch>();
    while (!training.finished()) {
      training = Training.resume(spec, training.snapshot(), data, Kernels.best(), Team.ALONE);
      epochs.add(training.next());
    }
    assertThat(epochs).isEqualTo(expected);
    assertThat(training.bestEpoch()).isEqualTo(inOneGo.bestEpoch());
    assertThat(values(training.best()))
        .usingRecursiveComparison()
        .isEqualTo(values(inOneGo.best()));
    assertThat(values(training.snapshot().network()))
        .usingRecursiveComparison()
        .isEqualTo(values(inOneGo.snapshot().network()));
  }

  /// Large enough to be shared out, with panels that two and three workers do not divide evenly.
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void best_teamsOfAnySize_sameBits(int size) {
    sameBits(TrainingSpec.DEFAULT.withEpochs(2).withMinibatch(40), size);
    sameBits(ALL.withEpochs(2).withMinibatch(40), size);
  }

  private static void sameBits(TrainingSpec spec, int size) {
    Dataset data = Examples.classes(101);
    NetworkSpec wide = StudySpec.of(data).withHidden(List.of(230, 170, 300)).network();
    assertThat(wide.parameters() * 40).isGreaterThan(2_000_000);
    Network start = StudySpec.DEFAULT_SCHEME.draw(wide, new Seed(0));
    var alone = new Training(spec, start, data, Kernels.best(), Team.ALONE);
    try (Team team = Team.of(size)) {
      var shared = new Training(spec, start, data, Kernels.best(), team);
      assertThat(run(shared)).isEqualTo(run(alone));
      assertThat(values(shared.best())).usingRecursiveComparison().isEqualTo(values(alone.best()));
    }
  }

  private static final TrainingSpec ALL =
      TrainingSpec.DEFAULT
          .withOptimizer(AdamW.DEFAULT)
          .withSchedule(new Schedule.WarmUp(1, Schedule.Cosine.DEFAULT))
          .withMaxGradientNorm(0.5)
          .withDropout(0.25)
          .withEpochs(5)
          .withMinibatch(7);

  @Test
  void best_everyFeaturePlainOrVectorKernels_sameBits() {
    Dataset data = Examples.classes(101);
    Network start = StudySpec.DEFAULT_SCHEME.draw(StudySpec.of(data).network(), new Seed(0));
    var first = new Training(ALL, start, data, Kernels.best(), Team.ALONE);
    var second = new Training(ALL, start, data, Kernels.plain(), Team.ALONE);
    assertThat(run(first)).isEqualTo(run(second));
    assertThat(values(first.best())).usingRecursiveComparison().isEqualTo(values(second.best()));
    var other =
        new Training(ALL.withOrderSeed(new Seed(7)), start, data, Kernels.plain(), Team.ALONE);
    run(other);
    assertThat(values(first.best())).usingRecursiveComparison().isNotEqualTo(values(other.best()));
  }

  /// Each of what is not there by default changes what comes out.
  @Test
  void next_eachFeature_hasAnEffect() {
    Dataset data = Examples.classes(101);
    TrainingSpec plain = TrainingSpec.DEFAULT.withEpochs(3);
    double loss = run(training(plain, data)).getLast().trainingLoss();
    for (TrainingSpec other :
        List.of(
            plain.withOptimizer(NESTEROV),
            plain.withOptimizer(AdamW.DEFAULT),
            plain.withSchedule(new Schedule.Constant()),
            plain.withMaxGradientNorm(0.1),
            plain.withDropout(0.5))) {
      assertThat(run(training(other, data)).getLast().trainingLoss()).isNotEqualTo(loss);
    }
  }

  /// A norm that no gradient reaches, and a unit dropped once in 10¹²: the same bits as without.
  @Test
  void best_clippingAndDropoutThatNeverHappen_sameBitsAsWithout() {
    Dataset data = Examples.classes(101);
    TrainingSpec without = TrainingSpec.DEFAULT.withEpochs(3).withMinibatch(7);
    Training first = training(without, data);
    Training second = training(without.withMaxGradientNorm(1e9).withDropout(1e-12), data);
    assertThat(run(first)).isEqualTo(run(second));
    assertThat(values(first.best())).usingRecursiveComparison().isEqualTo(values(second.best()));
  }

  @Test
  void specs_outOfRange_refused() {
    assertThatThrownBy(() -> new Sgd(Double.NaN, 0, 0))
        .hasMessage("the learning rate must be above 0 and finite as a float: NaN");
    assertThatThrownBy(() -> new Sgd(1e-50, 0, 0)).hasMessageContaining("1.0E-50");
    assertThatThrownBy(() -> new Sgd(0.1, 0.999999999, 0)).hasMessageContaining("0.999999999");
    assertThatThrownBy(() -> new Sgd(0.1, 1, 0))
        .hasMessage("momentum must be in [0, 1) as a float: 1.0");
    assertThatThrownBy(() -> new Sgd(0.1, 0, -1))
        .hasMessage("the weight decay must be at least 0 and finite as a float: -1.0");
    assertThatThrownBy(() -> new Sgd(0.1, 0, 0, true))
        .hasMessage("Nesterov's momentum must be above 0: 0.0");
    assertThatThrownBy(() -> new AdamW(0.1, 1, 0.9, 1e-8, 0))
        .hasMessage("beta1 must be in [0, 1) as a float: 1.0");
    assertThatThrownBy(() -> new AdamW(0.1, 0.9, Double.NaN, 1e-8, 0))
        .hasMessage("beta2 must be in [0, 1) as a float: NaN");
    assertThatThrownBy(() -> new AdamW(0.1, 0.9, 0.9, 0, 0))
        .hasMessage("epsilon must be above 0 and finite as a float: 0.0");
    assertThatThrownBy(() -> TrainingSpec.DEFAULT.withMaxGradientNorm(Double.NaN))
        .hasMessage("the largest norm of the gradient must be above 0: NaN");
    assertThatThrownBy(() -> TrainingSpec.DEFAULT.withDropout(Double.NaN))
        .hasMessage("dropout must be in [0, 1) as a float: NaN");
    assertThatThrownBy(() -> TrainingSpec.DEFAULT.withMinibatch(0))
        .hasMessage("minibatch must be at least 1: 0");
    assertThatThrownBy(() -> TrainingSpec.DEFAULT.withEpochs(-3))
        .hasMessage("epochs must be at least 1: -3");
  }
}
