package dev.seedbed.spark;

import dev.seedbed.study.Cluster;
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
  private static final int MOST_STILLBORN = 3;
  private static final String NEEDS =
      "They need Spark 4.2 and a JDK 25, as JAVA_HOME of the workers or by --conf spark.executorEnv.JAVA_HOME=/path/of/it; the workers' logs say more";
  private static final int LOOK_MILLIS = 200;
  private static final Comparator<String> BY_NUMBER =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private final Consumer<String> notices;
  private final String build = Build.id();
  private final Map<String, Known> up = new TreeMap<>(BY_NUMBER);
  private final Set<Jvm> seen = new HashSet<>(Set.of(Jvm.here()));
  private final Digests digests = new Digests();
  private boolean any;
  private int stillborn;
  private Optional<String> problem = Optional.empty();

  /// An executor that is there.
  private static final class Known {
    final Place place;
    final Set<Integer> working = new TreeSet<>();
    int done;

    Known(Place place) {
      this.place = place;
    }
  }

  /// Machines of a cluster that nobody has heard of yet.
  ///
  /// @param notices hears of what is slow
  Machines(Consumer<String> notices) {
    this.notices = notices;
  }

  synchronized void hear(Message message) {
    switch (message) {
      case Message.Hello hello -> hello(hello);
      case Message.Begun begun -> of(begun.place()).working.add(begun.part());
      case Message.Done done -> {
        Known known = of(done.place());
        known.working.remove(done.part());
        known.done++;
        if (done.next() >= 0) {
          known.working.add(done.next());
        }
        problem = problem.or(() -> digests.add(done));
      }
      case Message.Failed failed -> of(failed.place()).working.remove(failed.part());
      case Message.Epochs _ -> {}
    }
  }

  private Known of(Place place) {
    return up.computeIfAbsent(place.executor(), _ -> new Known(place));
  }

  /// An executor is gone. One that has said nothing could not start.
  ///
  /// @param reason as Spark words it
  synchronized void lost(String executor, String reason) {
    if (up.remove(executor) == null && !any) {
      stillborn++;
      if (stillborn == MOST_STILLBORN) {
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

  /// Nothing is asked of any executor now.
  synchronized void rest() {
    up.values().forEach(known -> known.working.clear());
  }

  /// The executors, by their numbers.
  synchronized List<Cluster.Machine> now() {
    return up.values().stream()
        .map(known ->
            new Cluster.Machine(known.place.toString(), List.copyOf(known.working), known.done))
        .toList();
  }

  private void hello(Message.Hello hello) {
    Known _ = of(hello.place());
    any = true;
    notifyAll();
    if (!hello.jvm().hasVectors()) {
      notices.accept(
          "%s has a JVM without vectors, and trains at less than half the speed: set spark.executor.extraJavaOptions=--add-modules=jdk.incubator.vector"
              .formatted(hello.place()));
    } else if (seen.add(hello.jvm())) {
      notices.accept(
          "%s has another JVM (%s) than this machine (%s): the same results, at another speed"
              .formatted(hello.place(), hello.jvm(), Jvm.here()));
    }
    if (!hello.build().equals(build)) {
      problem =
          Optional.of(
              "%s has another Seedbed, %s, not %s: take its jars out of the folders of Spark on that machine"
                  .formatted(hello.place(), hello.build(), build));
    }
  }

  /// Waits for the first executor, but not for ever: a cluster that is busy may have one later.
  ///
  /// @param given whether the cluster has given the application up
  synchronized void await(BooleanSupplier given) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!any && problem(given).isEmpty()) {
      if (System.nanoTime() > end) {
        notices.accept(
            "no executor has come up in %d seconds: waiting; the cluster's own page says what it is busy with"
                .formatted(PATIENCE_SECONDS));
        return;
      }
      wait(LOOK_MILLIS);
    }
  }

  /// Why the cluster cannot be used.
  ///
  /// @param given whether the cluster has given the application up
  synchronized Optional<String> problem(BooleanSupplier given) {
    if (problem.isPresent() || !given.getAsBoolean()) {
      return problem;
    }
    return Optional.of(
        !any
            ? "the cluster has given up, as no executor starts. " + NEEDS
            : "the cluster has ended the application: its own page says why; to go on, resume the run");
  }
}
