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

  /// A line that wraps could not be drawn anew.
  private static final int WIDTH = 79;

  private final PrintWriter err;
  private final boolean terminal;
  private final int trials;
  private final long started = System.nanoTime();
  private final AtomicLong epochs = new AtomicLong();
  private long shown = started;
  private boolean drawn;
  private boolean closed;
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
    if (closed || now - shown < (terminal ? REDRAW_NANOS : PLAIN_NANOS)) {
      return;
    }
    shown = now;
    drawn = true;
    String line = line((now - started) / 1e9);
    err.print(
        terminal ? CLEAR_LINE + line.substring(0, Math.min(WIDTH, line.length())) : line + "\n");
    err.flush();
  }

  private String line(double seconds) {
    String line =
        "%d of %d seeds, %d epochs, %.0f/s"
            .formatted(done, trials, epochs.get(), epochs.get() / seconds);
    if (diverged > 0) {
      line += ", %d diverged".formatted(diverged);
    }
    if (done > diverged) {
      line += ", best: seed %d, loss %.4f".formatted(bestSeed, bestLoss);
    }
    return line;
  }

  /// Removes the line from a terminal, and shows nothing more.
  synchronized void close() {
    if (terminal && drawn && !closed) {
      err.print(CLEAR_LINE);
      err.flush();
    }
    closed = true;
  }
}
