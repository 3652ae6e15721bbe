package dev.seedbed.bench.train;

import dev.seedbed.bench.train.PeerLibrary.Method;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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
/// @param busy the share of the wall time in which the threads that train had a processor, one
///   number a run; without those that PyTorch splits a step over
record Way(
    Method method,
    int trials,
    int threads,
    List<Contestant> contestants,
    Samples nanos,
    Samples busy) {

  private Way(Method method, int trials, int threads, List<Contestant> contestants) {
    this(method, trials, threads, List.copyOf(contestants), new Samples(), new Samples());
  }

  /// The ways that `methods` can go with one thread, then those with two. Trials of one method are
  /// shared between its ways.
  static List<Way> of(List<Method> methods, Problem problem) {
    var one = new ArrayList<Way>();
    var two = new ArrayList<Way>();
    for (Method method : methods) {
      var contestants = new ArrayList<Contestant>();
      contestants.add(method.maker().apply(problem));
      one.add(new Way(method, 1, 1, contestants));
      if (method.splits()) {
        two.add(new Way(method, 1, 2, contestants));
      }
      if (method.concurrent()) {
        contestants.add(method.maker().apply(problem));
        two.add(new Way(method, 2, 2, contestants));
      }
    }
    one.addAll(two);
    return one;
  }

  String title() {
    return method.title() + (split() ? ", a step on 2 threads" : trials == 2 ? ", two trials" : "");
  }

  /// Networks that are trained at once.
  int networks() {
    return trials * method.networks();
  }

  /// Seconds that two trials take for a step each: twice the time of a way that does one at a time.
  double secondsOfTwo() {
    return nanos.median() * 1e-9 * 2 / trials;
  }

  /// Whether a step is split over threads of the library's own.
  boolean split() {
    return threads > trials;
  }

  /// The wall time of so many steps of all trials, in nanoseconds.
  long run(int steps, ExecutorService pool) {
    long before = System.nanoTime();
    long cpu;
    if (trials == 1) {
      cpu = train(contestants.getFirst(), threads, steps);
    } else {
      List<Future<Long>> running =
          contestants.stream()
              .map(contestant -> pool.submit(() -> train(contestant, 1, steps)))
              .toList();
      cpu = running.stream().mapToLong(Way::await).sum();
    }
    long nanos = System.nanoTime() - before;
    busy.add((double) cpu / trials / nanos);
    return nanos;
  }

  /// The time on a processor, in nanoseconds.
  private static long train(Contestant contestant, int threads, int steps) {
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long before = clock.getCurrentThreadCpuTime();
    contestant.useThreads(threads);
    contestant.train(steps);
    return clock.getCurrentThreadCpuTime() - before;
  }

  private static long await(Future<Long> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a contestant failed", e.getCause());
    }
  }
}
