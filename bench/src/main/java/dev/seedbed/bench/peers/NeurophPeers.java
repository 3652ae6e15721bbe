package dev.seedbed.bench.peers;

import static dev.seedbed.bench.peers.Claim.normal;
import static dev.seedbed.bench.peers.Claim.uniform;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.neuroph.core.Connection;
import org.neuroph.core.NeuralNetwork;
import org.neuroph.core.Neuron;
import org.neuroph.nnet.MultiLayerPerceptron;
import org.neuroph.nnet.RectifierNeuralNetwork;
import org.neuroph.nnet.comp.Kernel;
import org.neuroph.nnet.comp.neuron.BiasNeuron;
import org.neuroph.util.random.DistortRandomizer;
import org.neuroph.util.random.GaussianRandomizer;
import org.neuroph.util.random.HeZhangRenSunUniformWeightsRandomizer;
import org.neuroph.util.random.NguyenWidrowRandomizer;
import org.neuroph.util.random.RangeRandomizer;
import org.neuroph.util.random.WeightsRandomizer;

/// Neuroph's randomizers, on the first weights of a network 784→100→10. A bias is a neuron there,
/// so that a unit has 785 inputs, and its weight is drawn like any other.
final class NeurophPeers {
  private static final String LIBRARY = "neuroph 2.98";
  private static final String DENSE = "dense 784→100";

  /// Nguyen & Widrow's norm of a unit's weights, 0.7·H^(1/I).
  private static final double BETA = 0.7 * Math.pow(100, 1.0 / 784);

  private NeurophPeers() {}

  static List<Peer> all() {
    String he =
        "The bound is 3·√(2/n) where √3·√(2/n) is meant: the standard deviation is √3 too large.";
    Claim heDrawn = uniform("3·√(2/785)", 3 * Math.sqrt(2.0 / 785));
    Claim hePromised = uniform("√(6/785)", Math.sqrt(6.0 / 785));
    return List.of(
        weights("WeightsRandomizer()", WeightsRandomizer::new, uniform("0.5", 0.5)),
        weights(
            "RangeRandomizer(-0.7, 0.7)",
            () -> new RangeRandomizer(-0.7, 0.7),
            uniform("0.7", 0.7)),
        weights("GaussianRandomizer(0, 1)", () -> new GaussianRandomizer(0, 1), normal("1", 1)),
        new Peer(
            LIBRARY,
            "neuroph:HeZhangRenSunUniformWeightsRandomizer",
            DENSE,
            hePromised,
            heDrawn,
            he,
            draw(HeZhangRenSunUniformWeightsRandomizer::new, false)),
        new Peer(
            LIBRARY,
            "neuroph:HeZhangRenSunUniformWeightsRandomizer bias",
            DENSE,
            Claim.constant(0),
            heDrawn,
            "He et al. start biases at 0; here they are drawn like weights.",
            draw(HeZhangRenSunUniformWeightsRandomizer::new, true)),
        new Peer(
            LIBRARY,
            "neuroph:NguyenWidrowRandomizer(-0.5, 0.5)",
            DENSE,
            new Claim.Moments("uᵢ·β/‖u‖ by unit: sd β/√784", 0, BETA / 28, 1.8),
            new Claim.Moments(
                "uᵢ·β/‖u‖ by layer: sd β/√(785·100)", 0, BETA / Math.sqrt(78_500), 1.8),
            "One norm for the whole layer instead of one a unit: √100 too small, and β counts the"
                + " units of all hidden layers.",
            draw(() -> new NguyenWidrowRandomizer(-0.5, 0.5), false)),
        Peer.right(
            LIBRARY,
            "neuroph:DistortRandomizer(0.1) of zeros",
            DENSE,
            uniform("0.1", 0.1),
            seed -> {
              NeuralNetwork<?> network = perceptron();
              network.randomizeWeights(0, 0);
              return values(randomize(network, new DistortRandomizer(0.1), seed), false);
            }),
        Peer.right(
                LIBRARY,
                "neuroph:default MultiLayerPerceptron weights",
                DENSE,
                uniform("0.7", 0.7),
                _ -> values(perceptron(), false))
            .noting("Whatever the width; and it cannot be seeded in the constructor."),
        Peer.right(
            LIBRARY,
            "neuroph:default MultiLayerPerceptron biases",
            DENSE,
            uniform("0.7", 0.7),
            biases()),
        new Peer(
            LIBRARY,
            "neuroph:default RectifierNeuralNetwork",
            DENSE,
            uniform("√(6/784)", Math.sqrt(6.0 / 784)),
            uniform("3·√(2/784)", 3 * Math.sqrt(2.0 / 784)),
            he + " This network has no biases.",
            _ -> values(new RectifierNeuralNetwork(List.of(784, 100, 10)), false)),
        Peer.right(
            LIBRARY,
            "neuroph:default convolution kernel",
            "kernel 40×40",
            uniform("0.15", 0.15),
            _ -> kernel()));
  }

  private static Peer weights(String name, Supplier<WeightsRandomizer> randomizer, Claim law) {
    return Peer.right(LIBRARY, "neuroph:" + name, DENSE, law, draw(randomizer, false));
  }

  private static Peer.Draw draw(Supplier<WeightsRandomizer> randomizer, boolean biases) {
    NeuralNetwork<?>[] network = new NeuralNetwork<?>[1];
    return seed -> {
      network[0] = network[0] == null ? perceptron() : network[0];
      return values(randomize(network[0], randomizer.get(), seed), biases);
    };
  }

  /// The constructor draws by a generator of its own; a hundred biases a network are too few to
  /// build a thousand of them, so this asks the randomizer that the constructor names.
  private static Peer.Draw biases() {
    return draw(() -> new RangeRandomizer(-0.7, 0.7), true);
  }

  private static NeuralNetwork<?> perceptron() {
    return new MultiLayerPerceptron(784, 100, 10);
  }

  private static NeuralNetwork<?> randomize(
      NeuralNetwork<?> network, WeightsRandomizer randomizer, int seed) {
    Random random = randomizer.getRandomGen();
    random.setSeed(seed);
    randomizer.randomize(network);
    return network;
  }

  private static double[] values(NeuralNetwork<?> network, boolean biases) {
    return network.getLayerAt(1).getNeurons().stream()
        .map(Neuron::getInputConnections)
        .flatMap(List::stream)
        .filter(connection -> connection.getFromNeuron() instanceof BiasNeuron == biases)
        .mapToDouble(NeurophPeers::value)
        .toArray();
  }

  private static double value(Connection connection) {
    return connection.getWeight().getValue();
  }

  private static double[] kernel() {
    Kernel kernel = new Kernel(40, 40);
    kernel.initWeights(-0.15, 0.15);
    return Arrays.stream(kernel.getWeights())
        .flatMap(Arrays::stream)
        .mapToDouble(weight -> weight.getValue())
        .toArray();
  }
}
