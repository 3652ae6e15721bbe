package dev.seedbed.bench.peers;

import static dev.seedbed.bench.peers.Claim.constant;
import static dev.seedbed.bench.peers.Claim.normal;
import static dev.seedbed.bench.peers.Claim.truncated;
import static dev.seedbed.bench.peers.Claim.uniform;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.Distribution;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.distribution.OrthogonalDistribution;
import org.deeplearning4j.nn.conf.distribution.TruncatedNormalDistribution;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.deeplearning4j.nn.weights.WeightInitVarScalingNormalFanIn;
import org.deeplearning4j.nn.weights.WeightInitVarScalingUniformFanIn;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.weightinit.WeightInitScheme;
import org.nd4j.weightinit.impl.LecunUniformInitScheme;
import org.nd4j.weightinit.impl.VarScalingNormalFanAvgInitScheme;
import org.nd4j.weightinit.impl.VarScalingNormalFanInInitScheme;
import org.nd4j.weightinit.impl.VarScalingNormalFanOutInitScheme;
import org.nd4j.weightinit.impl.VarScalingNormalUniformFanInInitScheme;
import org.nd4j.weightinit.impl.VarScalingNormalUniformFanOutInitScheme;
import org.nd4j.weightinit.impl.VarScalingUniformFanAvgInitScheme;

/// Deeplearning4j's `WeightInit`, its layers' defaults, and ND4J's schemes of the same names.
final class Dl4jPeers {
  private static final String LIBRARY = "dl4j 1.0.0-M2.1";
  private static final String DENSE = "dense 784→100";
  private static final int IN = 784;
  private static final int OUT = 100;

  /// P(|z| > 2) / 2. Of a tensor's first half that share of the values was seen to be the mean
  /// itself that should have been drawn again, P(|z| > 2); of its second half, almost none.
  private static final double LEFT_OUT = 0.0227501319;

  private static final String HOLES =
      "In single precision 4.55 % of a tensor's first half, those that were cut, stay at exactly"
          + " the mean; in double precision none does.";

  private Dl4jPeers() {}

