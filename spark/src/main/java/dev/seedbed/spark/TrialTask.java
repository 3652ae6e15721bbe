package dev.seedbed.spark;

import dev.seedbed.jvm.Sha256;
import dev.seedbed.spark.SeedbedPlugin.ExecutorEnd;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.broadcast.Broadcast;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/// Trains some trials on an executor.
final class TrialTask extends AbstractFunction1<Iterator<List<Work>>, List<Trained>>
    implements Serializable {
  private static final long serialVersionUID = 1;
  private static final double NANOS = 1e9;

  private final Broadcast<byte[]> race;
  private final int budget;

  TrialTask(Broadcast<byte[]> race, int budget) {
    this.race = race;
    this.budget = budget;
  }

  @Override
  public List<Trained> apply(Iterator<List<Work>> partition) {
    FarRace known = FarRace.of(race);
    var done = new ArrayList<Trained>();
    while (partition.hasNext()) {
      for (Work work : partition.next()) {
        done.add(train(known, work));
      }
    }
    return done;
  }

  private Trained train(FarRace known, Work work) {
    long start = System.nanoTime();
    byte[] state;
    try {
      state = known.advance(work, budget);
    } catch (TaskKilledException e) {
      throw e;
    } catch (Throwable e) {
      // Whatever it is, the driver is to know of which trial. A task that is killed may fail in any
      // way.
      TaskContext.get().killTaskIfInterrupted();
      ExecutorEnd.send(
          new Message.Failed(ExecutorEnd.place(), race.id(), work.trial(), e.toString()));
      throw e;
    }
    ExecutorEnd.send(
        new Message.Done(ExecutorEnd.place(), race.id(), work.trial(), budget, Sha256.hex(state)));
    return new Trained(work.trial(), state, (System.nanoTime() - start) / NANOS);
  }
}
