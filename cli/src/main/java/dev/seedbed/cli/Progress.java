package dev.seedbed.cli;

import dev.seedbed.study.Outcome;
import dev.seedbed.study.Rung;
import dev.seedbed.study.StudyListener;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialResult;
import dev.seedbed.train.Epoch;
import java.io.PrintWriter;
import java.util.List;
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
  private final int rungs;
  private final long started = System.nanoTime();
  private final AtomicLong epochs = new AtomicLong();
  private long shown = started;
  private boolean drawn;
  private boolean closed;

  /// Of this rung: 1 is the first.
  private int rung = 1;

  /// How many trials train up to this rung, and how many have.
  private int running;

  private int advanced;
  private int left;
  private int diverged;
  private double bestLoss = Double.POSITIVE_INFINITY;
  private long bestSeed;

  Progress(PrintWriter err, boolean terminal, StudySpec study) {
    this.err = err;
    this.terminal = terminal;
    this.rungs = study.rungs().size();
    this.running = study.trials().size();
    this.left = running;
  }

  @Override
  public void epochDone(Trial trial, Epoch epoch) {
    epochs.incrementAndGet();
    show();
  }

  @Override
  public synchronized void trialAdvanced(Trial trial, int newRung, List<Epoch> newEpochs) {
    if (newRung != rung) {
      rung = newRung;
      advanced = 0;
      running = left;
    }
    advanced++;
    for (Epoch epoch : newEpochs) {
      if (epoch.validation().loss() < bestLoss) {
        bestLoss = epoch.validation().loss();
        bestSeed = trial.seed().value();
      }
    }
    show();
  }

  @Override
  public synchronized void rungDone(Rung done) {
    show();
  }

  @Override
  public synchronized void trialDone(TrialResult result) {
    left--;
    if (result.outcome() instanceof Outcome.Diverged) {
      diverged++;
    }
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
        "%s%d of %d trials, %d epochs, %.0f/s"
            .formatted(
                rungs == 0
                    ? ""
                    : rung <= rungs ? "rung %d of %d: ".formatted(rung, rungs) : "to the end: ",
                advanced,
                running,
                epochs.get(),
                epochs.get() / seconds);
    if (diverged > 0) {
      line += ", %d diverged".formatted(diverged);
    }
    if (bestLoss < Double.POSITIVE_INFINITY) {
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
