package dev.seedbed.check;

import static dev.seedbed.check.Thresholds.words;
import static dev.seedbed.check.WeightRules.text;

import dev.seedbed.data.Dataset;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.List;

/// Rules on the loss of the start, output biases, the architecture, inputs and the first step.
final class OutputRules {
  private final Check check;
  private final List<Measured> layers;
  private final Dataset.Part rows;
  private final List<Finding> findings = new ArrayList<>();

  private OutputRules(Check check, List<Measured> layers, Dataset.Part rows) {
    this.check = check;
    this.layers = layers;
    this.rows = rows;
  }

  static List<Finding> of(
      Check check, List<Measured> layers, Dataset.Part rows, double loss, double chance) {
    var rules = new OutputRules(check, layers, rows);
    rules.loss(loss, chance);
    rules.hiddenBiases();
    rules.architecture();
    rules.updates();
    if (check.rows().isPresent()) {
      rules.outputBias();
      rules.inputs();
    }
    return rules.findings;
  }

  private void add(
      Rule rule,
      Severity severity,
      String layer,
      double value,
      String threshold,
      String message,
      String fix) {
    findings.add(new Finding(rule, severity, layer, value, threshold, message, fix));
  }

  /// The loss of outputs that know nothing but how often each target is there.
  static double chance(Head head, Dataset.Part rows) {
    double[] means = rows.targets().means();
    double chance = 0;
    for (int j = 0; j < means.length; j++) {
      double mean = means[j];
      chance +=
          switch (head) {
            case SOFTMAX -> mean > 0 ? -mean * StrictMath.log(mean) : 0;
            case SIGMOID -> (entropy(mean) + entropy(1 - mean)) / means.length;
            case LINEAR -> variance(rows, j, mean) / means.length;
          };
    }
    return chance;
  }

  private static double entropy(double share) {
    return share > 0 ? -share * StrictMath.log(share) : 0;
  }

  private static double variance(Dataset.Part rows, int j, double mean) {
    double squares = 0;
    for (int i = 0; i < rows.rows(); i++) {
      double difference = rows.targets().get(i, j) - mean;
      squares += difference * difference;
    }
    return squares / rows.rows();
  }

  private void loss(double loss, double chance) {
    boolean squares = check.chain().head() == Head.LINEAR;
    double excess = squares ? loss / chance - 1 : loss - chance;
    double bound = squares ? squaresBound() : lossBound();
    double error =
        squares
            ? Thresholds.SQUARES_ERROR
            : severalProbabilities() ? Thresholds.LOSS_OF_EACH_ERROR : Thresholds.LOSS_ERROR;
    // What inputs out of scale do to it is no fault of the start.
    boolean inputs = check.rows().isPresent() && largestInput() > Thresholds.INPUT_HIGH;
    if (!(chance > 0) || inputs || excess <= bound) {
      return;
    }
    Measured last = layers.getLast();
    boolean common =
        !squares
            && !severalProbabilities()
            && excess <= error
            && last.signal() < Thresholds.LOSS_VARYING * last.z();
    add(
        Rule.START_LOSS,
        common ? Severity.INFO : excess <= error ? Severity.WARNING : Severity.ERROR,
        "network",
        loss,
        text("above %.3g", squares ? (1 + bound) * chance : chance + bound),
        text(
            common
                ? "the loss of the start is %.3g where a network that knows nothing has %.3g; but the outputs are off by the same for all rows, which a few steps make up for"
                : "the loss of the start is %.3g where a network that knows nothing has %.3g: the first epochs go into unlearning",
            loss,
            chance),
        Advice.draw(check.chain(), layers.size() - 1));
  }

  private boolean severalProbabilities() {
    return check.chain().head() == Head.SIGMOID && check.chain().outputs() > 1;
  }

  private double lossBound() {
    if (severalProbabilities()) {
      return onlyOutputsShrink() ? Thresholds.LOSS_OF_EACH_BOUNDED : Thresholds.LOSS_OF_EACH;
    }
    return onlyOutputsShrink() ? Thresholds.LOSS_BOUNDED : Thresholds.LOSS_WARNING;
  }

  private double squaresBound() {
    return onlyOutputsShrink() ? Thresholds.SQUARES_BOUNDED : Thresholds.SQUARES_WARNING;
  }

  /// Whether only output weights can take off a loss, as bounded units go on passing what they
  /// pass.
  private boolean onlyOutputsShrink() {
    int hidden = layers.size() - 1;
    return hidden == 0 || Units.isBounded(layers.get(hidden - 1).stage().activation());
  }

  private double largestInput() {
    double largest = 0;
    for (double size : Measurement.inputSizes(rows.inputs(), rows.rows())) {
      largest = Math.max(largest, Math.sqrt(size));
    }
    return largest;
  }

