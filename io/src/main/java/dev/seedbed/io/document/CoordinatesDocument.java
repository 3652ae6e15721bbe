package dev.seedbed.io.document;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.ALWAYS;
import static dev.seedbed.io.document.FiniteNumbers.finite;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.seedbed.check.result.Coordinates;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// What `check --coordinates --json` prints. Numbers that are not finite, or that there are none
/// of, are null.
///
/// @param networks the narrowest first
/// @param assumed what was made up of the inputs, one sentence each
/// @param notPropagated why networks could not be run, one sentence each
public record CoordinatesDocument(
    String verdict,
    List<WidthRow> networks,
    List<OperatorRow> operators,
    String optimizer,
    double learningRate,
    int batches,
    int rows,
    List<String> assumed,
    List<String> notPropagated) {

  /// The document of a check.
  ///
  /// @param optimizer its name
  public static CoordinatesDocument of(
      Coordinates coordinates, String optimizer, double learningRate) {
    return new CoordinatesDocument(
        coordinates.verdict().title(),
        coordinates.networks().stream()
            .map(network -> new WidthRow(network.name(), network.width()))
            .toList(),
        coordinates.operators().stream()
            .map(operator -> OperatorRow.of(operator, coordinates.networks()))
            .toList(),
        optimizer,
        learningRate,
        coordinates.batches(),
        coordinates.rows(),
        coordinates.assumed(),
        coordinates.obstacles());
  }

  /// A network.
  ///
  /// @param width the geometric mean of the units of those hidden operators that differ
  public record WidthRow(String name, double width) {}

  /// An operator.
  ///
  /// @param kind hidden, output, or attention for the logits of attention
  /// @param sizes of its activations, at the start and after each step
  /// @param changes of its activations since the start, after each step
  public record OperatorRow(
      String name, String kind, String verdict, List<FitRow> sizes, List<FitRow> changes) {
    static OperatorRow of(Coordinates.Operator operator, List<Coordinates.Network> networks) {
      return new OperatorRow(
          operator.name(),
          operator.kind().title(),
          operator.verdict().title(),
          rows(0, operator.sizes(), operator.units(), networks),
          rows(1, operator.changes(), operator.units(), networks));
    }

    private static List<FitRow> rows(
        int from,
        List<Coordinates.Fit> fits,
        List<Integer> units,
        List<Coordinates.Network> networks) {
      return IntStream.range(0, fits.size())
          .mapToObj(t -> FitRow.of(from + t, fits.get(t), units, networks))
          .toList();
    }
  }

  /// Sizes after some steps, at all widths.
  ///
  /// @param slope of ln mean against ln width
  /// @param low end of its 95 % interval
  /// @param high end
  /// @param tolerance around 0
  public record FitRow(
      int step,
      @JsonInclude(ALWAYS) OptionalDouble slope,
      @JsonInclude(ALWAYS) OptionalDouble low,
      @JsonInclude(ALWAYS) OptionalDouble high,
      double tolerance,
      String verdict,
      List<MeanRow> means) {
    static FitRow of(
        int step, Coordinates.Fit fit, List<Integer> units, List<Coordinates.Network> networks) {
      Optional<Coordinates.Slope> slope = fit.slope();
      return new FitRow(
          step,
          finite(slope.map(Coordinates.Slope::value)),
          finite(slope.map(it -> it.interval().low())),
          finite(slope.map(it -> it.interval().high())),
          fit.tolerance(),
          fit.verdict().title(),
          IntStream.range(0, networks.size())
              .mapToObj(i ->
                  new MeanRow(
                      networks.get(i).width(),
                      units.isEmpty() ? Optional.empty() : Optional.of(units.get(i)),
                      finite(fit.means().get(i))))
              .toList());
    }
  }

  /// The size at a width.
  ///
  /// @param units of the operator; left out for the logits of attention
  /// @param mean over rows, units and batches
  public record MeanRow(
      double width, Optional<Integer> units, @JsonInclude(ALWAYS) OptionalDouble mean) {}
}
