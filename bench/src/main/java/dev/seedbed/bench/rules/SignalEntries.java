package dev.seedbed.bench.rules;

import dev.seedbed.bench.rules.Pictures.Bound;
import dev.seedbed.bench.rules.Pictures.Named;
import dev.seedbed.bench.starts.Axis;
import dev.seedbed.bench.starts.Lesson;
import dev.seedbed.bench.starts.Panel;
import dev.seedbed.check.Check;
import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.result.Rule;
import java.util.List;
import java.util.Optional;

/// Rules of the signal on its way to the outputs, and of the gradient on its way back.
final class SignalEntries {
  private SignalEntries() {}

  static List<Entry> all() {
    return List.of(
        saddle(),
        forwardGain(),
        backwardGain(),
        gradientSize(),
        unequalSpeeds(),
        activationSpread(),
        updateRatio(),
        gradientCheck());
  }

  private static Entry saddle() {
    Drawn faulty = Drawn.of("64,32,10", "zeros").on("digits.csv", "digit");
    Drawn sound = faulty.by("glorot-uniform");
    var series =
        List.of(
            Lesson.of(sound.network(), sound.part()).series("glorot-uniform"),
            Lesson.of(faulty.network(), faulty.part()).series("zeros"));
    return Entry.of(
        Rule.SADDLE,
        """
        The gradient of every weight, and of every scale of a normalisation, is exactly 0: a saddle point. Nothing but output biases
        moves, and no number of steps leaves it.
        """,
        faulty,
        Optional.of(sound),
        "The loss over 100 steps on digits: it falls by glorot-uniform, and stays at ln 10 from zero weights",
        Pictures.along("loss", "step", Axis.linear("", 0, 2.5), series));
  }

  private static Entry forwardGain() {
    Drawn faulty = Drawn.of("784,128*34,10", "relu", "glorot-normal");
    Drawn sound = faulty.by("he-normal");
    return Entry.of(
        Rule.FORWARD_GAIN,
        """
        The signal, what differs from row to row, shrinks or grows on its way through all layers together. Lost, what the inputs say
        does not reach the outputs; grown, outputs and loss explode. No single layer need look wrong: here each halves it.
        """,
        faulty,
        Optional.of(sound),
        "The signal of 34 layers of ReLU: it holds by he-normal, and halves in each layer by glorot-normal",
        Pictures.layers(
            "variance of z from row to row",
            LayerMeasurement::signal,
            List.of(new Named("he-normal", sound), new Named("glorot-normal", faulty))));
  }

  private static Entry backwardGain() {
    Drawn faulty = Drawn.of("20,32*8,3", "sigmoid", "glorot-uniform");
    Drawn sound = faulty.by("glorot-uniform-sigmoid");
    return Entry.of(
        Rule.BACKWARD_GAIN,
        """
        The gradient shrinks or grows on its way back to the first layer. Vanished, the first layers hardly learn; exploded, their
        first step throws the start away. It explodes if it grows by whole channels and at their single places alike, as pooled
        maps have fewer places. Where layers are normalised it always grows, and is information up to 1.35-fold a layer, and in
        networks with branches.
        """,
        faulty,
        Optional.of(sound),
        "The gradient of 8 layers of sigmoid units: by glorot-uniform it loses a factor of 4 or 5 in each layer on its way back to layer 1",
        Pictures.layers(
            "root mean square of ∂loss/∂z",
            LayerMeasurement::gradient,
            List.of(
                new Named("glorot-uniform-sigmoid", sound), new Named("glorot-uniform", faulty))));
  }

  private static Entry gradientSize() {
    Drawn faulty = Drawn.of("20,64*8,3", "relu", "normal(deviation=0.02)");
    Drawn sound = faulty.by("he-normal");
    return Entry.of(
        Rule.GRADIENT_SIZE,
        """
        In no layer is the mean gradient of the weights above 1e-8: too small to learn from. Or in some it is above 1e6, and the first
        step throws the weights away. One layer below 1e-7 is information, as it will learn late.
        """,
        faulty,
        Optional.of(sound),
        "The mean gradient of the weights by layer: far above the bound by he-normal, everywhere below it in the faulty start",
        Pictures.allLayers(
            "mean size of ∂loss/∂W",
            layer -> layer.weightGradients().meanAbsolute(),
            List.of(new Named("he-normal", sound), new Named("normal, 0.02", faulty)),
            List.of(new Bound("bound", 1e-8))));
  }

