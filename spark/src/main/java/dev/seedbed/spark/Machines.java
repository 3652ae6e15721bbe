package dev.seedbed.spark;

import dev.seedbed.study.Cluster;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The executors that have come up, and what is wrong with them: it hears what they say as long as
/// there is a cluster.
final class Machines {
  private static final int PATIENCE_SECONDS = 20;
  private static final int MOST_FAILED_STARTS = 3;
  private static final String NEEDS =
      "They need Spark 4.2 and a JDK 25, as JAVA_HOME of the workers or by --conf spark.executorEnv.JAVA_HOME=/path/of/it; the workers' logs say more";
  private static final long NONE = -1;
  private static final int LOOK_MILLIS = 200;
  private static final Comparator<String> BY_NUMBER =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private final Consumer<String> notices;
  private final String build = Build.id();
  private final Map<String, Known> up = new TreeMap<>(BY_NUMBER);
  private final Set<Jvm> seen = new HashSet<>(Set.of(Jvm.here()));
  private final Digests digests = new Digests();
  private long current = NONE;
  private boolean oneCameUp;
  private int failedStarts;
  private Optional<String> problem = Optional.empty();

  /// An executor that is there.
  private static final class Known {
    final Place place;
    final Set<Integer> working = new TreeSet<>();
    int done;

    Known(Place place) {
      this.place = place;
    }

    void did(Message.Done part) {
      done++;
      working.remove(part.part());
      if (part.next() >= 0) {
        working.add(part.next());
      }
    }
  }

  /// Machines of a cluster that nobody has heard of yet.
  ///
  /// @param notices hears of what is slow
  Machines(Consumer<String> notices) {
    this.notices = notices;
  }

  /// Hears what an executor says. Notices are given outside the lock: who hears them may just be
  /// asking [#now], and hold a lock of its own.
  void hear(Message message) {
    Optional<String> notice = Optional.empty();
    synchronized (this) {
      switch (message) {
        case Message.Hello hello -> notice = hello(hello);
        case Message.Begun begun ->
            at(begun.place(), begun.work()).ifPresent(known -> known.working.add(begun.part()));
        case Message.Done done -> {
          at(done.place(), done.work()).ifPresent(known -> known.did(done));
          problem = problem.or(() -> digests.add(done));
        }
        case Message.Failed failed -> left(failed.place(), failed.work(), failed.part());
        case Message.Killed killed -> left(killed.place(), killed.work(), killed.part());
        case Message.Epochs _ -> {}
      }
    }
    notice.ifPresent(notices);
  }

  /// The executor, if it is there and what it says is of the work that is done now.
  private Optional<Known> at(Place place, long work) {
    return work == current ? Optional.ofNullable(up.get(place.executor())) : Optional.empty();
  }

  private void left(Place place, long work, int part) {
    at(place, work).ifPresent(known -> known.working.remove(part));
  }

  /// An executor is gone. One that has said nothing could not start.
  ///
  /// @param reason as Spark words it
  synchronized void lost(String executor, String reason) {
    if (up.remove(executor) == null && !oneCameUp) {
      failedStarts++;
      if (failedStarts == MOST_FAILED_STARTS) {
        problem =
            problem.or(() ->
                Optional.of(
                    "executors end before they can work. "
                        + NEEDS
                        + ". The last ended with: "
                        + reason));
      }
    }
  }

  /// Parts of this work are given to executors from now on.
  ///
  /// @param work the number of the broadcast that brings it
  synchronized void begin(long work) {
    current = work;
  }

  /// Nothing is asked of any executor now.
  synchronized void rest() {
    current = NONE;
    up.values().forEach(known -> known.working.clear());
  }

  /// The executors, by their numbers.
  synchronized List<Cluster.Machine> now() {
    return up.values().stream()
        .map(known ->
            new Cluster.Machine(known.place.toString(), List.copyOf(known.working), known.done))
        .toList();
  }

  private Optional<String> hello(Message.Hello hello) {
    up.put(hello.place().executor(), new Known(hello.place()));
    oneCameUp = true;
    notifyAll();
    if (!hello.build().equals(build)) {
      problem =
          Optional.of(
              "%s has another Seedbed, %s, not %s: take its jars out of the folders of Spark on that machine"
                  .formatted(hello.place(), hello.build(), build));
    }
    if (!hello.jvm().hasVectors()) {
      return Optional.of(
          "%s has a JVM without vectors, and trains at less than half the speed: set spark.executor.extraJavaOptions=--add-modules=jdk.incubator.vector"
              .formatted(hello.place()));
    }
    return seen.add(hello.jvm())
        ? Optional.of(
            "%s has another JVM (%s) than this machine (%s): the same results, at another speed"
                .formatted(hello.place(), hello.jvm(), Jvm.here()))
        : Optional.empty();
  }

  /// Waits for the first executor, but not for ever: a cluster that is busy may have one later.
  ///
  /// @param ended whether the cluster has ended the application
  void await(BooleanSupplier ended) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (this) {
      while (!oneCameUp && problem(ended).isEmpty() && System.nanoTime() < end) {
        wait(LOOK_MILLIS);
      }
      if (oneCameUp || problem(ended).isPresent()) {
        return;
      }
    }
    notices.accept(
        "no executor has come up in %d seconds: waiting; the cluster's own page says what it is busy with"
            .formatted(PATIENCE_SECONDS));
  }

  /// Does nothing while the cluster can be used.
  ///
  /// @param ended whether the cluster has ended the application
  /// @throws IOException says why it cannot
  void require(BooleanSupplier ended) throws IOException {
    Optional<String> why = problem(ended);
    if (why.isPresent()) {
      throw new IOException(why.get());
    }
  }

  /// Why the cluster cannot be used.
  ///
  /// @param ended whether the cluster has ended the application
  synchronized Optional<String> problem(BooleanSupplier ended) {
    if (problem.isPresent() || !ended.getAsBoolean()) {
      return problem;
    }
    return Optional.of(
        !oneCameUp
            ? "the cluster has given up, as no executor starts. " + NEEDS
            : "the cluster has ended the application: its own page says why; to go on, resume the run");
  }
}
