package dev.seedbed.bench.check;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// Two threads that share work.
public final class Workers {
  private static final int THREADS = 2;

  private Workers() {}

  /// Does the same for each of many, several at once.
  public static <A, B> List<B> each(List<A> many, Function<A, B> work)
      throws InterruptedException, ExecutionException {
    try (var pool = Executors.newFixedThreadPool(THREADS)) {
      List<Future<B>> running =
          many.stream().map(one -> pool.submit(() -> work.apply(one))).toList();
      var results = new ArrayList<B>();
      for (Future<B> future : running) {
        results.add(future.get());
      }
      return results;
    }
  }
}
