package dev.seedbed.cli.live;

import dev.seedbed.cli.terminal.OutputStyle;
import dev.seedbed.cli.terminal.StandardError;
import dev.seedbed.study.Cluster;
import dev.seedbed.study.StudyListener;
import dev.seedbed.study.StudySpec;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Shows on standard error how a race goes: lines that are drawn anew on a terminal, a plain line
/// now and then elsewhere. A separate thread does it, so that training waits for no terminal.
public final class Progress implements AutoCloseable {
  /// Who waits for less has no need of it.
  private static final long FIRST_MILLIS = 200;

  private static final long REDRAW_MILLIS = 100;
  private static final long PLAIN_MILLIS = 10_000;

  /// With a million trials a look takes so long that it has to be rare: 1/20 of the time.
  private static final long REST = 20;

  private final PrintWriter err;
  private final StudySpec study;
  private final RaceState state;
  private final long started = System.nanoTime();
  private final Pace pace = new Pace();
  private final boolean colours;
  private final Thread thread;
  private volatile @Nullable LiveView view;
  private boolean closed;

  private Progress(PrintWriter err, StudySpec study, Supplier<List<Cluster.Machine>> machines) {
    this.err = err;
    this.study = study;
    this.state = new RaceState(study, machines);
    this.colours = OutputStyle.colours(true, System.getenv());
    this.thread =
        Thread.ofPlatform()
            .name("progress")
            .daemon()
            .uncaughtExceptionHandler(
                (_, _) -> err.println("seedbed: internal error: no more progress is shown"))
            .unstarted(this::show);
  }

  /// Begins to show how a race goes.
  ///
  /// @param machines that train, now; none if it is only this one
  public static Progress start(
      PrintWriter err, StudySpec study, Supplier<List<Cluster.Machine>> machines) {
    var progress = new Progress(err, study, machines);
    progress.thread.start();
    return progress;
  }

  /// The listener that follows the race.
  public StudyListener listener() {
    return state;
  }

  private void show() {
    try {
      Optional<LiveView> opened = Optional.empty();
      if (StandardError.isTerminal()) {
        Thread.sleep(FIRST_MILLIS);
        opened = LiveView.ofStandardError();
      }
      view = opened.orElse(null);
      long pause = opened.isPresent() ? 0 : PLAIN_MILLIS;
      while (true) {
        Thread.sleep(pause);
        long took = draw();
        pause = Math.max(opened.isPresent() ? REDRAW_MILLIS : PLAIN_MILLIS, REST * took);
      }
    } catch (InterruptedException e) {
      // The race is over.
      return;
    }
  }

  /// @return how many milliseconds it took to look at the race
  private synchronized long draw() {
    if (closed) {
      return 0;
    }
    long before = System.nanoTime();
    RaceState.View look = state.look(LiveFrame.BOARD);
    long took = (System.nanoTime() - before) / 1_000_000;
    pace.update((System.nanoTime() - started) / 1e9, look.trained());
    if (view == null) {
      err.println(new ProgressText(study, look, pace.rate()).line());
      err.flush();
    } else {
      view.draw(size -> new LiveFrame(study, look, pace.rate(), size, colours).lines());
    }
    return took;
  }

  /// Has something said that stays: what is drawn on a terminal makes room for it.
  ///
  /// @param saying prints whole lines on standard error
  public synchronized void aside(Runnable saying) {
    if (view != null && !closed) {
      view.clear();
    }
    saying.run();
  }

  /// Whether it took so long that lines were drawn on a terminal, which may have another size now.
  public synchronized boolean drewOnTerminal() {
    return view != null;
  }

  /// Removes from a terminal what is drawn there, and shows nothing more.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    thread.interrupt();
    if (view != null) {
      view.close();
    }
  }
}
