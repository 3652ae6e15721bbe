package dev.seedbed.io.document;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.Target;
import dev.seedbed.io.model.Safetensors;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.score.Beats;
import dev.seedbed.score.ClassScores;
import dev.seedbed.score.Estimate;
import dev.seedbed.score.QuantityScores;
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
/// @param best what is kept; empty if every trial that was trained to its end diverged
/// @param keep of which trials that is made; there if and only if `best` is
/// @param rungs in the order in which they were decided
/// @param epochs that were trained, of all trials together
/// @param importance of the columns, the most important first
/// @param weightsSha256 of the weights that are kept; empty if there are none
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
    Optional<KeptPart> keep,
    List<RungRow> rungs,
    long epochs,
    List<ImportancePart> importance,
    SeedEffectPart seedEffect,
    Optional<String> weightsSha256,
    List<SchemeCheck> checks,
    double seconds) {
  public ResultDocument {
    notices = List.copyOf(notices);
    trials = List.copyOf(trials);
    checks = List.copyOf(checks);
    rungs = List.copyOf(rungs);
    importance = List.copyOf(importance);
    if (best.isPresent() != keep.isPresent()) {
      throw new IllegalArgumentException("'keep' must be there if and only if 'best' is");
    }
    if (best.isPresent() && !best.get().is(keep.orElseThrow().members().getFirst())) {
      throw new IllegalArgumentException("'best' must be the first of the members of 'keep'");
    }
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

  /// The best trial and its scores on the validation rows, and those on the test rows of what is
  /// kept. Scores of classes are empty if it predicts a quantity, and the other way round. `low`
  /// and `high` are the ends of 95 % intervals over the choice of the test rows.
  ///
  /// @param seed of the weights
  /// @param orderSeed of the order of rows
  /// @param baselineClass the most frequent class of the training rows
  /// @param baselineAccuracy the share of right test answers if that was always answered
  /// @param baselineRmse if the mean of the training rows was always answered
  /// @param baselineMae likewise
  /// @param testF1 of the rarer of two classes; of more, the mean of all
  /// @param testF1Class that class, if there are two
  /// @param testAuc of two classes that both have test rows
  /// @param testRmse NaN if it is not finite, as other errors and ends of intervals
  /// @param testR2 empty if the rows' targets are all equal
  public record Best(
      String scheme,
      long seed,
      long orderSeed,
      double validationLoss,
      OptionalDouble validationAccuracy,
      OptionalDouble validationRmse,
      OptionalDouble validationR2,
      Optional<String> baselineClass,
      OptionalDouble baselineAccuracy,
      OptionalDouble baselineRmse,
      OptionalDouble baselineMae,
      Beats beatsBaseline,
      OptionalDouble testAccuracy,
      OptionalDouble testAccuracyLow,
      OptionalDouble testAccuracyHigh,
      OptionalDouble testBalancedAccuracy,
      OptionalDouble testBalancedAccuracyLow,
      OptionalDouble testBalancedAccuracyHigh,
      OptionalDouble testF1,
      OptionalDouble testF1Low,
      OptionalDouble testF1High,
      Optional<String> testF1Class,
      OptionalDouble testMacroF1,
      @JsonDeserialize(using = NumberJson.NotFiniteReader.class) Optional<Double> testLogLoss,
      @JsonDeserialize(using = NumberJson.NotFiniteReader.class) Optional<Double> testLogLossLow,
      @JsonDeserialize(using = NumberJson.NotFiniteReader.class) Optional<Double> testLogLossHigh,
      OptionalDouble testBrier,
      OptionalDouble testAuc,
      OptionalDouble testAucLow,
      OptionalDouble testAucHigh,
      OptionalDouble testCalibrationError,
      @JsonDeserialize(using = NumberJson.NotFiniteReader.class) Optional<Double> testRmse,
      OptionalDouble testRmseLow,
      @JsonDeserialize(using = NumberJson.NotFiniteReader.class) Optional<Double> testRmseHigh,
      @JsonDeserialize(using = NumberJson.NotFiniteReader.class) Optional<Double> testMae,
      OptionalDouble testMaeLow,
      @JsonDeserialize(using = NumberJson.NotFiniteReader.class) Optional<Double> testMaeHigh,
      OptionalDouble testR2,
      OptionalDouble testR2Low,
      OptionalDouble testR2High,
      Optional<List<ClassPart>> testClasses,
      Optional<List<CalibrationPart>> testCalibration) {
    public Best {
      testClasses = testClasses.map(List::copyOf);
      testCalibration = testCalibration.map(List::copyOf);
      boolean classes =
          validationAccuracy.isPresent()
              && baselineClass.isPresent()
              && baselineAccuracy.isPresent()
              && testAccuracy.isPresent()
              && testAccuracyLow.isPresent()
              && testAccuracyHigh.isPresent()
              && testBalancedAccuracy.isPresent()
              && testF1.isPresent()
              && testLogLoss.isPresent()
              && testCalibrationError.isPresent()
              && testClasses.isPresent()
              && testCalibration.isPresent();
      boolean quantity =
          validationRmse.isPresent()
              && baselineRmse.isPresent()
              && testRmse.isPresent()
              && testRmseLow.isPresent()
              && testRmseHigh.isPresent()
              && testMae.isPresent();
      if (classes == quantity) {
        throw new IllegalArgumentException(
            "'best' must have either the scores of classes or those of a quantity");
      }
    }

    private boolean is(KeptPart.Member member) {
      return member.equals(new KeptPart.Member(scheme, seed, orderSeed));
    }

    private static Best of(Winner winner) {
      TrialResult trial = winner.trial();
      Score validation = trial.outcome().best().orElseThrow();
      Optional<ClassScores> classes =
          winner.test() instanceof ClassScores some ? Optional.of(some) : Optional.empty();
      Optional<QuantityScores> quantity =
          winner.test() instanceof QuantityScores some ? Optional.of(some) : Optional.empty();
      Optional<Estimate> accuracy = classes.map(ClassScores::accuracy);
      Optional<Estimate> balanced = classes.map(ClassScores::balancedAccuracy);
      Optional<Estimate> f1 = classes.map(ClassScores::f1);
      Optional<Estimate> logLoss = classes.map(ClassScores::logLoss);
      Optional<Estimate> auc = classes.flatMap(ClassScores::auc);
      Optional<Estimate> rmse = quantity.map(QuantityScores::rmse);
      Optional<Estimate> mae = quantity.map(QuantityScores::mae);
      Optional<Estimate> r2 = quantity.flatMap(QuantityScores::r2);
      return new Best(
          trial.trial().scheme().name(),
          trial.trial().seed().value(),
          trial.trial().order().value(),
          validation.loss(),
          FiniteNumbers.finite(FiniteNumbers.accuracy(validation)),
          FiniteNumbers.finite(FiniteNumbers.rmse(validation)),
          FiniteNumbers.finite(FiniteNumbers.r2(validation)),
          classes.map(scores -> scores.label(scores.baseline())),
          FiniteNumbers.finite(classes.map(ClassScores::baselineAccuracy)),
          FiniteNumbers.finite(quantity.map(QuantityScores::baselineRmse)),
          FiniteNumbers.finite(quantity.map(QuantityScores::baselineMae)),
          winner.test().beatsBaseline(),
          value(accuracy),
          low(accuracy),
          high(accuracy),
          value(balanced),
          low(balanced),
          high(balanced),
          value(f1),
          low(f1),
          high(f1),
          classes
              .filter(scores -> scores.rarer().isPresent())
              .map(scores -> scores.label(scores.rarer().getAsInt())),
          value(classes.map(ClassScores::macroF1)),
          logLoss.map(Estimate::value),
          logLoss.map(Best::low),
          logLoss.map(Best::high),
          FiniteNumbers.finite(classes.map(ClassScores::brier)),
          value(auc),
          low(auc),
          high(auc),
          FiniteNumbers.finite(classes.map(scores -> scores.calibration().error())),
          rmse.map(Estimate::value),
          low(rmse),
          rmse.map(Best::high),
          mae.map(Estimate::value),
          low(mae),
          mae.map(Best::high),
          value(r2),
          low(r2),
          high(r2),
          classes.map(scores -> scores.classes().stream().map(ClassPart::of).toList()),
          classes.map(scores -> CalibrationPart.of(scores.calibration())));
    }

    private static double low(Estimate estimate) {
      return estimate.interval().low();
    }

    private static double high(Estimate estimate) {
      return estimate.interval().high();
    }

    private static OptionalDouble value(Optional<Estimate> estimate) {
      return FiniteNumbers.finite(estimate.map(Estimate::value));
    }

    private static OptionalDouble low(Optional<Estimate> estimate) {
      return FiniteNumbers.finite(estimate.map(Best::low));
    }

    private static OptionalDouble high(Optional<Estimate> estimate) {
      return FiniteNumbers.finite(estimate.map(Best::high));
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
        result.winner().map(winner -> KeptPart.of(winner.kept())),
        result.rungs().stream().map(RungRow::of).toList(),
        result.epochs(),
        result.importance().stream().map(ImportancePart::of).toList(),
        SeedEffectPart.of(result.seedEffect(), ofClasses(data)),
        result.winner().map(winner -> Safetensors.sha256(winner.model().tensors())),
        checks,
        seconds);
  }

  /// The summary for the journal.
  public Summary summary() {
    return new Summary(best, keep, rungs, epochs, seedEffect, weightsSha256);
  }

  /// The result without the trials: `study_done` of the journal.
  public record Summary(
      Optional<Best> best,
      Optional<KeptPart> keep,
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
