package dev.seedbed.study;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// This machine alone.
///
/// @param threads at least 1
/// @param notices hears, in one line each, of what ran out of memory and is done once more
record ThisMachine(int threads, Consumer<String> notices) implements Cluster {
  @Override
  public TrialExecutor executor() {
    return new LocalExecutor(threads, notices);
  }

  @Override
  public <R extends Serializable> void run(DividedWork<R> work, DividedWork.Results<R> results)
      throws IOException, InterruptedException {
    record Done<R>(int part, R result) {}
    WorkerThreads.<Done<R>>run(
        "part",
        threads,
        IntStream.range(0, work.parts())
            .<Callable<Done<R>>>mapToObj(part -> () -> new Done<>(part, work.run(part)))
            .toList(),
        done -> results.take(done.part(), done.result()));
  }

  @Override
  public List<Machine> machines() {
    return List.of();
  }

  @Override
  public void close() {}
}
