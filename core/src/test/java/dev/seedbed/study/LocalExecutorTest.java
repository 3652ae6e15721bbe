package dev.seedbed.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.train.Epoch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LocalExecutorTest {

  @Nested
  class OneThread extends TrialExecutorContract {
    @Override
    TrialExecutor executor() {
      return TrialExecutor.local(1);
    }
  }

  @Nested
  class TwoThreads extends TrialExecutorContract {
    @Override
    TrialExecutor executor() {
      return TrialExecutor.local(2);
    }
  }

  @Nested
  class FiveThreads extends TrialExecutorContract {
    @Override
    TrialExecutor executor() {
      return TrialExecutor.local(5);
    }
  }

  @Test
  void local_noThreads_refused() {
    assertThatThrownBy(() -> TrialExecutor.local(0)).hasMessage("threads must be at least 1: 0");
  }

  /// What was under way when it was interrupted is kept, and the study that goes on comes to the
  /// same end.
  @Test
  void advance_interrupted_savesWhatIsUnderWay() throws IOException, InterruptedException {
    Map<Integer, TrialState> kept = new ConcurrentHashMap<>();
    TrialStates states = new TrialStates.InMemory(kept);
    Thread caller = Thread.currentThread();
    var interrupted = new CompletableFuture<Trial>();
    var listener =
        new StudyListener() {
          // In the middle of the last rung, which begins after 4 epochs.
          @Override
          public void epochDone(Trial trial, Epoch epoch) {
            if (epoch.number() == 5 && interrupted.complete(trial)) {
              caller.interrupt();
              while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
              }
            }
          }
        };
    StudySpec spec = TrialExecutorContract.SPEC;
    assertThatThrownBy(() ->
            Study.run(spec, TrialExecutorContract.DATA, TrialExecutor.local(2), states, listener))
        .isInstanceOf(InterruptedException.class);
    assertThat(states.find(interrupted.join()).orElseThrow().curve()).hasSize(5);
    assertThat(
            TrialExecutorContract.bits(TrialExecutorContract.run(TrialExecutor.local(1), states)))
        .usingRecursiveComparison()
        .isEqualTo(
            TrialExecutorContract.bits(
                TrialExecutorContract.run(TrialExecutor.local(1), TrialStates.inMemory())));
  }

  /// States may be ahead of what the study asks for, and some may be lost: what it comes to is the
  /// same.
  @Test
  void run_someStatesAheadOthersLost_sameBits() throws IOException, InterruptedException {
    StudySpec spec = TrialExecutorContract.SPEC;
    Map<Integer, TrialState> kept = new ConcurrentHashMap<>();
    var race = new TrialRunner(spec, TrialExecutorContract.DATA);
    List<Trial> some = spec.trials().stream().filter(trial -> trial.number() % 3 == 0).toList();
    TrialExecutor.local(1)
        .advance(
            race,
            some,
            5,
            new TrialStates.InMemory(kept),
            new TrialExecutor.Listener() {
              @Override
              public void epochDone(Trial trial, Epoch epoch) {}

              @Override
              public void advanced(TrialState state) {}
            });
    assertThat(kept).hasSize(6);
    assertThat(
            TrialExecutorContract.bits(
                TrialExecutorContract.run(TrialExecutor.local(2), new TrialStates.InMemory(kept))))
        .usingRecursiveComparison()
        .isEqualTo(
            TrialExecutorContract.bits(
                TrialExecutorContract.run(TrialExecutor.local(1), TrialStates.inMemory())));
  }

  /// States that leave one trial without memory a number of times.
  private record Starving(TrialStates states, int trial, AtomicInteger times)
      implements TrialStates {
    @Override
    public void save(TrialState state) throws IOException {
      states.save(state);
    }

    @Override
    public Optional<TrialState> find(Trial asked) throws IOException {
      if (asked.number() == trial && times.getAndDecrement() > 0) {
        throw new OutOfMemoryError("planted");
      }
      return states.find(asked);
    }
  }

  @Test
  void advance_outOfMemoryInOneTrial_trainedOnceMoreAndSameBits()
      throws IOException, InterruptedException {
    var notices = new ArrayList<String>();
    var states = new Starving(TrialStates.inMemory(), 3, new AtomicInteger(1));
    StudyResult result = TrialExecutorContract.run(new LocalExecutor(2, notices::add), states);
    assertThat(notices)
        .containsExactly(
            "glorot-uniform, seed 3 ran out of memory: it is trained once more, alone");
    assertThat(TrialExecutorContract.bits(result))
        .usingRecursiveComparison()
        .isEqualTo(
            TrialExecutorContract.bits(
                TrialExecutorContract.run(TrialExecutor.local(1), TrialStates.inMemory())));
  }

  @Test
  void advance_outOfMemoryEvenAlone_anErrorWhenTheOthersAreDone() throws IOException {
    Map<Integer, TrialState> kept = new ConcurrentHashMap<>();
    var states = new Starving(new TrialStates.InMemory(kept), 3, new AtomicInteger(2));
    assertThatThrownBy(() -> TrialExecutorContract.run(TrialExecutor.local(2), states))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(kept).hasSize(TrialExecutorContract.SPEC.trialCount() - 1).doesNotContainKey(3);
  }
}
