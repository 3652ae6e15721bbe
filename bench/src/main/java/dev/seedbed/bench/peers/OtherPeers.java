package dev.seedbed.bench.peers;

import static dev.seedbed.bench.peers.Claim.constant;
import static dev.seedbed.bench.peers.Claim.uniform;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.ann.FeedForwardTopology;
import smile.math.MathEx;
import smile.model.mlp.ActivationFunction;
import smile.model.mlp.HiddenLayer;
import smile.tensor.Vector;
import weka.classifiers.functions.neural.NeuralConnection;
import weka.classifiers.functions.neural.NeuralNode;
import weka.classifiers.functions.neural.SigmoidUnit;

/// Libraries whose perceptron has one way to start: Smile, WEKA, Spark.
final class OtherPeers {
  private static final String DENSE = "dense 784→100";
  private static final int IN = 784;
  private static final int OUT = 100;

  private OtherPeers() {}

  static List<Peer> all() {
    return List.of(
        Peer.right(
            "smile 6.3.0",
            "smile:Layer weights",
            DENSE,
            uniform("√(6/884)", Math.sqrt(6.0 / 884)),
            OtherPeers::smileWeights),
        Peer.right(
            "smile 6.3.0", "smile:Layer biases", DENSE, constant(0), OtherPeers::smileBiases),
        Peer.right(
                "weka 3.8.7",
                "weka:NeuralNode weights",
                DENSE,
                uniform("0.05", 0.05),
                seed -> weka(seed, 1, IN + 1))
            .noting("Whatever the width."),
        Peer.right(
            "weka 3.8.7",
            "weka:NeuralNode bias",
            DENSE,
            uniform("0.05", 0.05),
            OtherPeers::wekaBiases),
        Peer.right(
                "spark 4.0.1",
                "spark:AffineLayer weights",
                DENSE,
                uniform("2.4/√784", 2.4 / 28),
                seed -> Arrays.copyOf(spark(seed), IN * OUT))
            .noting("Bottou's 2.38/√fan-in, rounded; drawn by one generator for all layers."),
        Peer.right(
                "spark 4.0.1",
                "spark:AffineLayer biases",
                DENSE,
                uniform("2.4/√784", 2.4 / 28),
                seed -> Arrays.copyOfRange(spark(seed), IN * OUT, (IN + 1) * OUT))
            .noting("Drawn like the weights."));
  }

  private static HiddenLayer smile(int seed) {
    MathEx.setSeed(seed);
    return new HiddenLayer(OUT, IN, 0.0, ActivationFunction.rectifier());
  }

  private static double[] smileWeights(int seed) {
    try (HiddenLayer layer = smile(seed)) {
      double[] values = new double[IN * OUT];
      for (int i = 0; i < OUT; i++) {
        for (int j = 0; j < IN; j++) {
          values[i * IN + j] = layer.weight().get(i, j);
        }
      }
      return values;
    }
  }

  private static double[] smileBiases(int seed) {
    try (HiddenLayer layer = smile(seed)) {
      Vector bias = layer.bias();
      double[] values = new double[OUT];
      for (int i = 0; i < OUT; i++) {
        values[i] = bias.get(i);
      }
      return values;
    }
  }

  /// The weights of one unit; number 0 is its bias.
  private static double[] weka(int seed, int from, int to) {
    Random random = new Random(seed);
    NeuralNode unit = new NeuralNode("unit", random, new SigmoidUnit());
    for (int i = 0; i < to - 1; i++) {
      NeuralConnection.connect(new NeuralNode("" + i, random, new SigmoidUnit()), unit);
    }
    return Arrays.copyOfRange(unit.getWeights(), from, to);
  }

  private static double[] wekaBiases(int seed) {
    Random random = new Random(seed);
    double[] values = new double[1000];
    Arrays.setAll(values, i -> new NeuralNode("" + i, random, new SigmoidUnit()).getWeights()[0]);
    return values;
  }

  /// The weights of all units, then their biases.
  private static double[] spark(int seed) {
    return FeedForwardTopology.multiLayerPerceptron(new int[] {IN, OUT}, true)
        .model((long) seed)
        .weights()
        .toArray();
  }
}
