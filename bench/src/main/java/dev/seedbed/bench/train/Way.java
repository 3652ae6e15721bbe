package dev.seedbed.bench.train;

import dev.seedbed.bench.train.Library.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// A method on one or two threads, with its times.
///
/// @param trials trained at once, each on a thread of its own
/// @param threads in all; more than `trials` if a step is split
/// @param contestants one for each trial
/// @param nanos wall time of a step of all trials at once, one number a round
record Way(Method method, int trials, int threads, List<Contestant> contestants, Samples nanos) {

  /// The ways that `methods` can go with one thread, then those with two. Trials of one method are
  /// shared between its ways.
  static List<Way> of(List<Method> methods, Problem problem) {
    var one = new ArrayList<Way>();
    var two = new ArrayList<Way>();
    for (Method method : methods) {
      var contestants = new ArrayList<Contestant>();
      contestants.add(method.maker().apply(problem));
      one.add(new Way(method, 1, 1, List.copyOf(contestants), new Samples()));
      if (method.splits()) {
        two.add(new Way(method, 1, 2, List.copyOf(contestants), new Samples()));
      }
      if (method.concurrent()) {
        contestants.add(method.maker().apply(problem));
        two.add(new Way(method, 2, 2, contestants, new Samples()));
      }
    }
    one.addAll(two);
    return one;
  }

  String title() {
    return method.title()
        + (trials < threads ? ", a step on 2 threads" : trials == 2 ? ", two trials" : "");
  }

  /// Seconds that two trials take for a step each: twice the time of a way that does one at a time.
  double secondsOfTwo() {
    return nanos.median() * 1e-9 * 2 / trials;
  }

  /// The wall time of so many steps of all trials, in nanoseconds.
  long run(int steps, ExecutorService pool) {
    if (trials == 1) {
      contestants.getFirst().useThreads(threads);
      long before = System.nanoTime();
      contestants.getFirst().train(steps);
      return System.nanoTime() - before;
    }
    long before = System.nanoTime();
    List<? extends Future<?>> running =
        contestants.stream()
            .map(contestant ->
                pool.submit(() -> {
                  contestant.useThreads(1);
                  contestant.train(steps);
                }))
            .toList();
    for (Future<?> future : running) {
      await(future);
    }
    return System.nanoTime() - before;
  }

  private static void await(Future<?> future) {
    try {
      future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a contestant failed", e.getCause());
    }
  }
}
