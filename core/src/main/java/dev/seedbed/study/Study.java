package dev.seedbed.study;

import dev.seedbed.data.Dataset;
import dev.seedbed.descent.Evaluation;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Team;
import dev.seedbed.model.Model;
import dev.seedbed.network.Network;
import dev.seedbed.score.Scores;
import dev.seedbed.study.Rung.Place;
import dev.seedbed.study.StudyResult.Winner;
import dev.seedbed.train.Epoch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Runs studies: trains the trials from rung to rung, stops the poor ones, ranks all by validation
/// loss, and measures what is kept, and only it, on the test rows.
public final class Study {
  private final TrialRunner race;
  private final TrialExecutor executor;
  private final TrialStates states;
  private final StudyListener listener;
  private final List<Rung> rungs = new ArrayList<>();
  private final List<TrialResult> results = new ArrayList<>();

  /// The epochs so far of the trials that have not ended.
  private final Map<Integer, List<Epoch>> curves = new HashMap<>();

  private @Nullable TrialResult best;

  /// What the [#candidates] are like, as far as they were measured.
  private final Map<Trial, Measured> leaders = new HashMap<>();

  /// What shuffled inputs cost the best trials, by their places.
  private final SortedMap<Integer, double[]> increases = new TreeMap<>();

  private Study(
      TrialRunner race, TrialExecutor executor, TrialStates states, StudyListener listener) {
    this.race = race;
    this.executor = executor;
    this.states = states;
    this.listener = listener;
  }

  /// Runs `spec` on `data` with all processors of this machine.
  ///
  /// @throws InterruptedException if the calling thread is interrupted
  public static StudyResult run(StudySpec spec, Dataset data) throws InterruptedException {
    int threads = Runtime.getRuntime().availableProcessors();
    return run(spec, data, TrialExecutor.local(threads), StudyListener.NONE);
  }