  private static Entry unequalSpeeds() {
    Drawn faulty = Drawn.of("20,32*6,3", "normal(deviation=0.08)");
    Drawn sound = faulty.by("glorot-uniform");
    return Entry.of(
        Rule.UNEQUAL_SPEEDS,
        """
        Gradients differ more than 3-fold between hidden layers, so that these learn at different speeds: a learning rate that suits
        one is too large or too small for others. Adam and its kind level that out; from 1e6 on it is a warning.
        """,
        faulty,
        Optional.of(sound),
        "The gradient by layer: nearly the same in all by glorot-uniform, 75 times as large in the last as in the first in the faulty start",
        Pictures.layers(
            "root mean square of ∂loss/∂z",
            LayerMeasurement::gradient,
            List.of(new Named("glorot-uniform", sound), new Named("normal, 0.08", faulty))));
  }

  private static Entry activationSpread() {
    Drawn faulty = Drawn.of("20,64*6,3", "relu", "normal(deviation=0.4)");
    Drawn sound = faulty.by("he-normal");
    return Entry.of(
        Rule.ACTIVATION_SPREAD,
        """
        The standard deviation of activations grows, or shrinks, in every layer, and by more than a factor of 10 over all. Later
        layers then work at another scale than their weights are drawn for. It is information: forward-gain judges.
        """,
        faulty,
        Optional.of(sound),
        "The standard deviation of activations by layer: level by he-normal, growing by the same factor in each layer in the faulty start",
        Pictures.layers(
            "standard deviation of activations",
            layer -> layer.report().a().deviation(),
            List.of(new Named("he-normal", sound), new Named("normal, 0.4", faulty))));
  }

  private static Entry updateRatio() {
    Drawn faulty = Drawn.of("20,32*3,3", "relu", "normal(deviation=30)");
    Drawn sound = faulty.by("he-normal");
    return Entry.of(
        Rule.UPDATE_RATIO,
        """
        The first step of plain descent (learning rate 0.01, or `--learning-rate`) changes the weights by more than a tenth of their
        size, or by less than 1e-4; 1e-3 is usual. Much more throws the start away, much less wastes steps. Of networks that are no chains of dense layers it
        is information: Adam, and layers in front of a normalisation, do not mind.
        """,
        faulty,
        Optional.of(sound),
        "The first step over the weights by layer: around a thousandth by he-normal, 10 to 100 times the weights themselves in the faulty start",
        Pictures.allLayers(
            "first step over weights",
            layer -> layer.updateRatio(Check.USUAL_LEARNING_RATE),
            List.of(new Named("he-normal", sound), new Named("normal, 30", faulty)),
            List.of(new Bound("a tenth", 1e-1))));
  }

  private static Entry gradientCheck() {
    Drawn faulty = Drawn.of("20,64*20,3", "normal(deviation=1)");
    Drawn sound = faulty.by("glorot-uniform");
    LossAlongLine line = LossAlongLine.of(faulty.network(), faulty.part());
    var series = List.of(line.byGradient("by the gradient"), line.measured("loss"));
    return Entry.of(
        Rule.GRADIENT_CHECK,
        """
        The gradient does not foretell how the loss changes, as that is very steep or has kinks here: a step by the gradient leads
        nowhere in particular. As it compares our own gradient with differences of the loss, it would also tell of a fault in Seedbed.
        """,
        faulty,
        Optional.of(sound),
        "The loss along a line through the weights turns within millionths of their size, and soon leaves its tangent",
        new Panel(
            "change of the loss",
            Axis.linear(
                "change of the weights (millionths of their size)",
                -LossAlongLine.REACH,
                LossAlongLine.REACH),
            line.axis(),
            series));
  }
}
