package dev.seedbed.cli.options;

import dev.seedbed.random.Seed;
import dev.seedbed.train.AdamW;
import dev.seedbed.train.ClassWeights;
import dev.seedbed.train.Optimizer;
import dev.seedbed.train.Schedule;
import dev.seedbed.train.Sgd;
import dev.seedbed.train.TrainingSpec;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say how a network is trained.
public final class TrainingOptions {

  /// The optimisers, by their names.
  enum Rule {
    SGD,
    ADAMW;

    /// As people write it.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "The most passes over the training rows. Default: ${DEFAULT-VALUE}.")
  private int epochs = TrainingSpec.DEFAULT.epochs();

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "End a trial after N epochs without a better one. Default: ${DEFAULT-VALUE}.")
  private int patience = TrainingSpec.DEFAULT.patience();

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      converter = Values.Metrics.class,
      completionCandidates = Values.MetricNames.class,
      description =
          "What epochs and trials are ranked by, on the validation rows: ${COMPLETION-CANDIDATES}. "
              + "f1 is that of the rarer of two classes, or the mean of all. Default: ${DEFAULT-VALUE}.")
  private Values.NamedMetric metric = new Values.NamedMetric(TrainingSpec.DEFAULT.metric());

  @Option(
      names = "--class-weights",
      paramLabel = "NAME",
      description =
          "How much the rows of each class weigh in the loss: ${COMPLETION-CANDIDATES}. balanced makes all classes "
              + "weigh the same, however rare they are. Default: ${DEFAULT-VALUE}.")
  private ClassWeights classWeights = TrainingSpec.DEFAULT.classWeights();

  @Option(
      names = "--minibatch",
      paramLabel = "N",
      description = "Rows per step. Default: ${DEFAULT-VALUE}.")
  private int minibatch = TrainingSpec.DEFAULT.minibatch();

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = "Optimizer: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Rule optimizer = Rule.SGD;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description =
          "Learning rate. Default: "
              + Sgd.DEFAULT_LEARNING_RATE
              + " with SGD, "
              + AdamW.DEFAULT_LEARNING_RATE
              + " with AdamW.")
  private @Nullable Double learningRate;

  @Option(
      names = "--momentum",
      paramLabel = "X",
      description = "Momentum of SGD, from 0 to below 1. Default: " + Sgd.DEFAULT_MOMENTUM + ".")
  private @Nullable Double momentum;

  @Option(names = "--nesterov", description = "Use Nesterov momentum with SGD.")
  private boolean nesterov;

  @Option(
      names = "--beta1",
      paramLabel = "X",
      description = "Beta 1 of AdamW, from 0 to below 1. Default: " + AdamW.DEFAULT_BETA1 + ".")
  private @Nullable Double beta1;

  @Option(
      names = "--beta2",
      paramLabel = "X",
      description = "Beta 2 of AdamW, from 0 to below 1. Default: " + AdamW.DEFAULT_BETA2 + ".")
  private @Nullable Double beta2;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description =
          "Weight decay, not applied to biases: L2 with SGD, decoupled with AdamW. Default: "
              + Sgd.DEFAULT_WEIGHT_DECAY
              + " with SGD, "
              + AdamW.DEFAULT_WEIGHT_DECAY
              + " with AdamW.")
  private @Nullable Double weightDecay;

  @Option(
      names = "--schedule",
      paramLabel = "SCHEDULE",
      converter = Values.Schedules.class,
      completionCandidates = Values.SchedulePresets.class,
      description =
          "Schedule of the learning rate over --epochs: ${COMPLETION-CANDIDATES}. Default: "
              + "${DEFAULT-VALUE}.")
  private Values.NamedSchedule schedule = new Values.NamedSchedule(TrainingSpec.DEFAULT.schedule());

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description =
          "Epochs over which the learning rate first rises to its full value. Default: none.")
  private @Nullable Integer warmUp;

  @Option(
      names = "--clip",
      paramLabel = "X",
      description =
          "Largest gradient norm of a step; larger gradients are scaled down to it. "
              + "Default: none.")
  private double clip = TrainingSpec.DEFAULT.maxGradientNorm();

  @Option(
      names = "--dropout",
      paramLabel = "P",
      description =
          "The share of hidden units dropped in each step, from 0 to below 1. Default: "
              + "${DEFAULT-VALUE}.")
  private double dropout = TrainingSpec.DEFAULT.dropout();

  /// The specification that the options describe.
  ///
  /// @param seed of the order of the rows and of dropout
  /// @throws IllegalArgumentException if they make no sense
  public TrainingSpec training(Seed seed) {
    Schedule rates = schedule.schedule();
    return new TrainingSpec(
        optimizer(),
        warmUp == null || warmUp == 0 ? rates : new Schedule.WarmUp(warmUp, rates),
        clip,
        dropout,
        minibatch,
        epochs,
        patience,
        metric.metric(),
        classWeights,
        seed);
  }

  private Optimizer optimizer() {
    return switch (optimizer) {
      case SGD -> {
        refuse(beta1 != null, "--beta1", Rule.ADAMW);
        refuse(beta2 != null, "--beta2", Rule.ADAMW);
        yield new Sgd(
            or(learningRate, Sgd.DEFAULT_LEARNING_RATE),
            or(momentum, Sgd.DEFAULT_MOMENTUM),
            or(weightDecay, Sgd.DEFAULT_WEIGHT_DECAY),
            nesterov);
      }
      case ADAMW -> {
        refuse(momentum != null, "--momentum", Rule.SGD);
        refuse(nesterov, "--nesterov", Rule.SGD);
        yield new AdamW(
            or(learningRate, AdamW.DEFAULT_LEARNING_RATE),
            or(beta1, AdamW.DEFAULT_BETA1),
            or(beta2, AdamW.DEFAULT_BETA2),
            AdamW.DEFAULT_EPSILON,
            or(weightDecay, AdamW.DEFAULT_WEIGHT_DECAY));
      }
    };
  }

  private static double or(@Nullable Double given, double otherwise) {
    return given == null ? otherwise : given;
  }

  private static void refuse(boolean given, String option, Rule owner) {
    if (given) {
      throw new IllegalArgumentException(
          "%s needs --optimizer %s".formatted(option, owner.name().toLowerCase(Locale.ROOT)));
    }
  }
}
