package dev.seedbed.cli;

import dev.seedbed.study.Outcome;
import dev.seedbed.study.StudyListener;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialResult;
import dev.seedbed.train.Epoch;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicLong;

/// Shows how a study goes, on standard error: one line that is drawn anew on a terminal, a plain
/// line now and then elsewhere.
final class Progress implements StudyListener {
  private static final long REDRAW_NANOS = 100_000_000;
  private static final long PLAIN_NANOS = 10_000_000_000L;
  private static final String CLEAR_LINE = "\r\u001B[K";

  private final PrintWriter err;
  private final boolean terminal;
  private final int trials;
  private final long started = System.nanoTime();
  private final AtomicLong epochs = new AtomicLong();
  private long shown = started;
  private int done;
  private int diverged;
  private double bestLoss = Double.POSITIVE_INFINITY;
  private long bestSeed;

  Progress(PrintWriter err, boolean terminal, int trials) {
    this.err = err;
    this.terminal = terminal;
    this.trials = trials;
  }

  @Override
  public void epochDone(Trial trial, Epoch epoch) {
    epochs.incrementAndGet();
    show();
  }

  @Override
  public synchronized void trialDone(TrialResult result) {
    done++;
    if (result.outcome() instanceof Outcome.Diverged) {
      diverged++;
    }
    if (result.loss() < bestLoss) {
      bestLoss = result.loss();
      bestSeed = result.trial().seed().value();
    }
    show();
  }

  private synchronized void show() {
    long now = System.nanoTime();
    if (now - shown < (terminal ? REDRAW_NANOS : PLAIN_NANOS)) {
      return;
    }
    shown = now;
    String line = line((now - started) / 1e9);
    err.print(terminal ? CLEAR_LINE + line : line + "\n");
    err.flush();
  }

  private String line(double seconds) {
    String line =
        "%d of %d seeds done, %d epochs, %.0f epochs/s"
            .formatted(done, trials, epochs.get(), epochs.get() / seconds);
    if (diverged > 0) {
      line += ", %d diverged".formatted(diverged);
    }
    if (done > diverged) {
      line += ", best: seed %d with validation loss %.4f".formatted(bestSeed, bestLoss);
    }
    return line;
  }

  /// Removes the line from a terminal.
  synchronized void clear() {
    if (terminal) {
      err.print(CLEAR_LINE);
      err.flush();
    }
  }
}
