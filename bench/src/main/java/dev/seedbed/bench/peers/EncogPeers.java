package dev.seedbed.bench.peers;

import static dev.seedbed.bench.peers.Claim.constant;
import static dev.seedbed.bench.peers.Claim.normal;
import static dev.seedbed.bench.peers.Claim.uniform;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.encog.engine.network.activation.ActivationFunction;
import org.encog.engine.network.activation.ActivationLinear;
import org.encog.engine.network.activation.ActivationReLU;
import org.encog.engine.network.activation.ActivationSigmoid;
import org.encog.engine.network.activation.ActivationTANH;
import org.encog.mathutil.randomize.BasicRandomizer;
import org.encog.mathutil.randomize.ConsistentRandomizer;
import org.encog.mathutil.randomize.Distort;
import org.encog.mathutil.randomize.FanInRandomizer;
import org.encog.mathutil.randomize.GaussianRandomizer;
import org.encog.mathutil.randomize.NguyenWidrowRandomizer;
import org.encog.mathutil.randomize.Randomizer;
import org.encog.mathutil.randomize.RangeRandomizer;
import org.encog.mathutil.randomize.XaiverRandomizer;
import org.encog.mathutil.randomize.generate.MersenneTwisterGenerateRandom;
import org.encog.neural.networks.BasicNetwork;
import org.encog.neural.networks.layers.BasicLayer;
import org.jspecify.annotations.Nullable;

/// Encog's randomizers, on the first weights of a network 784→100→10.
final class EncogPeers {
  private static final String LIBRARY = "encog 3.4";
  private static final String DENSE = "dense 784→100";
  private static final int IN = 784;
  private static final int OUT = 100;

  /// Nguyen & Widrow's norm of a unit's weights, 0.7·H^(1/I).
  private static final double BETA = 0.7 * Math.pow(OUT, 1.0 / IN);

  private EncogPeers() {}

  static List<Peer> all() {
    return Stream.of(simple(), xaiver(), nguyenWidrow(), defaults()).flatMap(List::stream).toList();
  }

  private static List<Peer> simple() {
    return List.of(
        weights(
            "RangeRandomizer(-1, 1)", s -> seeded(new RangeRandomizer(-1, 1), s), uniform("1", 1)),
        weights(
            "ConsistentRandomizer(-1, 1)",
            s -> new ConsistentRandomizer(-1, 1, s),
            uniform("1", 1)),
        weights(
            "GaussianRandomizer(0, 1)",
            s -> seeded(new GaussianRandomizer(0, 1), s),
            normal("1", 1)),
        weights("Distort(0.1) of zeros", s -> seeded(new Distort(0.1), s), uniform("0.1", 0.1)),
        new Peer(
            LIBRARY,
            "encog:FanInRandomizer()",
            DENSE,
            uniform("2.4/784", 2.4 / 784),
            uniform("2.4/100", 2.4 / 100),
            "On a network it divides by the number of units that the weights lead to: fan-out.",
            draw(s -> seeded(new FanInRandomizer(), s), new ActivationTANH(), true)));
  }

  private static List<Peer> xaiver() {
    return List.of(
        new Peer(
            LIBRARY,
            "encog:XaiverRandomizer",
            DENSE + " from tanh",
            uniform("√(6/884)", Math.sqrt(6.0 / 884)),
            uniform("2/√884", 2 / Math.sqrt(884)),
            "The bound's 2 stands where √6 = 2.449 belongs: 0.816 of Glorot & Bengio's. Biases are 0.",
            draw(XaiverRandomizer::new, new ActivationTANH(), true)),
        new Peer(
            LIBRARY,
            "encog:XaiverRandomizer",
            DENSE + " from ReLU",
            uniform("√(6/784)", Math.sqrt(6.0 / 784)),
            uniform("2/√784", 2.0 / 28),
            "The bound's 2 stands where √6 belongs: 0.816 of He's; and it asks the layer before.",
            draw(XaiverRandomizer::new, new ActivationReLU(), true)),
        Peer.right(
            LIBRARY,
            "encog:XaiverRandomizer bias",
            DENSE,
            constant(0),
            draw(XaiverRandomizer::new, new ActivationTANH(), false)));
  }

