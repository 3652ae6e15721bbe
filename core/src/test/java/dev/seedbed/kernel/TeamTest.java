package dev.seedbed.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeamTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void run_manyPieces_eachPartOnceAndDoneOnReturn(int size) {
    assertEachPartOnce(size, 300);
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void run_veryManyPieces_eachPartOnceAndDoneOnReturn(int size) {
    assertEachPartOnce(size, 2000);
  }

  private static void assertEachPartOnce(int size, int pieces) {
    try (Team team = Team.of(size)) {
      var times = new AtomicIntegerArray(100);
      Team.Work work =
          (worker, workers) -> {
            int end = Team.start(100, worker + 1, workers);
            for (int i = Team.start(100, worker, workers); i < end; i++) {
              times.incrementAndGet(i);
            }
          };
      for (int piece = 1; piece <= pieces; piece++) {
        team.run(work);
        for (int i = 0; i < 100; i++) {
          assertThat(times.get(i)).isEqualTo(piece);
        }
      }
    }
  }

  /// Long enough for the others to have gone to sleep.
  @Test
  void run_afterAPause_wakesTheOthers() throws InterruptedException {
    try (Team team = Team.of(2)) {
      var times = new AtomicIntegerArray(2);
      for (int piece = 1; piece <= 3; piece++) {
        Thread.sleep(50);
        team.run((worker, _) -> times.incrementAndGet(worker));
        assertThat(times.get(1)).isEqualTo(piece);
      }
    }
  }

  /// Such as that memory has run out, which the caller tells by its type.
  @Test
  void run_aPartEndsWithAnError_thatError() {
    var error = new OutOfMemoryError("planted");
    try (Team team = Team.of(2)) {
      Team.Work failing =
          (worker, _) -> {
            if (worker == 1) {
              throw error;
            }
          };
      assertThatThrownBy(() -> team.run(failing)).isSameAs(error);
    }
  }

  @Test
  void run_aPartFails_saysSo() {
    try (Team team = Team.of(2)) {
      Team.Work failing =
          (worker, _) -> {
            if (worker == 1) {
              throw new ArithmeticException("planted");
            }
          };
      assertThatThrownBy(() -> team.run(failing)).hasRootCauseMessage("planted");
    }
  }

  @Test
  void of_noThreads_refused() {
    assertThatThrownBy(() -> Team.of(0)).hasMessage("a team must have at least one thread: 0");
  }
}
