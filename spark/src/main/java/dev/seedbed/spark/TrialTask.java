package dev.seedbed.spark;

import org.apache.spark.broadcast.Broadcast;

/// Trains some trials on an executor.
final class TrialTask extends FarTask<Work, Trained> {
  private static final long serialVersionUID = 1;
  private static final double NANOS = 1e9;

  private final Broadcast<byte[]> race;
  private final int budget;

  TrialTask(Broadcast<byte[]> race, int budget) {
    super(race.id(), budget);
    this.race = race;
    this.budget = budget;
  }

  @Override
  int number(Work work) {
    return work.trial();
  }

  @Override
  String name(Work work) {
    return "trial " + work.trial();
  }

  @Override
  Trained run(Work work) {
    long start = System.nanoTime();
    byte[] state = FarRace.of(race).advance(work, budget);
    return new Trained(work.trial(), state, (System.nanoTime() - start) / NANOS);
  }

  @Override
  byte[] bytes(Trained trained) {
    return trained.state();
  }
}
