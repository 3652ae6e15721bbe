package dev.seedbed.study;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Where the states of trials are kept until the study ends. Several threads use it at once, for
/// different trials.
///
/// A missing state is not an error: the trial is trained again, to the same bits.
public interface TrialStates {

  /// The state that was last saved of `trial`.
  Optional<TrialState> find(Trial trial) throws IOException;

  /// Keeps `state` in place of the one before.
  void save(TrialState state) throws IOException;

  /// Keeps them in memory.
  static TrialStates inMemory() {
    var states = new ConcurrentHashMap<Integer, TrialState>();
    return new InMemory(states);
  }

  /// See [#inMemory].
  record InMemory(Map<Integer, TrialState> states) implements TrialStates {
    @Override
    public Optional<TrialState> find(Trial trial) {
      return Optional.ofNullable(states.get(trial.number()));
    }

    @Override
    public void save(TrialState state) {
      states.put(state.trial().number(), state);
    }
  }
}
