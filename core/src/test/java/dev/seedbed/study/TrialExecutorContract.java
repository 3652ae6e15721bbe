package dev.seedbed.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.Examples;
import dev.seedbed.data.Dataset;
import dev.seedbed.init.Catalogue;
import dev.seedbed.network.Tensor;
import dev.seedbed.train.Epoch;
import dev.seedbed.train.TrainingSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What every [TrialExecutor] must do.
abstract class TrialExecutorContract {
  static final Dataset DATA = Examples.classes(120);

  /// Two schemes, rungs after 1, 2 and 4 of 7 epochs, dropout and momentum: all that a state must
  /// carry from rung to rung.
  static final StudySpec SPEC =
      StudySpec.of(DATA)
          .withHidden(List.of(9))
          .withSchemes(
              List.of(Catalogue.scheme("glorot-uniform"), Catalogue.scheme("lecun-normal")))
          .withSeeds(StudySpec.seeds(8))
          .withHalving(Optional.of(new SuccessiveHalving(2, 1)))
          .withReferences(2)
          .withTraining(TrainingSpec.DEFAULT.withEpochs(7).withDropout(0.2));

  abstract TrialExecutor executor();

  static StudyResult run(TrialExecutor executor, TrialStates states)
      throws IOException, InterruptedException {
    return Study.run(SPEC, DATA, executor, states, StudyListener.NONE);
  }

  /// All that a study comes to.
  static List<Object> bits(StudyResult result) {
    var bits = new ArrayList<Object>(result.ranking());
    bits.addAll(result.rungs());
    bits.add(result.seedEffect());
    var winner = result.winner().orElseThrow();
    bits.add(winner.test());
    winner.model().tensors().stream().map(Tensor::values).forEach(bits::add);
    return bits;
  }

  @Test
  void study_sameBitsAsOnOneThread() throws IOException, InterruptedException {
    List<Object> expected = bits(run(TrialExecutor.local(1), TrialStates.inMemory()));
    assertThat(bits(run(executor(), TrialStates.inMemory())))
        .usingRecursiveComparison()
        .isEqualTo(expected);
  }

  @Test
  void advance_eachTrialOnce_savedBeforeItIsTold() throws IOException, InterruptedException {
    TrialStates states = TrialStates.inMemory();
    var told = ConcurrentHashMap.<Trial>newKeySet();
    var epochs = new AtomicInteger();
    var listener =
        new TrialExecutor.Listener() {
          @Override
          public void epochDone(Trial trial, Epoch epoch) {
            epochs.incrementAndGet();
          }

          @Override
          public void advanced(TrialState state) {
            assertThat(told.add(state.trial())).isTrue();
            assertThat(state.curve()).extracting(Epoch::number).containsExactly(1, 2, 3);
            try {
              assertThat(states.find(state.trial()).orElseThrow()).isSameAs(state);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
        };
    executor().advance(new TrialRunner(SPEC, DATA), SPEC.trials(), 3, states, listener);
    assertThat(told).containsExactlyInAnyOrderElementsOf(SPEC.trials());
    assertThat(epochs.get()).isIn(0, 3 * SPEC.trials().size());
  }

  @Test
  void advance_noTrials_returns() throws IOException, InterruptedException {
    executor()
        .advance(
            new TrialRunner(SPEC, DATA), List.of(), 3, TrialStates.inMemory(), unexpected("trial"));
  }

  private static TrialExecutor.Listener unexpected(String what) {
    return new TrialExecutor.Listener() {
      @Override
      public void epochDone(Trial trial, Epoch epoch) {}

      @Override
      public void advanced(TrialState state) {
        throw new ArithmeticException("of the " + what);
      }
    };
  }

  @Test
  void advance_somethingFails_toldAsItIs() {
    assertThatThrownBy(() ->
            executor()
                .advance(
                    new TrialRunner(SPEC, DATA),
                    SPEC.trials(),
                    1,
                    TrialStates.inMemory(),
                    unexpected("listener")))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("of the listener");
    assertThatThrownBy(() ->
            executor()
                .advance(
                    new TrialRunner(SPEC, DATA), SPEC.trials(), 1, full(), unexpected("listener")))
        .isInstanceOf(IOException.class)
        .hasMessage("no space left");
  }

  /// A full disk.
  private static TrialStates full() {
    return new TrialStates() {
      @Override
      public Optional<TrialState> find(Trial trial) {
        return Optional.empty();
      }

      @Override
      public void save(TrialState state) throws IOException {
        throw new IOException("no space left");
      }
    };
  }
}
