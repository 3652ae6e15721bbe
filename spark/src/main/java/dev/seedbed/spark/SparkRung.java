package dev.seedbed.spark;

import dev.seedbed.io.run.TrialStateFormat;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialExecutor;
import dev.seedbed.study.TrialState;
import dev.seedbed.study.TrialStates;
import dev.seedbed.train.Epoch;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.SparkContext;

/// One round of training on the cluster.
final class SparkRung {
  private final SparkContext spark;
  private final SparkExecutor.Shipped race;
  private final Machines machines;
  private final Map<Integer, Trial> byNumber = new HashMap<>();
  private final Map<Integer, Integer> before;
  private final Map<Integer, Integer> told;
  private final int budget;
  private final TrialStates states;
  private final TrialExecutor.Listener listener;

  /// @param curves how many epochs each trial has done
  SparkRung(
      SparkContext spark,
      SparkExecutor.Shipped race,
      Machines machines,
      List<Trial> trials,
      int budget,
      Map<Integer, Integer> curves,
      TrialStates states,
      TrialExecutor.Listener listener) {
    this.spark = spark;
    this.race = race;
    this.machines = machines;
    this.budget = budget;
    this.before = curves;
    this.told = new HashMap<>(curves);
    this.states = states;
    this.listener = listener;
    trials.forEach(trial -> byNumber.put(trial.number(), trial));
  }

  /// Runs tasks until all have come back.
  void run(List<List<Work>> tasks) throws InterruptedException, IOException {
    var job = new SparkJob(spark, machines, race.bytes().id(), this::name);
    try (var _ = Messages.to(this::hear)) {
      job.run(tasks, new TrialTask(race.bytes(), budget), this::take);
    }
  }

  private Optional<String> name(int number) {
    return Optional.ofNullable(byNumber.get(number))
        .map(trial ->
            "trial %d (%s, seed %s)"
                .formatted(number, trial.scheme().name(), trial.seed().value()));
  }

  private void take(Trained trained) throws IOException {
    Trial trial = Objects.requireNonNull(byNumber.get(trained.trial()));
    int done = before.getOrDefault(trial.number(), 0);
    TrialState state =
        race.format()
            .decode(trial, trained.state())
            .orElseThrow(() ->
                new IOException("what came back of trial %d is damaged".formatted(trial.number())));
    race.taskSize().took(trained.seconds(), state.curve().size() - done);
    tell(trial, state.curve().subList(done, state.curve().size()));
    if (state.curve().size() > done) {
      states.save(state);
    }
    listener.advanced(state);
  }

  private void hear(Message message) {
    if (message instanceof Message.Epochs epochs && epochs.work() == race.bytes().id()) {
      Trial trial = byNumber.get(epochs.part());
      if (trial != null) {
        tell(trial, TrialStateFormat.epochs(epochs.curve(), epochs.first()));
      }
    }
  }

  /// Tells of each epoch once, though a trial may be trained twice.
  private void tell(Trial trial, List<Epoch> epochs) {
    for (Epoch epoch : epochs) {
      boolean first;
      synchronized (told) {
        first = told.getOrDefault(trial.number(), 0) < epoch.number();
        if (first) {
          told.put(trial.number(), epoch.number());
        }
      }
      if (first) {
        listener.epochDone(trial, epoch);
      }
    }
  }
}
