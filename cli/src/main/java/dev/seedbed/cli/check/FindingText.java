package dev.seedbed.cli.check;

import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Threshold;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Thresholds and remedies in words.
final class FindingText {
  private FindingText() {}

  /// The threshold in words, such as "below 1.2e-4".
  static String threshold(Threshold threshold) {
    double rounded = new BigDecimal(threshold.bound(), new MathContext(3)).doubleValue();
    String number = Double.toString(rounded).replaceFirst("\\.0(?=E|$)", "").replace('E', 'e');
    return switch (threshold.direction()) {
          case BELOW -> "below ";
          case ABOVE -> "above ";
          case AT_MOST -> "at most ";
        }
        + number;
  }

  /// How to repair a finding: a command, or a change to make; empty if there is nothing to repair.
  ///
  /// @param saved whether the start was read from a file, and not drawn for the check
  static String fix(Finding finding, boolean saved) {
    String command = "seedbed check " + (saved ? "MODEL" : "--layers …") + " --fix -o OUT";
    List<Remedy> remedies = finding.remedies();
    Set<String> words = new LinkedHashSet<>();
    List<Remedy> ofTensors = remedies.stream().filter(Remedy.OfTensor.class::isInstance).toList();
    if (!ofTensors.isEmpty()) {
      int more = ofTensors.size() - 1;
      words.add(
          "%s%s: %s"
              .formatted(
                  words(ofTensors.getFirst(), command),
                  more > 0 ? " and %,d more".formatted(more) : "",
                  command));
    }
    remedies.stream()
        .filter(remedy -> !(remedy instanceof Remedy.OfTensor))
        .filter(remedy -> ofTensors.isEmpty() || !(remedy instanceof Remedy.DrawNetwork))
        .map(remedy -> words(remedy, command))
        .forEach(words::add);
    return String.join("; or ", words);
  }

  private static String words(Remedy remedy, String command) {
    return switch (remedy) {
      case Remedy.Draw(String tensor, String scheme) -> "draw %s by %s".formatted(tensor, scheme);
      case Remedy.DrawAgain(String tensor, _) -> "draw %s again".formatted(tensor);
      case Remedy.DrawNetwork _ -> command;
      case Remedy.SetScale _ -> "set gamma to 1: " + command;
      case Remedy.SetOutputBias(boolean classes) ->
          "add +label-bias to the scheme, or set the output biases to "
              + (classes ? "ln of each class's share" : "the target's mean");
      case Remedy.ScaleInputs() ->
          "scale the inputs: subtract the mean, divide by the standard deviation";
      case Remedy.SmallerLearningRate() -> "a smaller --learning-rate";
      case Remedy.LargerLearningRate() -> "a larger --learning-rate";
      case Remedy.AddActivation(String layer) -> "put an activation after " + layer;
      case Remedy.DropActivation(String layer) -> "leave out the activation of " + layer;
      case Remedy.DropBias(String layer) -> "leave out the bias of " + layer;
      case Remedy.DropOperator(String operator) -> "take out " + operator;
      case Remedy.SayItIsMeant(String scheme) ->
          "if that is intended, draw by %s".formatted(scheme);
      case Remedy.UseFans(String example) ->
          "draw by a scheme that knows the fans, such as " + example;
      case Remedy.LessLuck() ->
          "wider or fewer layers, another --init, or several --seeds in training";
      case Remedy.SurveySeeds(String scheme) ->
          "seedbed check --layers … --init %s --seeds 1000".formatted(scheme);
      case Remedy.ReportBug() -> "report this as a bug";
    };
  }
}
