package dev.seedbed.io.document;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.ALWAYS;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Target;
import dev.seedbed.io.model.Safetensors;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.statistics.Interval;
import dev.seedbed.study.StudyResult;
import dev.seedbed.study.StudyResult.Winner;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.TrialResult;
import dev.seedbed.train.Score;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import tools.jackson.databind.annotation.JsonDeserialize;

/// `result.json`, which `train --json` prints as well: what a study found.
///
/// @param run the run folder
/// @param notices about the data, the weightiest first
/// @param trials all of them, the best first
/// @param best the best trial; empty if every trial that was trained to its end diverged
/// @param rungs in the order in which they were decided
/// @param epochs that were trained, of all trials together
/// @param weightsSha256 of the best trial's weights; empty if there is none
/// @param checks of the first start of each scheme
/// @param seconds that the command took
public record ResultDocument(
    String run,
    Data data,
    List<NoticePart> notices,
    Network network,
    TrainingSettings training,
    List<TrialRow> trials,
    Optional<Best> best,
    List<RungRow> rungs,
    long epochs,
    SeedEffectPart seedEffect,
    Optional<String> weightsSha256,
    List<SchemeCheck> checks,
    double seconds) {
  public ResultDocument {
    notices = List.copyOf(notices);
    trials = List.copyOf(trials);
    checks = List.copyOf(checks);
    rungs = List.copyOf(rungs);
    if (best.isPresent() != weightsSha256.isPresent()) {
      throw new IllegalArgumentException("'weights_sha256' must be there if and only if 'best' is");
    }
  }

  /// The check of a scheme's first start.
  ///
  /// @param verdict as of [CheckDocument]
  /// @param findings the most severe first
  public record SchemeCheck(
      String scheme, String verdict, List<CheckDocument.FindingRow> findings) {
    public SchemeCheck {
      findings = List.copyOf(findings);
    }
  }

  /// The data in numbers.
  ///
  /// @param features that the inputs are encoded as
  /// @param classes empty if the target is a quantity
  /// @param columns what became of each column of the file
  public record Data(int rows, int features, OptionalInt classes, List<ColumnPart> columns) {
    public Data {
      columns = List.copyOf(columns);
    }

    private static Data of(Dataset data) {
      return new Data(
          data.rows(),
          data.encoder().width(),
          data.target() instanceof Target.Classes classes
              ? OptionalInt.of(classes.labels().size())
              : OptionalInt.empty(),
          data.columns().stream().map(ColumnPart::of).toList());
    }
  }

  /// The network that was trained.
  ///
  /// @param layers the widths, from the inputs to the outputs
  /// @param activation by its name
  public record Network(List<Integer> layers, String activation, long parameters) {
    public Network {
      layers = List.copyOf(layers);
    }

    private static Network of(NetworkSpec spec) {
      return new Network(spec.widths(), spec.activation().name(), spec.parameters());
    }
  }

  /// The best trial and its scores. Accuracies are empty if it predicts a quantity; RMSE and R² if
  /// it predicts classes, R² also if the rows' targets are all equal.
  ///
  /// @param seed of the weights
  /// @param orderSeed of the order of rows
  /// @param testLoss empty if it is not finite
  /// @param testRmse NaN if it is not finite
  /// @param testAccuracyLow the low end of a 95 % interval of the accuracy; the other ends likewise
  /// @param testRmseHigh NaN if nothing is known from above
  public record Best(
      String scheme,
      long seed,
      long orderSeed,
      double validationLoss,
      OptionalDouble validationAccuracy,
      OptionalDouble validationRmse,
      OptionalDouble validationR2,
      @JsonInclude(ALWAYS) OptionalDouble testLoss,
      OptionalDouble testAccuracy,
      @JsonDeserialize(using = NumberJson.NotFiniteReader.class) Optional<Double> testRmse,
      OptionalDouble testR2,
      OptionalDouble testAccuracyLow,
      OptionalDouble testAccuracyHigh,
      OptionalDouble testRmseLow,
      @JsonDeserialize(using = NumberJson.NotFiniteReader.class) Optional<Double> testRmseHigh) {
    public Best {
      boolean classes =
          validationAccuracy.isPresent()
              && testAccuracy.isPresent()
              && testAccuracyLow.isPresent()
              && testAccuracyHigh.isPresent();
      boolean quantity =
          validationRmse.isPresent()
              && testRmse.isPresent()
              && testRmseLow.isPresent()
              && testRmseHigh.isPresent();
      if (classes == quantity) {
        throw new IllegalArgumentException(
            "'best' must have either accuracies or RMSEs, with the ends of an interval");
      }
    }

    private static Best of(Winner winner) {
      TrialResult trial = winner.trial();
      Score validation = trial.outcome().best().orElseThrow();
      Score test = winner.test();
      Optional<Interval> ofAccuracy = FiniteNumbers.accuracy(test).map(_ -> winner.interval());
      Optional<Interval> ofRmse = FiniteNumbers.rmse(test).map(_ -> winner.interval());
      return new Best(
          trial.trial().scheme().name(),
          trial.trial().seed().value(),
          trial.trial().order().value(),
          validation.loss(),
          FiniteNumbers.finite(FiniteNumbers.accuracy(validation)),
          FiniteNumbers.finite(FiniteNumbers.rmse(validation)),
          FiniteNumbers.finite(FiniteNumbers.r2(validation)),
          FiniteNumbers.finite(test.loss()),
          FiniteNumbers.finite(FiniteNumbers.accuracy(test)),
          FiniteNumbers.rmse(test),
          FiniteNumbers.finite(FiniteNumbers.r2(test)),
          FiniteNumbers.finite(ofAccuracy.map(Interval::low)),
          FiniteNumbers.finite(ofAccuracy.map(Interval::high)),
          FiniteNumbers.finite(ofRmse.map(Interval::low)),
          ofRmse.map(Interval::high));
    }
  }

  /// The document of a study.
  ///
  /// @param run the run folder
  /// @param notices about the data, the weightiest first
  /// @param checks of the first start of each scheme
  /// @param seconds that the command took
  public static ResultDocument of(
      String run,
      Dataset data,
      List<NoticePart> notices,
      StudySpec spec,
      StudyResult result,
      List<SchemeCheck> checks,
      double seconds) {
    return new ResultDocument(
        run,
        Data.of(data),
        notices,
        Network.of(spec.network()),
        TrainingSettings.of(spec.training()),
        result.ranking().stream().map(TrialRow::of).toList(),
        result.winner().map(Best::of),
        result.rungs().stream().map(RungRow::of).toList(),
        result.epochs(),
        SeedEffectPart.of(result.seedEffect(), ofClasses(data)),
        result.winner().map(winner -> Safetensors.sha256(winner.model().network().tensors())),
        checks,
        seconds);
  }

  /// The summary for the journal.
  public Summary summary() {
    return new Summary(best, rungs, epochs, seedEffect, weightsSha256);
  }

  /// The result without the trials: `study_done` of the journal.
  public record Summary(
      Optional<Best> best,
      List<RungRow> rungs,
      long epochs,
      SeedEffectPart seedEffect,
      Optional<String> weightsSha256) {
    public Summary {
      rungs = List.copyOf(rungs);
    }
  }

  private static boolean ofClasses(Dataset data) {
    return data.target() instanceof Target.Classes;
  }
}
