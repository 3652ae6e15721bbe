package dev.seedbed.study;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.Targets;
import dev.seedbed.descent.Training;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.kernel.Team;
import dev.seedbed.model.Model;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.score.ClassScores;
import dev.seedbed.train.ClassWeights;
import dev.seedbed.train.Epoch;
import dev.seedbed.train.Metric;
import dev.seedbed.train.TrainingSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// All that one needs to know to train any trial of a study.
///
/// @param data of as many inputs and outputs as the network has, and of the kind its loss is for;
///   [balanced][Dataset#balanced] if the study says so
public record TrialRunner(StudySpec spec, Dataset data) {

  public TrialRunner {
    NetworkSpec needed = StudySpec.of(data).network();
    NetworkSpec network = spec.network();
    if (network.loss() != needed.loss()
        || !network.widths().getFirst().equals(needed.widths().getFirst())
        || !network.widths().getLast().equals(needed.widths().getLast())) {
      throw new IllegalArgumentException(
          "the network must have %d inputs, %d outputs and the loss %s for these data: %d, %d and %s"
              .formatted(
                  needed.widths().getFirst(),
                  needed.widths().getLast(),
                  needed.loss().name().toLowerCase(Locale.ROOT),
                  network.widths().getFirst(),
                  network.widths().getLast(),
                  network.loss().name().toLowerCase(Locale.ROOT)));
    }
    Metric metric = spec.training().metric();
    if (!metric.fits(network.loss())) {
      throw new IllegalArgumentException(
          "trials of these data can be ranked by %s, not by %s"
              .formatted(
                  Metric.of(network.loss()).stream()
                      .map(Metric::notation)
                      .collect(Collectors.joining(", ")),
                  metric.notation()));
    }
    if (metric == Metric.AUC && !twoClasses(data.validation().targets())) {
      throw new IllegalArgumentException(
          "trials can be ranked by auc only where there are two classes, and rows of both to validate by");
    }
    if (metric == Metric.F1 && !hasRarer(data)) {
      throw new IllegalArgumentException(
          "trials can be ranked by f1 only where the rarer of two classes has rows to validate by");
    }
    if (spec.training().classWeights() == ClassWeights.BALANCED) {
      data = data.balanced();
    }
  }

  private static boolean twoClasses(Targets targets) {
    return targets instanceof Targets.Classes classes
        && classes.columns() == 2
        && Arrays.stream(classes.counts()).allMatch(rows -> rows > 0);
  }

  /// Whether F1 can be other than 0: that of the rarer of two classes is if none is there.
  private static boolean hasRarer(Dataset data) {
    return !(data.train().targets() instanceof Targets.Classes learnt
            && data.validation().targets() instanceof Targets.Classes asked)
        || learnt.columns() > 2
        || asked.counts()[ClassScores.rarer(learnt.counts())] > 0;
  }

  /// Looks on while a trial is trained.
  @FunctionalInterface
  public interface Watch {
    /// An epoch is done.
    ///
    /// @param state the trial as it stands now
    /// @return whether to go on
    boolean goOn(Trial trial, Epoch epoch, Supplier<TrialState> state);
  }

  /// Trains `trial` on the calling thread until it has done `budget` epochs, has ended by itself,
  /// or `watch` says so. What comes out depends on nothing else.
  ///
  /// @param from where it stands; empty for its start
  public TrialState advance(Trial trial, Optional<TrialState> from, int budget, Watch watch) {
    return advance(trial, from, budget, Team.ALONE, watch);
  }

  /// Trains `trial` until it has done `budget` epochs, has ended by itself, or `watch` says so.
  /// What comes out depends on nothing else.
  ///
  /// @param from where it stands; empty for its start
  /// @param team helps where the network is large
  public TrialState advance(
      Trial trial, Optional<TrialState> from, int budget, Team team, Watch watch) {
    TrainingSpec ordered = spec.training().withOrderSeed(trial.order());
    Kernels kernels = kernels();
    Training training =
        from.map(state -> Training.resume(ordered, state.snapshot(), data, kernels, team))
            .orElseGet(() -> new Training(ordered, start(trial), data, kernels, team));
    var curve = new ArrayList<Epoch>(from.map(TrialState::curve).orElse(List.of()));
    Supplier<TrialState> state = () -> new TrialState(trial, curve, training.snapshot());
    while (!training.finished() && training.epoch() < budget) {
      Epoch epoch = training.next();
      curve.add(epoch);
      if (!watch.goOn(trial, epoch, state)) {
        break;
      }
    }
    return state.get();
  }

  /// The kernels for a race as long as this.
  private Kernels kernels() {
    NetworkSpec network = spec.network();
    List<Integer> widths = network.widths();
    double ofRow = 0;
    for (int l = 0; l < network.layers(); l++) {
      ofRow += (double) widths.get(l) * Panels.paddedLength(widths.get(l + 1)) / Panels.WIDTH;
    }
    return Kernels.best(
        (long) (ofRow * data.train().rows() * spec.roughEpochs()), network.activation());
  }

  /// The network that the study keeps of `trial`.
  ///
  /// @param best the network at its best epoch
  public Network kept(Trial trial, int bestEpoch, Network best) {
    return switch (spec.finalRows()) {
      case TRAINING -> best;
      case ALL_BUT_TEST ->
          Training.epochs(
              spec.training().withOrderSeed(trial.order()),
              start(trial),
              data.train().and(data.validation()),
              bestEpoch);
    };
  }

  /// The model that these networks make.
  ///
  /// @param networks of the trials that are kept, the best first
  public Model model(Keep way, List<Network> networks) {
    return new Model(data.encoder(), data.target(), way.networks(networks));
  }

  /// The network that `trial` begins with.
  public Network start(Trial trial) {
    return trial.scheme().draw(spec.network(), trial.seed(), Optional.of(data.train()));
  }
}
