package dev.seedbed.io.document;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.ALWAYS;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.seedbed.random.Seed;
import dev.seedbed.train.AdamW;
import dev.seedbed.train.ClassWeights;
import dev.seedbed.train.Metric;
import dev.seedbed.train.Optimizer;
import dev.seedbed.train.Schedule;
import dev.seedbed.train.Sgd;
import dev.seedbed.train.TrainingSpec;
import java.util.Optional;
import java.util.OptionalDouble;

/// How each network was trained: `training` in both documents.
///
/// @param momentum of SGD only, as `nesterov`
/// @param beta1 of AdamW only, as `beta2` and `epsilon`
/// @param schedule its [notation][Schedule#notation]
/// @param warmUp epochs; 0 if there is none
/// @param clip the largest norm of a gradient; empty if gradients are not clipped
public record TrainingSettings(
    Rule optimizer,
    double learningRate,
    OptionalDouble momentum,
    Optional<Boolean> nesterov,
    OptionalDouble beta1,
    OptionalDouble beta2,
    OptionalDouble epsilon,
    double weightDecay,
    String schedule,
    int warmUp,
    @JsonInclude(ALWAYS) OptionalDouble clip,
    double dropout,
    int minibatch,
    int epochs,
    int patience,
    Metric metric,
    ClassWeights classWeights,
    long orderSeed) {

  /// The name of an optimiser.
  public enum Rule {
    SGD,
    ADAMW;

    private static Rule of(Optimizer optimizer) {
      return switch (optimizer) {
        case Sgd _ -> SGD;
        case AdamW _ -> ADAMW;
      };
    }
  }

  static TrainingSettings of(TrainingSpec spec) {
    Optimizer optimizer = spec.optimizer();
    Optional<Sgd> sgd = optimizer instanceof Sgd some ? Optional.of(some) : Optional.empty();
    Optional<AdamW> adamW = optimizer instanceof AdamW some ? Optional.of(some) : Optional.empty();
    return new TrainingSettings(
        Rule.of(optimizer),
        optimizer.learningRate(),
        sgd.stream().mapToDouble(Sgd::momentum).findFirst(),
        sgd.map(Sgd::nesterov),
        adamW.stream().mapToDouble(AdamW::beta1).findFirst(),
        adamW.stream().mapToDouble(AdamW::beta2).findFirst(),
        adamW.stream().mapToDouble(AdamW::epsilon).findFirst(),
        optimizer.weightDecay(),
        spec.schedule().notation(),
        spec.schedule() instanceof Schedule.WarmUp some ? some.epochs() : 0,
        spec.clips() ? OptionalDouble.of(spec.maxGradientNorm()) : OptionalDouble.empty(),
        spec.dropout(),
        spec.minibatch(),
        spec.epochs(),
        spec.patience(),
        spec.metric(),
        spec.classWeights(),
        spec.orderSeed().value());
  }

  /// The specification that these settings are of.
  ///
  /// @throws IllegalArgumentException if a setting is missing or out of its range
  public TrainingSpec specification() {
    Schedule after = Schedule.parse(schedule);
    return new TrainingSpec(
        optimizerSpecification(),
        warmUp == 0 ? after : new Schedule.WarmUp(warmUp, after),
        clip.orElse(Double.POSITIVE_INFINITY),
        dropout,
        minibatch,
        epochs,
        patience,
        metric,
        classWeights,
        new Seed(orderSeed));
  }

  private Optimizer optimizerSpecification() {
    return switch (optimizer) {
      case SGD ->
          new Sgd(
              learningRate,
              required("momentum", momentum),
              weightDecay,
              nesterov.orElseThrow(() -> missing("nesterov")));
      case ADAMW ->
          new AdamW(
              learningRate,
              required("beta1", beta1),
              required("beta2", beta2),
              required("epsilon", epsilon),
              weightDecay);
    };
  }

  private static double required(String name, OptionalDouble value) {
    return value.orElseThrow(() -> missing(name));
  }

  private static IllegalArgumentException missing(String name) {
    return new IllegalArgumentException("'training.%s' is missing".formatted(name));
  }
}
