package dev.seedbed.cli.live;

import dev.seedbed.study.Cluster;
import dev.seedbed.study.Rung;
import dev.seedbed.study.StudyListener;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialResult;
import dev.seedbed.train.Epoch;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How a race stands: hears how it goes, and can be asked at any time. An epoch takes no lock that
/// another trial could hold.
public final class RaceState implements StudyListener {
  private final AtomicReferenceArray<@Nullable LiveTrial> trials;
  private final Set<Integer> references;
  private final boolean canEndSooner;
  private final List<Trial> all;
  private final Supplier<List<Cluster.Machine>> machines;
  private final LongAdder trained = new LongAdder();
  private EpochPlan plan;

  /// How many trials have come to the end of this stage.
  private int advanced;

  /// How many are to come there.
  private int starters;

  /// How many have not ended.
  private int left;

  /// A race on this machine.
  public RaceState(StudySpec spec) {
    this(spec, List::of);
  }

  /// A race that has not begun.
  ///
  /// @param machines that train, now
  public RaceState(StudySpec spec, Supplier<List<Cluster.Machine>> machines) {
    this.machines = machines;
    all = spec.trials();
    plan = EpochPlan.of(spec);
    starters = plan.running();
    left = starters;
    trials = new AtomicReferenceArray<>(starters);
    references = spec.referenceTrials();
    canEndSooner = spec.training().patience() < spec.training().epochs();
  }

  /// A look at a race.
  ///
  /// @param plan of this stage and the next ones
  /// @param advanced how many trials have come to the end of this stage
  /// @param starters how many are to
  /// @param trained the epochs that were trained; not those that an earlier run had done
  /// @param share how much of this stage is done, from 0 to 1
  /// @param toCome the known number of epochs still to come
  /// @param atMost whether it may be fewer
  /// @param best the trials with the lowest losses, the best first
  /// @param machines that train; none if it is only this one
  public record View(
      EpochPlan plan,
      int advanced,
      int starters,
      long trained,
      double share,
      long toCome,
      boolean atMost,
      int running,
      int stopped,
      int diverged,
      List<LiveTrial.View> best,
      List<Machine> machines) {}

  /// A machine that trains.
  ///
  /// @param trials that it is at
  /// @param done how many it has brought to the end of a stage
  public record Machine(String name, List<Trial> trials, int done) {}

  /// A trial with its loss of a moment: that of the trial itself may change while it is compared.
  private record Ranked(double cost, LiveTrial trial) {
    static final Comparator<Ranked> ORDER =
        Comparator.comparingDouble(Ranked::cost)
            .thenComparingInt(ranked -> ranked.trial.trial().number());
  }

  /// How the race stands now.
  ///
  /// @param most how many of the best trials, at most
  public synchronized View look(int most) {
    var states = new EnumMap<LiveTrial.State, Integer>(LiveTrial.State.class);
    long stage = 0;
    // The worst of the best is the first to go.
    var best = new PriorityQueue<>(Ranked.ORDER.reversed());
    for (int i = 0; i < trials.length(); i++) {
      LiveTrial trial = trials.get(i);
      LiveTrial.State state = trial == null ? LiveTrial.State.RUNNING : trial.state();
      states.merge(state, 1, Integer::sum);
      if (state == LiveTrial.State.RUNNING) {
        stage += Math.max(0, plan.budget() - (trial == null ? 0 : trial.epochs()));
      }
      double cost = trial == null ? Double.NaN : trial.cost();
      if (trial != null && !Double.isNaN(cost)) {
        best.add(new Ranked(cost, trial));
        if (best.size() > most) {
          best.remove();
        }
      }
    }
    return new View(
        plan,
        advanced,
        starters,
        trained.sum(),
        1 - stage / Math.max(1.0, (double) starters * plan.stageEpochs()),
        stage + plan.later(),
        plan.last() && canEndSooner,
        states.getOrDefault(LiveTrial.State.RUNNING, 0),
        states.getOrDefault(LiveTrial.State.STOPPED, 0),
        states.getOrDefault(LiveTrial.State.DIVERGED, 0),
        best.stream().sorted(Ranked.ORDER).map(ranked -> ranked.trial().look()).toList(),
        machines.get().stream().map(this::machine).toList());
  }

  private Machine machine(Cluster.Machine machine) {
    return new Machine(
        machine.name(), machine.working().stream().map(all::get).toList(), machine.done());
  }

  private LiveTrial trial(Trial trial) {
    LiveTrial known = trials.get(trial.number());
    if (known != null) {
      return known;
    }
    var made = new LiveTrial(trial);
    LiveTrial first = trials.compareAndExchange(trial.number(), null, made);
    return first == null ? made : first;
  }

  @Override
  public void epochDone(Trial trial, Epoch epoch) {
    trained.increment();
    trial(trial).add(epoch);
  }

  @Override
  public synchronized void trialAdvanced(Trial trial, int rung, List<Epoch> epochs) {
    LiveTrial live = trial(trial);
    live.add(epochs);
    advanced++;
    // Trials that had been stopped may have been taken up again.
    if (advanced > starters) {
      starters++;
      left++;
    }
  }

  @Override
  public synchronized void rungDone(Rung rung) {
    starters = left - (int) rung.count(Rung.Fate.STOPPED);
    advanced = 0;
    plan = plan.after(rung, starters, references);
  }

  @Override
  public synchronized void trialDone(TrialResult result) {
    left--;
    trial(result.trial()).end(result.outcome());
  }
}