  static List<Peer> all() {
    return Stream.of(named(), bugs(), distributions(), nd4j(), defaults())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Peer> named() {
    return List.of(
        right(WeightInit.ZERO, constant(0)),
        right(WeightInit.ONES, constant(1)),
        right(WeightInit.XAVIER, normal("2/(784+100)", 2.0 / 884))
            .noting("The normal law of Glorot & Bengio; the paper's own is XAVIER_UNIFORM."),
        right(WeightInit.XAVIER_UNIFORM, uniform("√(6/884)", Math.sqrt(6.0 / 884))),
        right(WeightInit.XAVIER_FAN_IN, normal("1/784", 1.0 / 784)),
        right(WeightInit.XAVIER_LEGACY, normal("1/(784+100)", 1.0 / 884)),
        right(WeightInit.NORMAL, normal("1/784", 1.0 / 784))
            .noting("Not N(0, 1): the same class as LECUN_NORMAL and XAVIER_FAN_IN."),
        right(WeightInit.LECUN_NORMAL, normal("1/784", 1.0 / 784)),
        right(WeightInit.UNIFORM, uniform("1/√784", 1.0 / 28))
            .noting("Not a fixed range: Glorot & Bengio's equation 1."),
        right(WeightInit.SIGMOID_UNIFORM, uniform("4·√(6/884)", 4 * Math.sqrt(6.0 / 884))),
        right(WeightInit.RELU, normal("2/784", 2.0 / 784)),
        right(WeightInit.RELU_UNIFORM, uniform("√(6/784)", Math.sqrt(6.0 / 784))),
        Peer.right(
            LIBRARY,
            "dl4j:IDENTITY",
            "dense 100→100",
            identity(100),
            seed -> draw(seed, WeightInit.IDENTITY.getWeightInitFunction(), 100, 100)));
  }

  private static List<Peer> bugs() {
    String wide = "Bound 3/√n where √(3/n) is meant: the standard deviation is √3 too large.";
    String cut =
        "Cut at ±2σ and not corrected: the standard deviation is 0.87 of what is meant. " + HOLES;
    return List.of(
        wrong(
            WeightInit.LECUN_UNIFORM,
            uniform("√(3/784)", Math.sqrt(3.0 / 784)),
            uniform("3/√784", 3.0 / 28),
            wide),
        wrong(
            WeightInit.VAR_SCALING_UNIFORM_FAN_IN,
            uniform("√(3/784)", Math.sqrt(3.0 / 784)),
            uniform("3/√784", 3.0 / 28),
            wide),
        wrong(
            WeightInit.VAR_SCALING_UNIFORM_FAN_OUT,
            uniform("√(3/100)", Math.sqrt(3.0 / 100)),
            uniform("3/√100", 0.3),
            wide),
        wrong(
            WeightInit.VAR_SCALING_UNIFORM_FAN_AVG,
            uniform("√(3/442)", Math.sqrt(3.0 / 442)),
            uniform("3/√442", 3 / Math.sqrt(442)),
            wide),
        wrong(
            WeightInit.VAR_SCALING_NORMAL_FAN_IN,
            normal("1/784", 1.0 / 784),
            truncated("1/784", 1.0 / 784, LEFT_OUT),
            cut),
        wrong(
            WeightInit.VAR_SCALING_NORMAL_FAN_OUT,
            normal("1/100", 1.0 / 100),
            truncated("1/100", 1.0 / 100, LEFT_OUT),
            cut),
        wrong(
            WeightInit.VAR_SCALING_NORMAL_FAN_AVG,
            normal("2/884", 2.0 / 884),
            truncated("2/884", 2.0 / 884, LEFT_OUT),
            cut),
        new Peer(
            LIBRARY,
            "dl4j:WeightInitVarScalingUniformFanIn(scale 2)",
            DENSE,
            uniform("√(2·3/784)", Math.sqrt(6.0 / 784)),
            uniform("2·3/√784", 6.0 / 28),
            wide + " The scale multiplies the bound, not the variance.",
            seed -> draw(seed, new WeightInitVarScalingUniformFanIn(2.0), IN, OUT)),
        new Peer(
            LIBRARY,
            "dl4j:WeightInitVarScalingNormalFanIn(scale 2)",
            DENSE,
            normal("2/784", 2.0 / 784),
            truncated("2/784", 2.0 / 784, LEFT_OUT),
            cut + " Here the scale multiplies the variance.",
            seed -> draw(seed, new WeightInitVarScalingNormalFanIn(2.0), IN, OUT)));
  }

  private static List<Peer> distributions() {
    return List.of(
        distribution(
            "Uniform(-0.05, 0.05)", new UniformDistribution(-0.05, 0.05), uniform("0.05", 0.05)),
        distribution("Normal(0, 0.01)", new NormalDistribution(0, 0.01), normal("0.01²", 1e-4)),
        new Peer(
            LIBRARY,
            "dl4j:DISTRIBUTION TruncatedNormal(0, 0.01)",
            DENSE,
            truncated("0.01²", 1e-4),
            truncated("0.01²", 1e-4, LEFT_OUT),
            HOLES,
            seed ->
                draw(
                    seed,
                    new WeightInitDistribution(new TruncatedNormalDistribution(0, 0.01)),
                    IN,
                    OUT)),
        Peer.right(
                LIBRARY,
                "dl4j:DISTRIBUTION Orthogonal(1)",
                "dense 32→8",
                new Claim.Orthogonal("8 orthonormal columns of 32", 8, 32, 1),
                seed ->
                    draw(seed, new WeightInitDistribution(new OrthogonalDistribution(1.0)), 32, 8))
            .noting("At 64→32 its singular value decomposition did not end within 90 s."));
  }

  private static List<Peer> nd4j() {
    String wide = "Bound 3/√n where √(3/n) is meant.";
    String uncut = "Not cut, unlike DL4J's class of the same name.";
    return List.of(
        new Peer(
            LIBRARY,
            "nd4j:LecunUniformInitScheme",
            DENSE,
            uniform("√(3/784)", Math.sqrt(3.0 / 784)),
            uniform("3/√784", 3.0 / 28),
            wide,
            nd4j(new LecunUniformInitScheme('c', IN))),
        new Peer(
            LIBRARY,
            "nd4j:VarScalingNormalUniformFanInInitScheme",
            DENSE,
            uniform("√(3/784)", Math.sqrt(3.0 / 784)),
            uniform("3/√784", 3.0 / 28),
            wide,
            nd4j(new VarScalingNormalUniformFanInInitScheme('c', IN))),
        new Peer(
            LIBRARY,
            "nd4j:VarScalingNormalUniformFanOutInitScheme",
            DENSE,
            uniform("√(3/100)", Math.sqrt(3.0 / 100)),
            uniform("3/√100", 0.3),
            wide,
            nd4j(new VarScalingNormalUniformFanOutInitScheme('c', OUT))),
        new Peer(
            LIBRARY,
            "nd4j:VarScalingUniformFanAvgInitScheme",
            DENSE,
            uniform("√(3/442)", Math.sqrt(3.0 / 442)),
            uniform("3/√442", 3 / Math.sqrt(442)),
            wide,
            nd4j(new VarScalingUniformFanAvgInitScheme('c', IN, OUT))),
        Peer.right(
                LIBRARY,
                "nd4j:VarScalingNormalFanInInitScheme",
                DENSE,
                normal("1/784", 1.0 / 784),
                nd4j(new VarScalingNormalFanInInitScheme('c', IN)))
            .noting(uncut),
        Peer.right(
                LIBRARY,
                "nd4j:VarScalingNormalFanOutInitScheme",
                DENSE,
                normal("1/100", 1.0 / 100),
                nd4j(new VarScalingNormalFanOutInitScheme('c', OUT)))
            .noting(uncut),
        Peer.right(
                LIBRARY,
                "nd4j:VarScalingNormalFanAvgInitScheme",
                DENSE,
                normal("2/884", 2.0 / 884),
                nd4j(new VarScalingNormalFanAvgInitScheme('c', IN, OUT)))
            .noting(uncut));
  }

  private static List<Peer> defaults() {
    DenseLayer dense = new DenseLayer.Builder().nIn(IN).nOut(OUT).build();
    ConvolutionLayer conv = new ConvolutionLayer.Builder(3, 3).nIn(3).nOut(64).stride(2, 2).build();
    DepthwiseConvolution2D depthwise =
        new DepthwiseConvolution2D.Builder().kernelSize(3, 3).nIn(64).depthMultiplier(1).build();
    EmbeddingLayer embedding = new EmbeddingLayer.Builder().nIn(1000).nOut(64).build();
    LSTM lstm = new LSTM.Builder().nIn(64).nOut(128).build();
    return List.of(
        layer(dense, "W", DENSE, normal("2/884", 2.0 / 884)),
        layer(dense, "b", DENSE, constant(0)),
        layer(conv, "W", "conv 3→64, 3×3, stride 2", normal("2/(27+144)", 2.0 / 171))
            .noting("The stride divides fan-out: 64·9/4 = 144."),
        layer(conv, "b", "conv 3→64, 3×3, stride 2", constant(0)),
        new Peer(
            LIBRARY,
            "dl4j:default W",
            "depthwise conv 64, 3×3",
            normal("2/(9+9)", 2.0 / 18),
            normal("2/(64·9+9)", 2.0 / 585),
            "Fan-in counts all 64 channels, of which a unit sees one.",
            seed -> parameter(depthwise, "W", seed)),
        layer(embedding, "W", "embedding 1000×64", normal("2/(1+64)", 2.0 / 65))
            .noting("Fan-in of the one-hot input: 1."),
        layer(lstm, "W", "lstm 64→128", normal("2/(128+192)", 2.0 / 320))
            .noting("Fan-in 128 = H and fan-out 192 = 64+128 for W and RW alike."),
        layer(lstm, "RW", "lstm 64→128", normal("2/(128+192)", 2.0 / 320))
            .noting("Fan-in 128 = H and fan-out 192 = 64+128 for W and RW alike."),
        Peer.right(
            LIBRARY,
            "dl4j:default b, forget gate",
            "lstm 64→128",
            constant(1),
            seed -> Arrays.copyOfRange(parameter(lstm, "b", seed), 128, 256)),
        Peer.right(
            LIBRARY,
            "dl4j:default b, input gate",
            "lstm 64→128",
            constant(0),
            seed -> Arrays.copyOfRange(parameter(lstm, "b", seed), 0, 128)));
  }

  private static Peer right(WeightInit init, Claim law) {
    return wrong(init, law, law, "");
  }

  private static Peer wrong(WeightInit init, Claim promised, Claim drawn, String note) {
    return new Peer(
        LIBRARY,
        "dl4j:" + init,
        DENSE,
        promised,
        drawn,
        note,
        seed -> draw(seed, init.getWeightInitFunction(), IN, OUT));
  }

  private static Peer distribution(String name, Distribution distribution, Claim law) {
    return Peer.right(
        LIBRARY,
        "dl4j:DISTRIBUTION " + name,
        DENSE,
        law,
        seed -> draw(seed, new WeightInitDistribution(distribution), IN, OUT));
  }

  private static Peer layer(Layer layer, String parameter, String size, Claim law) {
    return Peer.right(
        LIBRARY, "dl4j:default " + parameter, size, law, seed -> parameter(layer, parameter, seed));
  }

  private static Claim identity(int n) {
    double mean = 1.0 / n;
    double variance = mean * (1 - mean);
    return new Claim.Moments("I", mean, Math.sqrt(variance), 1 / variance - 3);
  }

  private static double[] draw(int seed, IWeightInit init, int in, int out) {
    Nd4j.getRandom().setSeed(seed);
    INDArray view = Nd4j.create(DataType.FLOAT, (long) in * out);
    init.init(in, out, new long[] {in, out}, 'f', view);
    return view.toDoubleVector();
  }

  private static Peer.Draw nd4j(WeightInitScheme scheme) {
    return seed -> {
      Nd4j.getRandom().setSeed(seed);
      return flat(scheme.create(DataType.FLOAT, IN, OUT));
    };
  }

  private static double[] parameter(Layer layer, String name, int seed) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(seed)
                .list(layer.clone())
                .validateOutputLayerConfig(false)
                .build());
    network.init();
    return flat(network.getLayer(0).getParam(name));
  }

  private static double[] flat(INDArray array) {
    return array.dup('c').reshape(array.length()).toDoubleVector();
  }
}
