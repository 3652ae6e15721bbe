package dev.seedbed.bench.rules;

import dev.seedbed.bench.starts.Axis;
import dev.seedbed.bench.starts.Series;
import dev.seedbed.check.measure.JoinMeasurement;
import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.result.Rule;
import dev.seedbed.graph.FloatArray;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Rules of networks that are no chains of dense layers.
final class NetworkEntries {
  private NetworkEntries() {}

  static List<Entry> all() {
    return List.of(
        residualGrowth(),
        rankCollapse(),
        attentionEntropy(),
        recurrentGain(),
        gateBias(),
        embeddingScale(),
        zeroScale(),
        wrongFans());
  }

  private static Entry residualGrowth() {
    Saved faulty = Saved.of("residual");
    Shown sound = faulty.times("branch.*", 1 / Math.sqrt(40));
    var series = List.of(trunk("times 1/√40", sound), trunk("unscaled", faulty));
    return Entry.of(
        Rule.RESIDUAL_GROWTH,
        """
        Each residual branch multiplies the trunk, so that it grows exponentially with depth, and outputs and gradients explode.
        Branches of one size, or whose last weights are scaled or start at 0, let it grow linearly at most.
        """,
        faulty,
        Optional.of(sound),
        "The trunk's mean square after each of 40 residual branches: it doubles each time, and stays level if their weights are scaled",
        Pictures.along("mean square of the trunk", "residual branch", series));
  }

  private static Series trunk(String name, Shown network) {
    return Series.layers(
        name,
        network.measured().parts().joins().stream().mapToDouble(JoinMeasurement::out).toArray());
  }

  private static Entry rankCollapse() {
    Saved faulty = Saved.of("rank-collapse");
    Shown sound = faulty.times("block.*value.*", 1 / 8.0);
    var series = List.of(differing("values / 8", sound), differing("values × 4", faulty));
    return Entry.of(
        Rule.RANK_COLLAPSE,
        """
        Rows, here the tokens of one sequence, become nearly the same vector on their way. What differs between them does not reach
        the outputs, and no gradient tells them apart. Attention does that if nothing goes around it, or the way around is too weak.
        """,
        faulty,
        Optional.of(sound),
        "What differs from token to token, as a share of the mean square, after each of 8 blocks: about all of it, or a tenth of what was left",
        Pictures.along("share that differs from token to token", "block", series));
  }

