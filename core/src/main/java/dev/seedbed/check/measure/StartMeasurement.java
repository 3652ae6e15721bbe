package dev.seedbed.check.measure;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.graph.Oddity;
import dev.seedbed.check.result.NetworkMeasurement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// All that rules look at of a start that was run, whatever network it is of.
///
/// @param kind of network
/// @param head what the outputs mean
/// @param layers in the order of the signal, the outputs last
/// @param parts of a graph that are no layers
/// @param oddities nodes that do not belong where they stand
/// @param figures whether layers were measured in full
/// @param loss mean over rows
/// @param chance the loss of outputs that know nothing but how often each target is there
/// @param learningRate of the first step
/// @param sparse whether large negative biases are meant
/// @param arithmetic how well it holds; empty if the check was not in full
/// @param overfitting the share of the loss that is left after steps on a few rows; empty unless
///   asked for
public record StartMeasurement(
    Kind kind,
    Chain.Head head,
    List<LayerMeasurement> layers,
    GraphParts parts,
    List<Oddity> oddities,
    boolean figures,
    RowsMeasurement rows,
    double loss,
    double chance,
    double learningRate,
    boolean sparse,
    Optional<ArithmeticMeasurement> arithmetic,
    OptionalDouble overfitting) {
  public StartMeasurement {
    layers = List.copyOf(layers);
    oddities = List.copyOf(oddities);
  }

  /// The kind of network that was run.
  public enum Kind {
    /// Layers one after the other: what reaches the last has gone through all.
    CHAIN,

    /// Any other.
    GRAPH
  }

  /// The layers of the trunk: the way through the fewest layers, from inputs to outputs.
  public List<LayerMeasurement> trunk() {
    return parts.trunk().stream().map(layers::get).toList();
  }

  /// Whether the signal has a way around layer `l`.
  public boolean isBranch(int l) {
    return !parts.trunk().contains(l);
  }

  /// All layers but the outputs.
  public List<LayerMeasurement> hidden() {
    return layers.subList(0, layers.size() - 1);
  }

  public LayerMeasurement outputs() {
    return layers.getLast();
  }

  /// Whether all weights and biases are finite. If not, what was measured of signals tells nothing.
  public boolean isFinite() {
    return layers.stream().allMatch(LayerMeasurement::isFinite);
  }

  /// Whether the gradients of all weights and scales are exactly 0.
  public boolean isAtSaddle() {
    return layers.stream().allMatch(layer -> layer.largestGradient() == 0)
        && parts.scales().stream().noneMatch(scale -> scale.gradient() > 0);
  }

  /// Σ 1/width over hidden layers.
  private double inverseWidths() {
    return hidden().stream().mapToDouble(layer -> 1.0 / layer.report().fanOut()).sum();
  }

  /// The measurements of the whole network that users see.
  public NetworkMeasurement network() {
    double update =
        layers.stream()
            .mapToDouble(layer -> layer.updateRatio(learningRate))
            .filter(Double::isFinite)
            .max()
            .orElse(0);
    return new NetworkMeasurement(
        rows.count(), rows.given(), loss, chance, inverseWidths(), update, learningRate);
  }
}
