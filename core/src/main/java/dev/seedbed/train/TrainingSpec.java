package dev.seedbed.train;

import dev.seedbed.data.DataSpec;
import dev.seedbed.random.Seed;

/// How one network is trained.
///
/// @param optimizer the rule of a step
/// @param minibatch rows a step; the last step of an epoch takes what is left
/// @param epochs passes over the training rows at the most
/// @param patience how many epochs without a better validation loss end the training
/// @param orderSeed decides the order of the rows in each epoch
public record TrainingSpec(Sgd optimizer, int minibatch, int epochs, int patience, Seed orderSeed) {
  public static final TrainingSpec DEFAULT =
      new TrainingSpec(Sgd.DEFAULT, 16, 200, 20, DataSpec.DEFAULT_SEED);

  public TrainingSpec {
    atLeastOne("minibatch", minibatch);
    atLeastOne("epochs", epochs);
    atLeastOne("patience", patience);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1: " + value);
    }
  }

  public TrainingSpec withOptimizer(Sgd newOptimizer) {
    return new TrainingSpec(newOptimizer, minibatch, epochs, patience, orderSeed);
  }

  public TrainingSpec withMinibatch(int newMinibatch) {
    return new TrainingSpec(optimizer, newMinibatch, epochs, patience, orderSeed);
  }

  public TrainingSpec withEpochs(int newEpochs) {
    return new TrainingSpec(optimizer, minibatch, newEpochs, patience, orderSeed);
  }

  public TrainingSpec withPatience(int newPatience) {
    return new TrainingSpec(optimizer, minibatch, epochs, newPatience, orderSeed);
  }

  public TrainingSpec withOrderSeed(Seed newOrderSeed) {
    return new TrainingSpec(optimizer, minibatch, epochs, patience, newOrderSeed);
  }
}
