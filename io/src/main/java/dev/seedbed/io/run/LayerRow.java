package dev.seedbed.io.run;

import static dev.seedbed.io.run.CheckDocument.finite;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.check.result.Spread;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A layer in a [CheckDocument]: the numbers of [LayerReport].
///
/// @param singularValues of the layer's Jacobian
/// @param initialisers what the weights were likely drawn by, the likeliest first
/// @param histograms in `start.json` and reports alone
@JsonNaming(SnakeCaseStrategy.class)
public record LayerRow(
    String name,
    int fanIn,
    int fanOut,
    String activation,
    SpreadPart z,
    SpreadPart a,
    SpreadPart gradient,
    @Nullable Double weightSd,
    @Nullable Double weightGradientSd,
    @Nullable Double dead,
    @Nullable Double zeros,
    @Nullable Double saturated,
    @Nullable Double duplicates,
    @Nullable Double forwardGain,
    @Nullable Double backwardGain,
    @Nullable Double predictedForwardGain,
    @Nullable Double predictedBackwardGain,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SingularValues singularValues,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable MeanFieldPart meanField,
    List<InitialiserRow> initialisers,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Histograms histograms) {

  public static LayerRow of(LayerReport layer) {
    return new LayerRow(
        layer.name(),
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
            .map(values -> new SingularValues(finite(values.mean()), finite(values.deviation())))
            .orElse(null),
        layer
            .meanField()
            .map(point ->
                new MeanFieldPart(
                    finite(point.length()),
                    finite(point.gradientFactor()),
                    finite(point.depthScale())))
            .orElse(null),
        layer.initialisers().stream().map(InitialiserRow::of).toList(),
        null);
  }

  private static @Nullable Double gain(
      Optional<LayerReport.Gains> gains, ToDoubleFunction<LayerReport.Gains> way) {
    return gains.map(both -> finite(way.applyAsDouble(both))).orElse(null);
  }

  /// With how the numbers of the layer are distributed.
  ///
  /// @param drawnBy what the weights are compared with
  public static LayerRow drawn(LayerReport layer, Optional<InitializerMatch> drawnBy) {
    LayerRow row = of(layer);
    return new LayerRow(
        row.name,
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
        layer.histograms().map(all -> Histograms.of(all, drawnBy)).orElse(null));
  }

  public record SpreadPart(
      @Nullable Double mean, @Nullable Double sd, @Nullable Double p2, @Nullable Double p98) {
    static SpreadPart of(Spread spread) {
      return new SpreadPart(
          finite(spread.mean()),
          finite(spread.deviation()),
          finite(spread.low()),
          finite(spread.high()));
    }
  }

  public record SingularValues(@Nullable Double mean, @Nullable Double sd) {}

  /// Where infinitely wide layers of these variances would settle.
  @JsonNaming(SnakeCaseStrategy.class)
  public record MeanFieldPart(
      @Nullable Double length, @Nullable Double gradientFactor, @Nullable Double depthScale) {}

  /// What weights were likely drawn by.
  ///
  /// @param probability its share of the likelihood of all candidates
  @JsonPropertyOrder({"scheme", "law", "odds"})
  public record InitialiserRow(
      String scheme, String law, @JsonProperty("odds") @Nullable Double probability) {
    static InitialiserRow of(InitializerMatch match) {
      return new InitialiserRow(match.scheme(), match.symbols(), finite(match.probability()));
    }
  }

  /// How the numbers of a layer are distributed.
  @JsonNaming(SnakeCaseStrategy.class)
  public record Histograms(
      HistogramPart a,
      HistogramPart gradient,
      HistogramPart weightGradient,
      HistogramPart weights,
      List<Double> weightSingularValues) {
    static Histograms of(LayerReport.Histograms layer, Optional<InitializerMatch> drawnBy) {
      return new Histograms(
          HistogramPart.of(layer.a(), Optional.empty()),
          HistogramPart.of(layer.gradient(), Optional.empty()),
          HistogramPart.of(layer.weightGradient(), Optional.empty()),
          HistogramPart.of(layer.weights(), drawnBy),
          layer.singularValues());
    }
  }
}
