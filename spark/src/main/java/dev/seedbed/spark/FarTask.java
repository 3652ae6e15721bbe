package dev.seedbed.spark;

import dev.seedbed.data.InputException;
import dev.seedbed.jvm.Sha256;
import dev.seedbed.spark.SeedbedPlugin.ExecutorEnd;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/// Does some parts of a work on an executor, and tells the driver of each.
///
/// @param <T> what is known of a part
/// @param <R> what comes of it
abstract class FarTask<T, R extends Serializable>
    extends AbstractFunction1<Iterator<List<T>>, List<R>> implements Serializable {
  private static final long serialVersionUID = 1;

  private final long work;
  private final int budget;

  /// @param work the number of the broadcast that brought it
  /// @param budget in epochs, of trials; else 0
  FarTask(long work, int budget) {
    this.work = work;
    this.budget = budget;
  }

  abstract int number(T part);

  abstract String name(T part);

  abstract R run(T part) throws IOException;

  /// The bytes by which two results are compared.
  abstract byte[] bytes(R result) throws IOException;

  @Override
  public List<R> apply(Iterator<List<T>> partition) {
    var done = new ArrayList<R>();
    while (partition.hasNext()) {
      List<T> parts = partition.next();
      ExecutorEnd.send(new Message.Begun(ExecutorEnd.place(), work, number(parts.getFirst())));
      for (int i = 0; i < parts.size(); i++) {
        done.add(tell(parts.get(i), i + 1 < parts.size() ? number(parts.get(i + 1)) : -1));
      }
    }
    return done;
  }

  private R tell(T part, int next) {
    Place here = ExecutorEnd.place();
    int number = number(part);
    try {
      R result = run(part);
      String sha256 = Sha256.hex(bytes(result));
      ExecutorEnd.send(new Message.Done(here, work, number, budget, name(part), sha256, next));
      return result;
    } catch (Throwable e) {
      // Whatever it is, the driver is to know of which part. A task that is killed may fail in any
      // way.
      if (e instanceof TaskKilledException || TaskContext.get().isInterrupted()) {
        ExecutorEnd.send(new Message.Killed(here, work, number));
        TaskContext.get().killTaskIfInterrupted();
      } else {
        ExecutorEnd.send(new Message.Failed(here, work, number, cause(e)));
      }
      switch (e) {
        case RuntimeException unchecked -> throw unchecked;
        case Error error -> throw error;
        default -> throw new IllegalStateException(e);
      }
    }
  }

  private static String cause(Throwable e) {
    return e instanceof InputException || e instanceof IOException
        ? String.valueOf(e.getMessage())
        : e.toString();
  }
}