  /// The variance over rows over the mean square, after each block.
  private static Series differing(String name, Shown network) {
    double[] shares = new double[8];
    for (int block = 1; block <= shares.length; block++) {
      FloatArray values = network.valuesOf("norm" + block + "/out");
      int width = values.shape().length(1);
      int rows = values.shape().length(0);
      double variance = 0;
      double square = 0;
      for (int j = 0; j < width; j++) {
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < rows; i++) {
          double value = values.data()[i * width + j];
          mean += value / rows;
          squares += value * value / rows;
        }
        variance += squares - mean * mean;
        square += squares;
      }
      shares[block - 1] = variance / square;
    }
    return Series.layers(name, Pictures.atLeast(1e-9, shares));
  }

  private static Entry attentionEntropy() {
    Saved faulty = Saved.of("one-hot-attention");
    Shown sound = faulty.times("attention.query.*", 0.01);
    var series =
        List.of(weightsOfKeys("queries × 1", sound), weightsOfKeys("queries × 100", faulty));
    return Entry.of(
        Rule.ATTENTION_ENTROPY,
        """
        Each query looks at one key alone. Its softmax is flat there, so that hardly any gradient says where else to look.
        """,
        faulty,
        Optional.of(sound),
        "How the first query weighs 16 keys: some of each in the sound start, one alone in the faulty one",
        Pictures.along("weight of the key", "key", Axis.linear("", 0, 1), series));
  }

  private static Series weightsOfKeys(String name, Shown network) {
    return Series.layers(name, Pictures.first(16, network.values("attention.softmax/out")));
  }

  private static Entry recurrentGain() {
    Saved faulty = Saved.of("exploding-recurrence");
    Shown sound = faulty.times("state.weight", 0.25);
    return Entry.of(
        Rule.RECURRENT_GAIN,
        """
        From step to step a change of the state grows more than 1.5-fold, and so does the gradient on its way back through time; or it
        shrinks below a twentieth, and nothing is kept beyond a step or two.
        """,
        faulty,
        Optional.of(sound),
        "The gradient of the last state by the input of each step: level with orthogonal recurrent weights, growing backward with 4 times as large ones",
        Pictures.along(
            "gradient by the input",
            "step",
            List.of(overTime("orthogonal", sound), overTime("orthogonal × 4", faulty))));
  }

  private static Entry gateBias() {
    Saved faulty = Saved.of("forgetful");
    Shown sound =
        faulty.changed(
            "gates.bias",
            biases -> {
              Arrays.fill(biases, 32, 48, 1);
              return biases;
            });
    return Entry.of(
        Rule.GATE_BIAS,
        """
        Gates of an LSTM or GRU start shut, by biases below −3. With a shut forget gate the state is lost at every step, and no
        gradient goes back through time; shut input and output gates are information.
        """,
        faulty,
        Optional.of(sound),
        "The gradient of the last state by the input of each step: with forget biases of 1 it reaches back to the first, with −5 only a few steps",
        Pictures.along(
            "gradient by the input",
            "step",
            List.of(overTime("forget bias 1", sound), overTime("forget bias −5", faulty))));
  }

  /// The root mean square of the gradient by the input of each step.
  private static Series overTime(String name, Shown network) {
    FloatArray gradient = network.inputGradient("x");
    int rows = gradient.shape().length(0);
    int steps = gradient.shape().length(1);
    int width = gradient.shape().length(2);
    double[] sizes = new double[steps];
    for (int i = 0; i < gradient.data().length; i++) {
      double value = gradient.data()[i];
      sizes[i / width % steps] += value * value / rows / width;
    }
    return Series.layers(name, Arrays.stream(sizes).map(Math::sqrt).toArray());
  }

  private static Entry embeddingScale() {
    Saved faulty = Saved.of("tied-embedding");
    Shown sound = faulty.times("embedding.weight", 0.02);
    var series = List.of(sure("N(0, 0.02²)", sound), sure("N(0, 1)", faulty));
    return Entry.of(
        Rule.EMBEDDING_SCALE,
        """
        The table of embeddings is the output layer, too, and so large that the start is sure of wrong answers. GPT-2's is drawn with
        a deviation of 0.02 for that. Or one table is so much larger than another, such as positions than tokens, that nothing is left of
        the smaller one where they are added: a warning.
        """,
        faulty,
        Optional.of(sound),
        "The probability of the likeliest of 100 tokens at 64 places: about 1/100 with small embeddings, often near 1 with N(0, 1)",
        Pictures.along(
            "probability of the likeliest token", "place, by rank", Axis.linear("", 0, 1), series));
  }

  private static Series sure(String name, Shown network) {
    int tokens = 100;
    // The graph ends in logits, so that the loss is exact.
    String logits = network.start().graph().outputs().getFirst();
    double[] values = network.values(logits);
    double[] likeliest = new double[64];
    for (int place = 0; place < likeliest.length; place++) {
      double most = Double.NEGATIVE_INFINITY;
      for (int token = 0; token < tokens; token++) {
        most = Math.max(most, values[place * tokens + token]);
      }
      double sum = 0;
      for (int token = 0; token < tokens; token++) {
        sum += StrictMath.exp(values[place * tokens + token] - most);
      }
      likeliest[place] = 1 / sum;
    }
    Arrays.sort(likeliest);
    return Pictures.dots(name, likeliest);
  }

  private static Entry zeroScale() {
    Saved faulty = Saved.of("zero-scale");
    Shown sound =
        faulty.changed(
            "norm.weight",
            scales -> {
              Arrays.fill(scales, 1);
              return scales;
            });
    var series = List.of(firstOutputs("γ = 1", sound), firstOutputs("γ = 0", faulty));
    return Entry.of(
        Rule.ZERO_SCALE,
        """
        The scales γ of a normalisation are 0, and every way to the outputs goes through them: no signal passes. If no gradient comes
        back either, as from rectifiers, that is an error. If one does, the first step opens the way: information, or a warning if other
        scales are 0, too. At the end of a residual branch they are a published start, as the trunk goes around them.
        """,
        faulty,
        Optional.of(sound),
        "The first output on 32 rows: different on each with scales of 1, the same on all with scales of 0",
        Pictures.along("first output", "row", Axis.linear("", -2, 2), series));
  }

  private static Entry wrongFans() {
    Saved faulty = Saved.of("wrong-fans");
    Shown sound = faulty.times("conv.*", 1.0 / 3);
    return Entry.of(
        Rule.WRONG_FANS,
        """
        The weights of a convolution have the variance of a usual law, but for fans that are not theirs: as if the window were left
        out, all channels were one group, or inputs and outputs were mixed up. It is information: the gains of all layers together say
        whether it matters.
        """,
        faulty,
        Optional.of(sound),
        "The signal of 6 convolutions: level by He's law for a fan-in of 108, six times as large with each for one of 12",
        Pictures.layers(
            "mean square of z",
            LayerMeasurement::z,
            List.of(
                new Pictures.Named("fan-in 108", sound), new Pictures.Named("fan-in 12", faulty))));
  }

  private static Series firstOutputs(String name, Shown network) {
    double[] outputs = network.values(network.start().graph().outputs().getFirst());
    double[] first = new double[32];
    for (int row = 0; row < first.length; row++) {
      first[row] = outputs[3 * row];
    }
    return Pictures.dots(name, first);
  }
}
