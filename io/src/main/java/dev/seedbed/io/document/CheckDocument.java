package dev.seedbed.io.document;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.ALWAYS;
import static dev.seedbed.io.document.FiniteNumbers.finite;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.seedbed.check.Survey;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Rule;
import dev.seedbed.io.check.CheckResult;
import dev.seedbed.statistics.Proportion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// The result of a check: `check --json` prints it, `start.json` holds it, and the report of a
/// start is drawn from it. Fields that do not apply are left out; numbers that are not finite are
/// null.
///
/// @param findings the most severe first
/// @param layers of a network that was run, else none
/// @param network likewise
/// @param rows that were propagated
/// @param survey of several seeds
/// @param tensors of a network that is no chain, else none
/// @param assumed what was made up of the inputs, one sentence each; only of networks that are no
///   chains
/// @param notPropagated why it was not run, one sentence each
/// @param lookedAt how far a check of single tensors carries
/// @param fix the repairs; empty without --fix
/// @param start what was checked, in a line; in `start.json` and reports alone
/// @param meaning of the verdict, in words; likewise
public record CheckDocument(
    String verdict,
    List<FindingRow> findings,
    List<LayerRow> layers,
    Optional<NetworkPart> network,
    Optional<RowsPart> rows,
    Optional<SurveyPart> survey,
    List<TensorRow> tensors,
    List<String> assumed,
    List<String> notPropagated,
    Optional<LookedAt> lookedAt,
    Optional<FixPart> fix,
    Optional<String> start,
    Optional<String> meaning) {

  /// With what was checked and what the verdict means, for a report.
  public CheckDocument explained(CheckResult result) {
    return new CheckDocument(
        verdict,
        findings,
        layers,
        network,
        rows,
        survey,
        tensors,
        assumed,
        notPropagated,
        lookedAt,
        fix,
        Optional.of(result.start()),
        Optional.of(result.meaning()));
  }

  /// A finding.
  ///
  /// @param layer the layer or tensor; "network" if it is about all of it
  /// @param threshold what the value was compared with, such as "below 1e-7"
  /// @param fix how to repair it; empty if there is nothing to repair
  public record FindingRow(
      String rule,
      String id,
      String severity,
      String layer,
      @JsonInclude(ALWAYS) OptionalDouble value,
      String threshold,
      String message,
      String fix,
      String source) {}

  /// A verdict with its findings.
  public record Judgement(String verdict, List<FindingRow> findings) {}

  /// Measurements of the whole network.
  public record NetworkPart(
      @JsonInclude(ALWAYS) OptionalDouble loss,
      @JsonInclude(ALWAYS) OptionalDouble chance,
      @JsonInclude(ALWAYS) OptionalDouble inverseWidths,
      @JsonInclude(ALWAYS) OptionalDouble updateRatio,
      @JsonInclude(ALWAYS) OptionalDouble learningRate) {

    public static NetworkPart of(Diagnosis diagnosis) {
      var network = diagnosis.network();
      return new NetworkPart(
          finite(network.loss()),
          finite(network.chance()),
          finite(network.inverseWidths()),
          finite(network.updateRatio()),
          finite(network.learningRate()));
    }
  }

  /// The rows that were propagated.
  ///
  /// @param given whether they were the user's own
  public record RowsPart(int count, boolean given) {
    public static RowsPart of(Diagnosis diagnosis) {
      return new RowsPart(diagnosis.network().rows(), diagnosis.network().given());
    }
  }

  /// A share of the seeds, with its 95 % interval.
  public record SharePart(int count, double probability, double low, double high) {
    static SharePart of(Proportion share) {
      return new SharePart(share.count(), share.value(), share.low(), share.high());
    }
  }

  /// The verdicts of a scheme over many seeds.
  ///
  /// @param rules seeds with a warning or an error of a rule
  public record SurveyPart(
      int seeds,
      SharePart bornDead,
      SharePart exploding,
      SharePart vanishing,
      SharePart faulty,
      Map<String, Integer> rules) {

    public static SurveyPart of(Survey survey) {
      var rules = new TreeMap<Rule, Integer>(survey.rules());
      var titles = new LinkedHashMap<String, Integer>();
      rules.forEach((rule, count) -> titles.put(rule.title(), count));
      return new SurveyPart(
          survey.seeds(),
          SharePart.of(survey.bornDead()),
          SharePart.of(survey.exploding()),
          SharePart.of(survey.vanishing()),
          SharePart.of(survey.faulty()),
          titles);
    }
  }

  /// How far a check of single tensors carries.
  public record LookedAt(long tensors, long parameters, List<String> rules, String unknown) {}

  /// The repairs.
  ///
  /// @param out the file that was written
  /// @param left warnings and errors that are still there, and why
  public record FixPart(
      String out, Judgement before, List<RepairRow> repairs, List<LeftRow> left) {}

  /// New numbers of a layer, or of a tensor.
  public record RepairRow(
      Optional<String> layer,
      Optional<Boolean> weights,
      Optional<Boolean> biases,
      Optional<Boolean> scales,
      Optional<String> tensor,
      String scheme) {}

  /// A finding that is still there, and why.
  public record LeftRow(String rule, String layer, String reason) {}
}
