package dev.seedbed.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.seedbed.Examples;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.data.Dataset;
import dev.seedbed.kernel.Team;
import dev.seedbed.network.Layer;
import dev.seedbed.network.Network;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActivationCurveTest {
  private static final Dataset DATA = Examples.classes(200);
  private static final StudySpec SPEC =
      StudySpec.of(DATA)
          .withHidden(List.of(6, 5))
          .withActivation(new Activation.Sigmoid())
          .withSeeds(StudySpec.seeds(2))
          .withHalving(Optional.empty());

  private static StudySpec epochs(int epochs) {
    return SPEC.withTraining(SPEC.training().withEpochs(epochs));
  }

  /// By the definitions, layer by layer and unit by unit.
  private static List<List<Double>> activations(Network network, Dataset.Part rows) {
    var layers = new ArrayList<List<Double>>();
    for (int l = 0; l < network.layers().size() - 1; l++) {
      layers.add(new ArrayList<>());
    }
    for (int i = 0; i < rows.rows(); i++) {
      double[] in = new double[rows.inputs().columns()];
      for (int k = 0; k < in.length; k++) {
        in[k] = rows.inputs().get(i, k);
      }
      for (int l = 0; l < layers.size(); l++) {
        Layer layer = network.layers().get(l);
        double[] out = new double[layer.fanOut()];
        for (int j = 0; j < out.length; j++) {
          double z = layer.bias()[j];
          for (int k = 0; k < in.length; k++) {
            z += in[k] * layer.weight().get(k, j);
          }
          out[j] = 1 / (1 + Math.exp(-z));
          layers.get(l).add(out[j]);
        }
        in = out;
      }
    }
    return layers;
  }

  private static void assertSpread(LayerReport.Spread spread, List<Double> numbers) {
    double mean = numbers.stream().mapToDouble(a -> a).average().orElseThrow();
    double variance =
        numbers.stream().mapToDouble(a -> (a - mean) * (a - mean)).average().orElseThrow();
    List<Double> sorted = numbers.stream().sorted().toList();
    // Float products of a dozen terms: a few units in the seventh place.
    assertThat(spread.mean()).isCloseTo(mean, offset(1e-6));
    assertThat(spread.deviation()).isCloseTo(Math.sqrt(variance), offset(1e-6));
    assertThat(spread.low()).isCloseTo(quantile(sorted, 0.02), offset(1e-6));
    assertThat(spread.high()).isCloseTo(quantile(sorted, 0.98), offset(1e-6));
  }

  /// Of type 7: linear between the order statistics.
  private static double quantile(List<Double> sorted, double share) {
    double place = share * (sorted.size() - 1);
    int below = (int) place;
    return sorted.get(below) + (place - below) * (sorted.get(below + 1) - sorted.get(below));
  }

  /// A trial of seven epochs, looked at from the start to its last epoch, the network of which
  /// comes from a training of its own.
  @Test
  void of_trial_spreadsOfTheNetworksItHad() throws InterruptedException {
    StudySpec spec = epochs(7);
    var race = new TrialRunner(spec, DATA);
    TrialResult trial =
        Study.run(spec, DATA, TrialExecutor.local(2), StudyListener.NONE).ranking().getFirst();
    var curve = ActivationCurve.of(race, trial, Team.ALONE);
    assertThat(curve.epochs()).hasSize(1 + trial.curve().size()).allMatch(l -> l.size() == 2);

    Network start = race.start(trial.trial());
    Network last =
        race.advance(trial.trial(), Optional.empty(), 7, Team.ALONE, (_, _, _) -> true)
            .snapshot()
            .network();
    List<List<Double>> first = activations(start, DATA.validation());
    List<List<Double>> end = activations(last, DATA.validation());
    for (int l = 0; l < 2; l++) {
      assertSpread(curve.epochs().getFirst().get(l), first.get(l));
      assertSpread(curve.epochs().getLast().get(l), end.get(l));
    }
    assertThat(curve.epochs().getLast()).isNotEqualTo(curve.epochs().getFirst());
  }

  @Test
  void of_interruptedThread_stops() throws InterruptedException {
    StudySpec spec = epochs(50);
    TrialResult trial =
        Study.run(spec, DATA, TrialExecutor.local(1), StudyListener.NONE).ranking().getFirst();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> ActivationCurve.of(new TrialRunner(spec, DATA), trial, Team.ALONE))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }
}