  /// Runs `spec` on `data`, with the states of trials in memory.
  ///
  /// @throws InterruptedException if the calling thread is interrupted
  public static StudyResult run(
      StudySpec spec, Dataset data, TrialExecutor executor, StudyListener listener)
      throws InterruptedException {
    try {
      return run(spec, data, executor, TrialStates.inMemory(), listener);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs `spec` on `data`. The result depends neither on the executor nor on what `states` holds
  /// already of an earlier run of the same study, which is not done again.
  ///
  /// @throws InterruptedException if the calling thread is interrupted
  /// @throws IOException if states cannot be read or saved
  public static StudyResult run(
      StudySpec spec,
      Dataset data,
      TrialExecutor executor,
      TrialStates states,
      StudyListener listener)
      throws InterruptedException, IOException {
    var study = new Study(new TrialRunner(spec, data), executor, states, listener);
    study.race();
    study.results.sort(TrialResult.RANKING);
    var shuffling =
        Shuffling.of(study.race.data(), spec.network().parameters(), spec.training().orderSeed());
    RowLosses rowLosses = study.rowLosses(shuffling);
    return new StudyResult(
        study.results,
        study.rungs,
        rowLosses,
        shuffling.importance(List.copyOf(study.increases.values())),
        SeedEffect.of(spec, study.results, study.rungs, rowLosses),
        study.winner());
  }

  private void race() throws InterruptedException, IOException {
    StudySpec spec = race.spec();
    Set<Integer> references = spec.referenceTrials();
    List<Integer> budgets = spec.rungs();
    List<Trial> running = spec.trials();
    // Trials that have ended by themselves, and are as good as those that train on.
    var ended = new ArrayList<Standing>();
    // References that would have been stopped.
    var spared = new HashSet<Integer>();
    for (int stage = 0; stage < budgets.size() && !running.isEmpty(); stage++) {
      Map<Integer, Standing> standings = advance(running, stage, budgets.get(stage));
      var field = new ArrayList<>(ended);
      standings.values().stream()
          .filter(standing -> !spared.contains(standing.trial().number()))
          .forEach(field::add);
      if (field.isEmpty()) {
        // All others have diverged: it is a race of these now.
        spared.clear();
        field.addAll(standings.values());
      }
      ended.forEach(standing -> standings.put(standing.trial().number(), standing));
      ended.clear();
      Rung rung =
          spec.halving().orElseThrow().judge(stage + 1, budgets.get(stage), field, references);
      rungs.add(rung);
      listener.rungDone(rung);
      for (Place place : rung.places()) {
        Standing standing = Objects.requireNonNull(standings.get(place.trial().number()));
        switch (place.fate()) {
          case KEPT, WITHIN_NOISE -> {
            if (standing.end() != Standing.End.NONE) {
              ended.add(standing);
            }
          }
          case REFERENCE -> spared.add(place.trial().number());
          case STOPPED -> stop(standing, rung);
          case ENDED -> {}
        }
      }
      running = running.stream().filter(trial -> curves.containsKey(trial.number())).toList();
    }
    advance(running, budgets.size(), spec.training().epochs());
    while (true) {
      List<Trial> revived = revive();
      if (revived.isEmpty()) {
        return;
      }
      advance(revived, budgets.size(), spec.training().epochs());
    }
  }

  /// Takes up stopped trials again if those that were kept in their place have diverged: all that
  /// rank before the best that was trained to its end, or if none was, the best of them.
  private List<Trial> revive() {
    List<TrialResult> stopped =
        results.stream()
            .filter(result -> result.outcome() instanceof Outcome.Stopped)
            .sorted(TrialResult.RANKING)
            .toList();
    TrialResult winner = best;
    List<TrialResult> better =
        winner == null
            ? stopped.subList(0, Math.min(1, stopped.size()))
            : stopped.stream()
                .filter(result -> TrialResult.RANKING.compare(result, winner) < 0)
                .toList();
    better.forEach(result -> curves.put(result.trial().number(), result.curve()));
    results.removeAll(better);
    return better.stream().map(TrialResult::trial).toList();
  }

  /// Trains `running` up to `budget` epochs.
  ///
  /// @param stage 0 is what comes before the first rung
  /// @return how each of them stands then, by its number
  private Map<Integer, Standing> advance(List<Trial> running, int stage, int budget)
      throws InterruptedException, IOException {
    var standings = new HashMap<Integer, Standing>();
    executor.advance(
        race,
        running,
        budget,
        states,
        new TrialExecutor.Listener() {
          @Override
          public void epochDone(Trial trial, Epoch epoch) {
            listener.epochDone(trial, epoch);
          }

          @Override
          public void advanced(TrialState state) {
            Standing standing = take(state, stage, budget);
            standings.put(state.trial().number(), standing);
          }
        });
    return standings;
  }

  /// Takes in what a trial has done. The state may be ahead of the budget if an earlier run had
  /// come farther: what lies beyond does not count yet.
  private Standing take(TrialState state, int stage, int budget) {
    Trial trial = state.trial();
    Standing standing = Standing.of(trial, state.curve(), budget, race.spec().training());
    List<Epoch> curve = state.curve().subList(0, standing.epochs());
    listener.trialAdvanced(trial, stage + 1, curve.subList(done(trial).size(), curve.size()));
    curves.put(trial.number(), List.copyOf(curve));
    switch (standing.end()) {
      case NONE -> {}
      case COMPLETED -> {
        int bestEpoch = standing.best() + 1;
        var outcome = new Outcome.Completed(bestEpoch, curve.get(standing.best()).validation());
        end(trial, stage, outcome);
      }
      case DIVERGED -> end(trial, stage, new Outcome.Diverged(standing.epochs()));
    }
    return standing;
  }

  private List<Epoch> done(Trial trial) {
    return curves.getOrDefault(trial.number(), List.of());
  }

  private void stop(Standing standing, Rung rung) {
    Epoch epoch = done(standing.trial()).get(standing.best());
    end(
        standing.trial(),
        rung.number(),
        new Outcome.Stopped(rung.number(), rung.cut(), standing.best() + 1, epoch.validation()));
  }

  private void end(Trial trial, int rung, Outcome outcome) {
    var result = new TrialResult(trial, rung, outcome, done(trial));
    curves.remove(trial.number());
    results.add(result);
    switch (outcome) {
      case Outcome.Completed _ -> {
        TrialResult before = best;
        if (before == null || TrialResult.RANKING.compare(result, before) < 0) {
          best = result;
        }
      }
      case Outcome.Diverged _, Outcome.Stopped _ -> {}
    }
    listener.trialDone(result);
  }

  /// The network at the best epoch of a trial that was trained to its end. All is done, unless the
  /// state was lost.
  private Network best(Trial trial, Team team) throws IOException {
    return race.advance(
            trial, states.find(trial), race.spec().training().epochs(), team, (_, _, _) -> true)
        .snapshot()
        .best();
  }

  /// What a trial is like on the validation rows.
  ///
  /// @param network at its best epoch
  /// @param increases of the loss when columns are shuffled; empty of all but the best
  private record Measured(Network network, Evaluation evaluation, Optional<double[]> increases) {}

  /// Measures the trials that were trained to their end on the validation rows.
  private RowLosses rowLosses(Shuffling shuffling) throws IOException, InterruptedException {
    List<TrialResult> completed =
        RowLosses.of(results.stream().filter(TrialResult::completed).toList());
    Set<TrialResult> candidates = Set.copyOf(candidates());
    double[][] losses = new double[completed.size()][];
    int[][] hits = new int[completed.size()][];
    int threads = WorkerThreads.threadsPerTask(executor.threads(), completed.size());
    record Placed(int place, Measured measured) {}
    WorkerThreads.<Placed>run(
        "measure",
        executor.threads(),
        IntStream.range(0, completed.size())
            .<Callable<Placed>>mapToObj(i ->
                () -> {
                  Trial trial = completed.get(i).trial();
                  Shuffling some = i < Shuffling.MOST_NETWORKS ? shuffling : null;
                  return new Placed(i, measured(trial, some, threads));
                })
            .toList(),
        placed -> {
          int i = placed.place();
          Measured measured = placed.measured();
          losses[i] = RowLosses.sums(measured.evaluation().losses());
          hits[i] = RowLosses.counts(measured.evaluation().hits());
          measured.increases().ifPresent(some -> increases.put(i, some));
          if (candidates.contains(completed.get(i))) {
            leaders.put(completed.get(i).trial(), measured);
          }
        });
    return new RowLosses(
        completed, RowLosses.groups(race.data().validation().rows()), losses, hits);
  }

  private Measured measured(Trial trial, @Nullable Shuffling shuffling, int threads)
      throws IOException {
    try (Team team = Team.of(threads)) {
      Network network = best(trial, team);
      Dataset data = race.data();
      return new Measured(
          network,
          Evaluation.of(network, data.validation(), data.target(), Kernels.best(), team),
          Optional.ofNullable(shuffling).map(some -> some.increases(network, team)));
    }
  }

  private Optional<Winner> winner() throws IOException {
    if (best == null) {
      return Optional.empty();
    }
    Kept kept = kept();
    var networks = new ArrayList<Network>();
    for (TrialResult result : kept.trials()) {
      int bestEpoch = ((Outcome.Completed) result.outcome()).bestEpoch();
      networks.add(race.kept(result.trial(), bestEpoch, leader(result.trial()).network()));
    }
    Model model = race.model(kept.way(), networks);
    Dataset data = race.data();
    Scores test =
        Scores.of(
            data.target(),
            model.outputs(data.test().inputs()),
            data.test().targets(),
            data.train().targets());
    return Optional.of(new Winner(kept, model, test));
  }

  /// The trials that may be kept, the best first.
  private List<TrialResult> candidates() {
    Keep wanted = race.spec().keep();
    // Also if only the best is kept: then to say what more would give.
    int most = wanted instanceof Keep.Best ? Keep.DEFAULT_MEMBERS : wanted.members();
    return results.stream().filter(TrialResult::completed).limit(most).toList();
  }

  private Measured leader(Trial trial) throws IOException {
    Measured known = leaders.get(trial);
    if (known == null) {
      known = measured(trial, null, executor.threads());
      leaders.put(trial, known);
    }
    return known;
  }

  /// Measures on the validation rows what can be kept of the best trials.
  private Kept kept() throws IOException {
    Keep wanted = race.spec().keep();
    List<TrialResult> candidates = candidates();
    Dataset.Part rows = race.data().validation();
    var networks = new ArrayList<Network>();
    var alone = new ArrayList<Evaluation>();
    for (TrialResult candidate : candidates) {
      Measured leader = leader(candidate.trial());
      networks.add(leader.network());
      alone.add(leader.evaluation());
    }
    Model ensemble = race.model(new Keep.Ensemble(networks.size()), networks);
    return Kept.of(
        wanted,
        candidates,
        alone.getFirst(),
        Evaluation.of(ensemble, alone, rows),
        wanted instanceof Keep.Soup
            ? Optional.of(Evaluation.of(race.model(wanted, networks), rows, Kernels.best()))
            : Optional.empty());
  }
}
