package dev.seedbed.check.result;

import dev.seedbed.statistics.Interval;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// How the size of activations depends on the width of a network, before and after its first steps:
/// the coordinate check of µP. Yang et al. 2022, arXiv:2203.03466, figure 5 and appendix D.
///
/// @param networks the narrowest first
/// @param operators with weights, in the order in which they run, and then the logits of attention
/// @param rows of a batch
/// @param batches that were drawn
/// @param assumed what was made up of the inputs, one sentence each
/// @param obstacles why networks could not be run, one sentence each; then there are no operators
public record Coordinates(
    List<Network> networks,
    List<Operator> operators,
    int rows,
    int batches,
    List<String> assumed,
    List<String> obstacles) {
  /// The least tolerance: slopes from −0.25 to 0.25 are no fault. In wide networks a slope is 0 or
  /// a multiple of ½; this is half way. Networks of width 64 to 1024 by µP have slopes within 0.15
  /// of 0 with Adam, and 0.24 with plain descent.
  public static final double TOLERANCE = 0.25;

  /// Logits may fall as 1/√width, as they do at the start by µP.
  public static final double LOGITS = -0.5;

  /// A network.
  ///
  /// @param name of its file, or how it was drawn
  /// @param width the geometric mean of the units of those hidden operators whose number of units
  ///   is not the same in all networks
  public record Network(String name, double width) {}

  /// What an operator is in its network.
  public enum Kind {
    /// Another operator with weights uses what it computes.
    HIDDEN,
    /// The last operator with weights on its way.
    OUTPUT,
    /// The logits of attention, where they are not masked.
    ATTENTION;

    /// Its name in outputs.
    public String title() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The lowest slope that is no fault.
    public double lowest(double tolerance) {
      return (this == HIDDEN ? 0 : LOGITS) - tolerance;
    }
  }

  /// An operator.
  ///
  /// @param name its path in the network
  /// @param units in each network; none of the logits of attention
  /// @param sizes of its activations a, before the first step and after each
  /// @param changes of its activations since the start, after each step
  public record Operator(
      String name, Kind kind, List<Integer> units, List<Fit> sizes, List<Fit> changes) {
    public Operator {
      units = List.copyOf(units);
      sizes = List.copyOf(sizes);
      changes = List.copyOf(changes);
    }

    /// The worst of all sizes and changes.
    public WidthVerdict verdict() {
      return worst(Stream.concat(sizes.stream(), changes.stream()).map(Fit::verdict));
    }
  }

  /// Sizes at all widths, and the power of the width by which they grow.
  ///
  /// @param means over rows, units and batches of |a|, or of its change; one a network
  /// @param slope empty if there is none, as some means are 0 or not finite
  /// @param tolerance around 0; more than [#TOLERANCE] where weights were drawn once, by twice the
  ///   standard error that a slope has because another draw would have given other units
  public record Fit(
      List<Double> means, Optional<Slope> slope, double tolerance, WidthVerdict verdict) {
    public Fit {
      means = List.copyOf(means);
    }
  }

  /// The slope of ln mean against ln width, by least squares over the networks.
  ///
  /// @param value the mean over batches
  /// @param interval of that mean, at 95 %, by Student's t
  public record Slope(double value, Interval interval) {}

  public Coordinates {
    networks = List.copyOf(networks);
    operators = List.copyOf(operators);
    assumed = List.copyOf(assumed);
    obstacles = List.copyOf(obstacles);
  }

  /// The result where networks could not be run.
  ///
  /// @param obstacles why, one sentence each
  public static Coordinates notRun(List<String> obstacles) {
    return new Coordinates(List.of(), List.of(), 0, 0, List.of(), obstacles);
  }

  /// The worst of the operators.
  public WidthVerdict verdict() {
    return worst(operators.stream().map(Operator::verdict));
  }

  private static WidthVerdict worst(Stream<WidthVerdict> verdicts) {
    return verdicts.max(Comparator.naturalOrder()).orElse(WidthVerdict.NOT_RUN);
  }
}
