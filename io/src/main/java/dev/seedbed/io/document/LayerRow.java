package dev.seedbed.io.document;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.ALWAYS;
import static dev.seedbed.io.document.FiniteNumbers.finite;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.check.result.LayerReport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/// A layer in a [CheckDocument]: the numbers of [LayerReport].
///
/// @param weight the tensor of the weights in the file; of networks that are no chains
/// @param operator ONNX's name of what uses it; likewise
/// @param trunk whether it is on the way through the fewest operators with weights, or else on a
///   branch; likewise
/// @param singularValues of the layer's Jacobian
/// @param initialisers what the weights were likely drawn by, the likeliest first
/// @param histograms in `start.json` and reports alone
public record LayerRow(
    String name,
    Optional<String> weight,
    Optional<String> operator,
    Optional<Boolean> trunk,
    int fanIn,
    int fanOut,
    String activation,
    SpreadPart z,
    SpreadPart a,
    SpreadPart gradient,
    @JsonInclude(ALWAYS) OptionalDouble weightSd,
    @JsonInclude(ALWAYS) OptionalDouble weightGradientSd,
    @JsonInclude(ALWAYS) OptionalDouble dead,
    @JsonInclude(ALWAYS) OptionalDouble zeros,
    @JsonInclude(ALWAYS) OptionalDouble saturated,
    @JsonInclude(ALWAYS) OptionalDouble duplicates,
    @JsonInclude(ALWAYS) OptionalDouble forwardGain,
    @JsonInclude(ALWAYS) OptionalDouble backwardGain,
    @JsonInclude(ALWAYS) OptionalDouble predictedForwardGain,
    @JsonInclude(ALWAYS) OptionalDouble predictedBackwardGain,
    Optional<SingularValues> singularValues,
    Optional<MeanFieldPart> meanField,
    List<InitialiserRow> initialisers,
    Optional<Histograms> histograms) {

  public static LayerRow of(LayerReport layer) {
    return new LayerRow(
        layer.name(),
        layer.origin().map(LayerReport.Origin::weight),
        layer.origin().map(LayerReport.Origin::operator),
        layer.origin().map(LayerReport.Origin::onTrunk),
        layer.fanIn(),
        layer.fanOut(),
        layer.activation(),
        SpreadPart.of(layer.z()),
        SpreadPart.of(layer.a()),
        SpreadPart.of(layer.gradient()),
        finite(layer.weightDeviation()),
        finite(layer.weightGradient()),
        finite(layer.dead()),
        finite(layer.zeros()),
        finite(layer.saturated()),
        finite(layer.duplicates()),
        gain(layer.gains(), LayerReport.Gains::forward),
        gain(layer.gains(), LayerReport.Gains::backward),
        gain(layer.predictedGains(), LayerReport.Gains::forward),
        gain(layer.predictedGains(), LayerReport.Gains::backward),
        layer
            .jacobian()
            .map(values -> new SingularValues(finite(values.mean()), finite(values.deviation()))),
        layer
            .meanField()
            .map(point ->
                new MeanFieldPart(
                    finite(point.length()),
                    finite(point.gradientFactor()),
                    finite(point.depthScale()))),
        layer.initialisers().stream().map(InitialiserRow::of).toList(),
        Optional.empty());
  }

  private static OptionalDouble gain(
      Optional<LayerReport.Gains> gains, ToDoubleFunction<LayerReport.Gains> way) {
    return finite(gains.map(way::applyAsDouble));
  }

  /// With how the numbers of the layer are distributed.
  ///
  /// @param drawnBy what the weights are compared with
  public static LayerRow drawn(LayerReport layer, Optional<InitializerMatch> drawnBy) {
    LayerRow row = of(layer);
    return new LayerRow(
        row.name,
        row.weight,
        row.operator,
        row.trunk,
        row.fanIn,
        row.fanOut,
        row.activation,
        row.z,
        row.a,
        row.gradient,
        row.weightSd,
        row.weightGradientSd,
        row.dead,
        row.zeros,
        row.saturated,
        row.duplicates,
        row.forwardGain,
        row.backwardGain,
        row.predictedForwardGain,
        row.predictedBackwardGain,
        row.singularValues,
        row.meanField,
        row.initialisers,
        layer.histograms().map(all -> Histograms.of(all, drawnBy)));
  }

  public record SpreadPart(
      @JsonInclude(ALWAYS) OptionalDouble mean,
      @JsonInclude(ALWAYS) OptionalDouble sd,
      @JsonInclude(ALWAYS) OptionalDouble p2,
      @JsonInclude(ALWAYS) OptionalDouble p98) {
    static SpreadPart of(LayerReport.Spread spread) {
      return new SpreadPart(
          finite(spread.mean()),
          finite(spread.deviation()),
          finite(spread.low()),
          finite(spread.high()));
    }
  }

  public record SingularValues(
      @JsonInclude(ALWAYS) OptionalDouble mean, @JsonInclude(ALWAYS) OptionalDouble sd) {}

  /// Where infinitely wide layers of these variances would settle.
  public record MeanFieldPart(
      @JsonInclude(ALWAYS) OptionalDouble length,
      @JsonInclude(ALWAYS) OptionalDouble gradientFactor,
      @JsonInclude(ALWAYS) OptionalDouble depthScale) {}

  /// The scheme that likely drew the weights.
  ///
  /// @param probability its share of the likelihood of all candidates
  public record InitialiserRow(
      String scheme,
      String law,
      @JsonProperty("odds") @JsonInclude(ALWAYS) OptionalDouble probability) {
    static InitialiserRow of(InitializerMatch match) {
      return new InitialiserRow(match.scheme(), match.symbols(), finite(match.probability()));
    }
  }

  /// How the numbers of a layer are distributed.
  public record Histograms(
      HistogramPart a,
      HistogramPart gradient,
      HistogramPart weightGradient,
      HistogramPart weights,
      List<Double> weightSingularValues,
      List<Double> unitSd) {
    static Histograms of(LayerReport.Histograms layer, Optional<InitializerMatch> drawnBy) {
      return new Histograms(
          HistogramPart.of(layer.a(), Optional.empty()),
          HistogramPart.of(layer.gradient(), Optional.empty()),
          HistogramPart.of(layer.weightGradient(), Optional.empty()),
          HistogramPart.of(layer.weights(), drawnBy),
          layer.singularValues(),
          layer.unitDeviations());
    }
  }
}
