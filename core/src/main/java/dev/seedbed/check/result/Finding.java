package dev.seedbed.check.result;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Something that a rule has found.
///
/// @param layer the layer or tensor, such as "layer2"; "network" if it is about all of it
/// @param value what was measured
/// @param threshold what it was compared with
/// @param message one plain sentence: what is so, and why it matters
/// @param remedies the ways to repair it; empty if there is nothing to repair
public record Finding(
    Rule rule,
    Severity severity,
    String layer,
    double value,
    Threshold threshold,
    String message,
    List<Remedy> remedies) {
  /// The layer of findings about all layers.
  public static final String NETWORK = "network";

  public Finding {
    remedies = List.copyOf(remedies);
  }

  /// A finding of a rule's usual severity, of which [Draft] asks the rest.
  public static Draft of(Rule rule, String layer) {
    return new Draft(rule, rule.severity(), layer);
  }

  /// A finding that has yet to say what was measured.
  public record Draft(Rule rule, Severity severity, String layer) {

    public Draft as(Severity other) {
      return new Draft(rule, other, layer);
    }

    /// Says what was measured, and why it matters.
    ///
    /// @param format of the message, as of [String#format]
    @SuppressWarnings("AnnotateFormatMethod")
    public Finding because(double value, Threshold threshold, String format, Object... values) {
      String message = values.length == 0 ? format : String.format(Locale.ROOT, format, values);
      return new Finding(rule, severity, layer, value, threshold, message, List.of());
    }
  }

  /// Whether it is about all layers.
  public boolean ofNetwork() {
    return layer.equals(NETWORK);
  }

  /// The same finding with this remedy.
  public Finding withRemedy(Remedy remedy) {
    return withRemedies(List.of(remedy));
  }

  /// The same finding with these remedies.
  public Finding withRemedies(List<Remedy> some) {
    return new Finding(rule, severity, layer, value, threshold, message, some);
  }

  /// The same finding of another severity.
  public Finding as(Severity other) {
    return new Finding(rule, other, layer, value, threshold, message, remedies);
  }

  /// The same finding as information, which asks for no repair.
  ///
  /// @param why it is no fault: the end of its sentence
  public Finding asInformation(String why) {
    return new Finding(
        rule, Severity.INFO, layer, value, threshold, message + "; " + why, List.of());
  }

  /// Whether new values can repair it. Other findings need another architecture, other data or
  /// another learning rate, or ask for nothing.
  public boolean isRepairable() {
    return severity != Severity.INFO
        && remedies.stream()
            .anyMatch(remedy ->
                remedy instanceof Remedy.NewNumbers || remedy instanceof Remedy.SetOutputBias);
  }

  /// The same finding without remedies by new values, unless it needs repair.
  public Finding withoutNeedlessRemedies() {
    return isRepairable()
        ? this
        : withRemedies(
            remedies.stream().filter(remedy -> !(remedy instanceof Remedy.NewNumbers)).toList());
  }

  private static List<Remedy.Draw> draws(List<Finding> group) {
    return group.stream()
        .flatMap(finding -> finding.remedies.stream())
        .filter(Remedy.Draw.class::isInstance)
        .map(Remedy.Draw.class::cast)
        .toList();
  }

  /// One finding for the whole network in place of those of several layers: the one with the most
  /// extreme value.
  ///
  /// @param group of the same rule
  /// @param layers of the network
  public static Finding worst(List<Finding> group, int layers) {
    Comparator<Finding> byValue = Comparator.comparingDouble(Finding::value);
    boolean high = group.getFirst().threshold().direction() == Threshold.Direction.ABOVE;
    Finding worst = group.stream().max(high ? byValue : byValue.reversed()).orElseThrow();
    return new Finding(
        worst.rule,
        worst.severity,
        NETWORK,
        worst.value,
        worst.threshold,
        "%d of %d layers, the worst %s: %s"
            .formatted(group.size(), layers, worst.layer, worst.message),
        worst.isRepairable() ? List.of(new Remedy.DrawNetwork(draws(group))) : worst.remedies);
  }
}