  private void outputBias() {
    Measured last = layers.getLast();
    boolean zero = last.biases().secondMoment() == 0;
    double[] means = rows.targets().means();
    if (check.chain().head() == Head.SOFTMAX && means.length > 1) {
      double entropy = chance(Head.SOFTMAX, rows);
      double balance = StrictMath.expm1(entropy) / (means.length - 1);
      boolean warning = balance < Thresholds.BALANCE_WARNING;
      if (zero && balance < Thresholds.BALANCE) {
        add(
            Rule.OUTPUT_BIAS,
            warning ? Severity.WARNING : Severity.INFO,
            last.name(),
            balance,
            words("below", warning ? Thresholds.BALANCE_WARNING : Thresholds.BALANCE),
            text(
                "the classes are out of balance (normalised perplexity %.2f) and the output biases 0: training begins with learning the classes' shares",
                balance),
            "seedbed train --init …+label-bias, or ln of each class's share as its bias");
      }
    }
    if (check.chain().head() == Head.LINEAR) {
      for (int j = 0; j < means.length; j++) {
        double deviation = Math.sqrt(variance(rows, j, means[j]));
        if (zero && deviation > 0 && Math.abs(means[j]) > Thresholds.TARGET_MEAN * deviation) {
          add(
              Rule.OUTPUT_BIAS,
              Severity.WARNING,
              last.name(),
              means[j] / deviation,
              words("standard deviations above", Thresholds.TARGET_MEAN),
              text(
                  "target %d has mean %.3g and standard deviation %.3g, and the output bias is 0",
                  j + 1, means[j], deviation),
              "seedbed train --init …+label-bias, or the target's mean as bias");
        }
      }
    }
  }

  /// Output biases by which the start knows how often each target is there.
  static float[] labelBiases(Check check) {
    double[] means = check.rows().orElseThrow().targets().means();
    float[] biases = new float[means.length];
    for (int j = 0; j < means.length; j++) {
      // A class that no row has counts as half a row.
      double least = 0.5 / check.rows().orElseThrow().rows();
      double share = Math.clamp(means[j], least, 1 - least);
      biases[j] =
          (float)
              switch (check.chain().head()) {
                case SOFTMAX -> StrictMath.log(share);
                case SIGMOID -> StrictMath.log(share / (1 - share));
                case LINEAR -> means[j];
              };
    }
    return biases;
  }

  private void hiddenBiases() {
    for (Measured layer : layers.subList(0, layers.size() - 1)) {
      if (layer.biases().secondMoment() > 0 && !SignalRules.sparse(layer)) {
        add(
            Rule.HIDDEN_BIAS,
            Severity.INFO,
            layer.name(),
            layer.biases().mean(),
            "0",
            "hidden biases are not 0, as they usually are; PyTorch's default is one that departs from it",
            "");
      }
    }
  }

  private void architecture() {
    List<Stage> stages = check.chain().stages();
    for (int l = 0; l < stages.size(); l++) {
      Stage stage = stages.get(l);
      boolean last = l == stages.size() - 1;
      if (!last && stage.activation() instanceof Activation.Identity) {
        add(
            Rule.ARCHITECTURE,
            Severity.WARNING,
            stage.name(),
            0,
            "no activation",
            "two layers in a row without an activation between them can do no more than one",
            "put an activation after " + stage.name());
      }
      if (last && stage.activation() instanceof Activation.Relu) {
        add(
            Rule.ARCHITECTURE,
            Severity.WARNING,
            stage.name(),
            0,
            "relu on outputs",
            "outputs after relu can be 0 for ever, and are never negative",
            "leave out the activation of " + stage.name());
      }
      if (stage.normalization().isPresent() && stage.biased()) {
        add(
            Rule.ARCHITECTURE,
            Severity.INFO,
            stage.name(),
            0,
            "bias before normalisation",
            "the bias is taken off again by the normalisation that follows",
            "leave out the bias of " + stage.name());
      }
    }
  }

  private void inputs() {
    double[] sizes = Measurement.inputSizes(rows.inputs(), rows.rows());
    double largest = largestInput();
    double sum = 0;
    for (double size : sizes) {
      sum += size / sizes.length;
    }
    if (!(largest <= Thresholds.INPUT_HIGH)) {
      add(
          Rule.INPUTS,
          Severity.WARNING,
          "inputs",
          largest,
          words("above", Thresholds.INPUT_HIGH),
          text(
              "an input has root mean square %.3g: schemes are made for inputs of about 1, and these push units out of their range",
              largest),
          "scale the inputs: subtract the mean, divide by the standard deviation");
    } else if (Math.sqrt(sum) < Thresholds.INPUT_LOW) {
      add(
          Rule.INPUTS,
          Severity.WARNING,
          "inputs",
          Math.sqrt(sum),
          words("below", Thresholds.INPUT_LOW),
          text(
              "the inputs have root mean square %.3g, so the signal is weak from the start",
              Math.sqrt(sum)),
          "scale the inputs: subtract the mean, divide by the standard deviation");
    }
  }

  /// The first step's length over the weights', of each layer.
  static double updateRatio(Measured layer, double learningRate) {
    return learningRate
        * Math.sqrt(layer.weightGradients().secondMoment() / layer.weights().secondMoment());
  }

  private void updates() {
    for (Measured layer : layers) {
      double ratio = StrictMath.log10(updateRatio(layer, check.learningRate()));
      if (Double.isNaN(ratio) || Double.isInfinite(ratio)) {
        continue;
      }
      if (ratio > Thresholds.UPDATE_HIGH || ratio < Thresholds.UPDATE_LOW) {
        add(
            Rule.UPDATE_RATIO,
            ratio > Thresholds.UPDATE_WARNING ? Severity.WARNING : Severity.INFO,
            layer.name(),
            ratio,
            ratio > Thresholds.UPDATE_HIGH
                ? words("log10 above", Thresholds.UPDATE_HIGH)
                : words("log10 below", Thresholds.UPDATE_LOW),
            text(
                "the first step of plain descent at learning rate %.3g changes the weights by 10^%.1f of their size, where 10^-3 is usual",
                check.learningRate(), ratio),
            ratio > Thresholds.UPDATE_HIGH
                ? "a smaller --learning-rate"
                : "a larger --learning-rate");
      }
    }
  }
}
