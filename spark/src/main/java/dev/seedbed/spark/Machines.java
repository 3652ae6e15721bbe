package dev.seedbed.spark;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The executors that have come up, and what is wrong with them: it hears what they say as long as
/// there is a cluster.
final class Machines {
  private static final int PATIENCE_SECONDS = 20;
  private static final int LOOK_MILLIS = 200;

  private final Consumer<String> notices;
  private final String build = Build.id();
  private final Set<String> up = new HashSet<>();
  private final Digests digests = new Digests();
  private Optional<String> problem = Optional.empty();

  /// Machines of a cluster that nobody has heard of yet.
  ///
  /// @param notices hears of what is slow
  Machines(Consumer<String> notices) {
    this.notices = notices;
  }

  synchronized void hear(Message message) {
    switch (message) {
      case Message.Hello hello -> hello(hello);
      case Message.Done done -> problem = problem.or(() -> digests.add(done));
      case Message.Epochs _, Message.Failed _ -> {}
    }
  }

  private void hello(Message.Hello hello) {
    up.add(hello.place().executor());
    notifyAll();
    if (!hello.vectors()) {
      notices.accept(
          "%s has a JVM without vectors, and trains many times slower: set spark.executor.extraJavaOptions=--add-modules=jdk.incubator.vector"
              .formatted(hello.place()));
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
    while (up.isEmpty() && problem(given).isEmpty()) {
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
        up.isEmpty()
            ? "the cluster has given up, as no executor starts: they need Spark 4.2 and a JDK 25, as JAVA_HOME of the workers or by spark.executorEnv.JAVA_HOME; the workers' logs say more"
            : "the cluster has ended the application: its own page says why; to go on, resume the run");
  }
}
