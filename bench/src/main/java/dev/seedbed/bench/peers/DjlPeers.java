package dev.seedbed.bench.peers;

import static dev.seedbed.bench.peers.Claim.constant;
import static dev.seedbed.bench.peers.Claim.normal;
import static dev.seedbed.bench.peers.Claim.truncated;
import static dev.seedbed.bench.peers.Claim.uniform;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.training.initializer.TruncatedNormalInitializer;
import ai.djl.training.initializer.UniformInitializer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.initializer.XavierInitializer.FactorType;
import ai.djl.training.initializer.XavierInitializer.RandomType;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// DJL's initialisers and its blocks' defaults, on its PyTorch engine.
final class DjlPeers {
  private static final String LIBRARY = "djl 0.36.0";
  private static final String DENSE = "dense 784→100";
  private static final Shape WEIGHT = new Shape(100, 784);

  private DjlPeers() {}

  static List<Peer> all() {
    return Stream.of(simple(), xavier(), defaults()).flatMap(List::stream).toList();
  }

  private static List<Peer> simple() {
    return List.of(
        right("Initializer.ZEROS", Initializer.ZEROS, constant(0)),
        right("Initializer.ONES", Initializer.ONES, constant(1)),
        right("ConstantInitializer(0.1)", new ConstantInitializer(0.1f), constant(0.1)),
        right("UniformInitializer()", new UniformInitializer(), uniform("0.07", 0.07)),
        right("NormalInitializer()", new NormalInitializer(), normal("0.01²", 1e-4)),
        right(
                "TruncatedNormalInitializer()",
                new TruncatedNormalInitializer(),
                truncated("0.01²", 1e-4))
            .noting("As documented; by its source it gives up after ten rounds of rejection."));
  }

  private static List<Peer> xavier() {
    return List.of(
        new Peer(
            LIBRARY,
            "djl:new XavierInitializer()",
            DENSE,
            uniform("√(3/442)", Math.sqrt(3.0 / 442)),
            uniform("√(6/442)", Math.sqrt(6.0 / 442)),
            "Its documentation states √(3/(0.5·(in+out))), Glorot & Bengio's bound, but the"
                + " magnitude is 6: √2 too wide.",
            draw(new XavierInitializer())),
        new Peer(
            LIBRARY,
            "djl:XavierInitializer(GAUSSIAN, AVG, 6)",
            DENSE,
            normal("3/442", 3.0 / 442),
            normal("6/442", 6.0 / 442),
            "Its documentation states the standard deviation √(3/(0.5·(in+out))), which is neither"
                + " Glorot & Bengio's nor what the default magnitude draws.",
            draw(new XavierInitializer(RandomType.GAUSSIAN, FactorType.AVG, 6))),
        xavier(RandomType.UNIFORM, FactorType.AVG, 3, uniform("√(6/884)", Math.sqrt(6.0 / 884)))
            .noting("Glorot uniform: the magnitude is three times the scale for UNIFORM."),
        xavier(RandomType.GAUSSIAN, FactorType.AVG, 1, normal("2/884", 2.0 / 884))
            .noting("Glorot normal: the magnitude is the scale for GAUSSIAN."),
        xavier(RandomType.GAUSSIAN, FactorType.IN, 2, normal("2/784", 2.0 / 784))
            .noting("He normal."),
        xavier(RandomType.GAUSSIAN, FactorType.OUT, 2, normal("2/100", 2.0 / 100)),
        xavier(RandomType.UNIFORM, FactorType.IN, 6, uniform("√(6/784)", Math.sqrt(6.0 / 784)))
            .noting("He uniform."),
        xavier(RandomType.UNIFORM, FactorType.IN, 3, uniform("√(3/784)", Math.sqrt(3.0 / 784)))
            .noting("LeCun uniform."),
        xavier(RandomType.GAUSSIAN, FactorType.IN, 1, normal("1/784", 1.0 / 784))
            .noting("LeCun normal."));
  }

  private static List<Peer> defaults() {
    Supplier<Block> linear = () -> Linear.builder().setUnits(100).build();
    Supplier<Block> conv =
        () -> Conv2d.builder().setFilters(64).setKernelShape(new Shape(3, 3)).build();
    Supplier<Block> depthwise =
        () -> Conv2d.builder().setFilters(64).setKernelShape(new Shape(3, 3)).optGroups(64).build();
    Supplier<Block> lstm =
        () -> LSTM.builder().setStateSize(128).setNumLayers(1).optReturnState(false).build();
    Shape image = new Shape(1, 3, 8, 8);
    Shape wide = new Shape(1, 64, 8, 8);
    Shape series = new Shape(1, 5, 64);
    return List.of(
        layer(linear, "weight", new Shape(1, 784), DENSE, normal("2/784", 2.0 / 784)),
        layer(linear, "bias", new Shape(1, 784), DENSE, constant(0)),
        layer(conv, "weight", image, "conv 3→64, 3×3", normal("2/27", 2.0 / 27)),
        layer(conv, "bias", image, "conv 3→64, 3×3", constant(0)),
        layer(depthwise, "weight", wide, "depthwise conv 64, 3×3", normal("2/9", 2.0 / 9)),
        layer(lstm, "l_0_i2h_WEIGHT", series, "lstm 64→128", normal("2/64", 2.0 / 64)),
        layer(lstm, "l_0_h2h_WEIGHT", series, "lstm 64→128", normal("2/128", 2.0 / 128)),
        layer(lstm, "l_0_i2h_BIAS", series, "lstm 64→128", constant(0))
            .noting("No forget-gate bias of 1."),
        layer(() -> BatchNorm.builder().build(), "gamma", wide, "batch norm 64", constant(1)),
        layer(() -> BatchNorm.builder().build(), "beta", wide, "batch norm 64", constant(0)));
  }

  private static Peer right(String name, Initializer initializer, Claim law) {
    return Peer.right(LIBRARY, "djl:" + name, DENSE, law, draw(initializer));
  }

  private static Peer xavier(RandomType type, FactorType factor, float magnitude, Claim law) {
    return right(
        "XavierInitializer(%s, %s, %.0f)".formatted(type, factor, magnitude),
        new XavierInitializer(type, factor, magnitude),
        law);
  }

  private static Peer layer(
      Supplier<Block> block, String parameter, Shape input, String layer, Claim law) {
    return Peer.right(
        LIBRARY,
        "djl:default " + parameter,
        layer,
        law,
        seed -> parameter(block.get(), parameter, input, seed));
  }

  private static double[] parameter(Block block, String name, Shape input, int seed) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Engine.getInstance().setRandomSeed(seed);
      block.initialize(manager, DataType.FLOAT32, input);
      return values(block.getDirectParameters().get(name).getArray());
    }
  }

  private static Peer.Draw draw(Initializer initializer) {
    return seed -> {
      try (NDManager manager = NDManager.newBaseManager()) {
        Engine.getInstance().setRandomSeed(seed);
        return values(initializer.initialize(manager, WEIGHT, DataType.FLOAT32));
      }
    };
  }

  private static double[] values(NDArray array) {
    float[] floats = array.toFloatArray();
    double[] values = new double[floats.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = floats[i];
    }
    return values;
  }
}