  private static List<Peer> nguyenWidrow() {
    String note =
        "The active range is taken from f(4.9e-324) ≈ f(0) to f(∞), half of what it is, and the"
            + " weights from U(0, b): none is negative, no unit's norm is set.";
    Claim promised =
        new Claim.Moments("uᵢ·β/‖u‖, β = 0.7·100^(1/784): sd β/√784", 0, BETA / Math.sqrt(IN), 1.8);
    return List.of(
        new Peer(
            LIBRARY,
            "encog:NguyenWidrowRandomizer",
            DENSE + ", tanh",
            promised,
            new Claim.Uniform("U(0, β) = U(0, 0.704124)", 0, BETA),
            note,
            draw(s -> seeded(new NguyenWidrowRandomizer(), s), new ActivationTANH(), true)),
        new Peer(
            LIBRARY,
            "encog:NguyenWidrowRandomizer",
            DENSE + ", sigmoid",
            new Claim.Moments("uᵢ·β/‖u‖ for inputs in ±1", 0, BETA / Math.sqrt(IN), 1.8),
            new Claim.Uniform("U(0, 2β) = U(0, 1.408248)", 0, 2 * BETA),
            note,
            draw(s -> seeded(new NguyenWidrowRandomizer(), s), new ActivationSigmoid(), true)),
        Peer.right(
            LIBRARY,
            "encog:NguyenWidrowRandomizer bias",
            DENSE + ", tanh",
            uniform("β", BETA),
            draw(s -> seeded(new NguyenWidrowRandomizer(), s), new ActivationTANH(), false)),
        new Peer(
            LIBRARY,
            "encog:NguyenWidrowRandomizer",
            DENSE + ", linear",
            promised,
            constant(0),
            "f(∞) is 1.8e308, so that b underflows: every weight is about 4e-309, zero in single"
                + " precision.",
            draw(s -> seeded(new NguyenWidrowRandomizer(), s), new ActivationLinear(), true)));
  }

  private static List<Peer> defaults() {
    return List.of(
        Peer.right(
                LIBRARY,
                "encog:reset(seed) weights",
                DENSE,
                uniform("1", 1),
                seed -> part(reset(new ActivationTANH(), seed), true))
            .noting("U(−1, 1) whatever the width: variance 261 times LeCun's."),
        Peer.right(
            LIBRARY,
            "encog:reset(seed) biases",
            DENSE,
            uniform("1", 1),
            seed -> part(reset(new ActivationTANH(), seed), false)),
        Peer.right(
                LIBRARY,
                "encog:reset() with BasicLayer(null, …) first",
                DENSE,
                uniform("1", 1),
                _ -> part(reset(null), true))
            .noting(
                "No activation counts as linear, so that the Nguyen–Widrow branch is not taken."),
        new Peer(
            LIBRARY,
            "encog:reset() with BasicLayer(tanh, …) first",
            DENSE,
            new Claim.Moments("uᵢ·β/‖u‖: sd β/√784", 0, BETA / Math.sqrt(IN), 1.8),
            new Claim.Uniform("U(0, β) = U(0, 0.704124)", 0, BETA),
            "The default where all activations, the input's too, are sigmoid, tanh or Elliott.",
            _ -> part(reset(new ActivationTANH()), true)));
  }

  private static Peer weights(String name, IntFunction<Randomizer> randomizer, Claim law) {
    return Peer.right(
        LIBRARY, "encog:" + name, DENSE, law, draw(randomizer, new ActivationTANH(), true));
  }

  private static Randomizer seeded(BasicRandomizer randomizer, int seed) {
    randomizer.setRandom(new MersenneTwisterGenerateRandom(seed));
    return randomizer;
  }

  private static Peer.Draw draw(
      IntFunction<Randomizer> randomizer, ActivationFunction activation, boolean weights) {
    return seed -> {
      BasicNetwork network = network(activation);
      randomizer.apply(seed).randomize(network);
      return part(network, weights);
    };
  }

  private static BasicNetwork reset(ActivationFunction activation, int seed) {
    BasicNetwork network = network(activation);
    network.reset(seed);
    return network;
  }

  private static BasicNetwork reset(@Nullable ActivationFunction input) {
    BasicNetwork network = new BasicNetwork();
    network.addLayer(new BasicLayer(input, true, IN));
    network.addLayer(new BasicLayer(new ActivationTANH(), true, OUT));
    network.addLayer(new BasicLayer(new ActivationTANH(), false, 10));
    network.getStructure().finalizeStructure();
    network.reset();
    return network;
  }

  private static BasicNetwork network(ActivationFunction activation) {
    BasicNetwork network = new BasicNetwork();
    network.addLayer(new BasicLayer(activation, true, IN));
    network.addLayer(new BasicLayer(activation, true, OUT));
    network.addLayer(new BasicLayer(activation, false, 10));
    network.getStructure().finalizeStructure();
    return network;
  }

  /// The weights, or the biases, between the first two layers.
  private static double[] part(BasicNetwork network, boolean weights) {
    int from = weights ? 0 : IN;
    int to = weights ? IN : IN + 1;
    double[] values = new double[(to - from) * OUT];
    for (int i = from; i < to; i++) {
      for (int j = 0; j < OUT; j++) {
        values[(i - from) * OUT + j] = network.getWeight(0, i, j);
      }
    }
    return values;
  }
}
