package dev.seedbed.train;

import dev.seedbed.data.DataSpec;
import dev.seedbed.random.Seed;

/// How one network is trained.
///
/// @param optimizer the rule of a step
/// @param schedule of the learning rate
/// @param maxGradientNorm the largest norm of the gradient of all parameters; a larger gradient is
///   clipped to it; above 0, infinite for no clipping
/// @param dropout the probability that a hidden unit is dropped for a row of a step; in [0, 1)
/// @param minibatch rows a step; the last step of an epoch takes what is left
/// @param epochs passes over the training rows at the most
/// @param patience how many epochs without a better one end the training
/// @param metric what epochs and trials are ranked by
/// @param classWeights how much the rows of each class weigh in the loss
/// @param orderSeed decides the order of the rows in each epoch, and what is dropped: the same for
///   all trials of a study, so that they differ by their starts alone
public record TrainingSpec(
    Optimizer optimizer,
    Schedule schedule,
    double maxGradientNorm,
    double dropout,
    int minibatch,
    int epochs,
    int patience,
    Metric metric,
    ClassWeights classWeights,
    Seed orderSeed) {
  public static final TrainingSpec DEFAULT =
      new TrainingSpec(
          Sgd.DEFAULT,
          Schedule.Cosine.DEFAULT,
          Double.POSITIVE_INFINITY,
          0,
          16,
          100,
          20,
          Metric.LOSS,
          ClassWeights.NONE,
          DataSpec.DEFAULT_SEED);

  public TrainingSpec {
    if (!(maxGradientNorm > 0)) {
      throw new IllegalArgumentException(
          "the largest norm of the gradient must be above 0: " + maxGradientNorm);
    }
    Require.fraction("dropout", dropout);
    atLeastOne("minibatch", minibatch);
    atLeastOne("epochs", epochs);
    atLeastOne("patience", patience);
    if (schedule instanceof Schedule.WarmUp warmUp && warmUp.epochs() >= epochs) {
      throw new IllegalArgumentException(
          "the warm-up must be shorter than the %d epochs of the training: %d"
              .formatted(epochs, warmUp.epochs()));
    }
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1: " + value);
    }
  }

  /// The learning rate of step `step`, 0 the first.
  ///
  /// @param stepsPerEpoch at least 1
  public double learningRate(long step, int stepsPerEpoch) {
    return optimizer.learningRate() * schedule.factor(step, stepsPerEpoch, epochs);
  }

  /// Whether gradients can be too large.
  public boolean clips() {
    return maxGradientNorm < Double.POSITIVE_INFINITY;
  }

  public TrainingSpec withOptimizer(Optimizer newOptimizer) {
    return new TrainingSpec(
        newOptimizer,
        schedule,
        maxGradientNorm,
        dropout,
        minibatch,
        epochs,
        patience,
        metric,
        classWeights,
        orderSeed);
  }

  public TrainingSpec withSchedule(Schedule newSchedule) {
    return new TrainingSpec(
        optimizer,
        newSchedule,
        maxGradientNorm,
        dropout,
        minibatch,
        epochs,
        patience,
        metric,
        classWeights,
        orderSeed);
  }

  public TrainingSpec withMaxGradientNorm(double newMaxGradientNorm) {
    return new TrainingSpec(
        optimizer,
        schedule,
        newMaxGradientNorm,
        dropout,
        minibatch,
        epochs,
        patience,
        metric,
        classWeights,
        orderSeed);
  }

  public TrainingSpec withDropout(double newDropout) {
    return new TrainingSpec(
        optimizer,
        schedule,
        maxGradientNorm,
        newDropout,
        minibatch,
        epochs,
        patience,
        metric,
        classWeights,
        orderSeed);
  }

  public TrainingSpec withMinibatch(int newMinibatch) {
    return new TrainingSpec(
        optimizer,
        schedule,
        maxGradientNorm,
        dropout,
        newMinibatch,
        epochs,
        patience,
        metric,
        classWeights,
        orderSeed);
  }

  public TrainingSpec withEpochs(int newEpochs) {
    return new TrainingSpec(
        optimizer,
        schedule,
        maxGradientNorm,
        dropout,
        minibatch,
        newEpochs,
        patience,
        metric,
        classWeights,
        orderSeed);
  }

  public TrainingSpec withPatience(int newPatience) {
    return new TrainingSpec(
        optimizer,
        schedule,
        maxGradientNorm,
        dropout,
        minibatch,
        epochs,
        newPatience,
        metric,
        classWeights,
        orderSeed);
  }

  public TrainingSpec withOrderSeed(Seed newOrderSeed) {
    return new TrainingSpec(
        optimizer,
        schedule,
        maxGradientNorm,
        dropout,
        minibatch,
        epochs,
        patience,
        metric,
        classWeights,
        newOrderSeed);
  }

  public TrainingSpec withMetric(Metric newMetric) {
    return new TrainingSpec(
        optimizer,
        schedule,
        maxGradientNorm,
        dropout,
        minibatch,
        epochs,
        patience,
        newMetric,
        classWeights,
        orderSeed);
  }

  public TrainingSpec withClassWeights(ClassWeights newClassWeights) {
    return new TrainingSpec(
        optimizer,
        schedule,
        maxGradientNorm,
        dropout,
        minibatch,
        epochs,
        patience,
        metric,
        newClassWeights,
        orderSeed);
  }
}
