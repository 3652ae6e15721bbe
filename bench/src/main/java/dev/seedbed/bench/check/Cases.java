package dev.seedbed.bench.check;

import static dev.seedbed.bench.check.PlantedFault.CONSTANT;
import static dev.seedbed.bench.check.PlantedFault.DEAD;
import static dev.seedbed.bench.check.PlantedFault.HIDDEN_BIAS;
import static dev.seedbed.bench.check.PlantedFault.LARGE;
import static dev.seedbed.bench.check.PlantedFault.NONE;
import static dev.seedbed.bench.check.PlantedFault.OUTPUT_BIAS;
import static dev.seedbed.bench.check.PlantedFault.SMALL;

import dev.seedbed.bench.check.StartCase.Mutant;
import dev.seedbed.bench.check.StartCase.Part;
import dev.seedbed.tensor.Activation;
import dev.seedbed.train.AdamW;
import dev.seedbed.train.Optimizer;
import dev.seedbed.train.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The cases of the protocol: published ones rebuilt, and their neighbours. Each scheme stands with
/// the fault that it was believed to have; training decides.
final class Cases {
  /// Of Kingma & Ba 2015, with their settings: no weight decay.
  static final AdamW ADAM = new AdamW(1e-3, 0.9, 0.999, 1e-8, 0);

  private static final String HE = "he-normal";
  private static final String GLOROT = "glorot-uniform";
  private static final String SIGMOID = "glorot-uniform-sigmoid";
  private static final String LSUV = "lsuv";

  /// 8-layer sigmoid networks start well only if fitted to their data, if at all.
  private static final String FITTED = "lsuv";

  private final List<StartCase> cases = new ArrayList<>();

  /// The network that cases are being added of.
  private Net net = new Net(0, "", "", new Activation.Relu(), "", ADAM, 32);

  /// What the cases of one network have in common.
  private record Net(
      int group,
      String task,
      String hidden,
      Activation activation,
      String reference,
      Optimizer optimizer,
      int minibatch) {}

  /// Those below and those of the grid.
  static List<StartCase> all() {
    List<StartCase> published = published();
    return Stream.concat(published.stream(), GridCases.besides(published).stream()).toList();
  }

  /// Of the published sources, and their neighbours.
  static List<StartCase> published() {
    var cases = new Cases();
    cases.deepRelu();
    cases.deepOthers();
    cases.shallow();
    cases.circlesAndBlobs();
    cases.regression();
    cases.programs();
    cases.constantsAndBiases();
    cases.mutants();
    cases.peers();
    cases.deepPeers();
    return List.copyOf(cases.cases);
  }

  private Cases of(int group, String task, String hidden, String activation, String reference) {
    net =
        new Net(
            group, task, hidden, Activation.named(activation).orElseThrow(), reference, ADAM, 32);
    return this;
  }

  private Cases by(Optimizer optimizer, int minibatch) {
    net =
        new Net(
            net.group, net.task, net.hidden, net.activation, net.reference, optimizer, minibatch);
    return this;
  }

  private Cases with(PlantedFault fault, String... schemes) {
    for (String scheme : schemes) {
      add(scheme, Optional.empty(), fault);
    }
    return this;
  }

  private void add(String scheme, Optional<Mutant> mutant, PlantedFault fault) {
    cases.add(
        new StartCase(
            Part.TUNING,
            net.group,
            net.task,
            net.hidden,
            net.activation,
            scheme,
            mutant,
            net.reference,
            net.optimizer,
            net.minibatch,
            fault));
  }

  /// AUTOTRAINER's motivation, and how it goes on with depth.
  private void deepRelu() {
    of(1, "digits28", "128*34", "relu", HE).with(SMALL, GLOROT).with(NONE, HE);
    of(1, "digits28", "128*20", "relu", HE).with(SMALL, GLOROT).with(NONE, "he-uniform");
    of(1, "digits", "64*20", "relu", HE)
        .with(SMALL, "glorot-normal", "lecun-normal", "torch", "weka", "normal(deviation=0.05)")
        .with(NONE, HE, "he-uniform", "he-truncated", "orthogonal(gain=1.4142)", "looks-linear")
        .with(NONE, LSUV)
        .with(LARGE, "variance-scaling(scale=6)", "normal(deviation=0.5)");
    of(1, "digits", "64*12", "relu", HE)
        .with(SMALL, GLOROT, "torch", "normal(deviation=0.02)")
        .with(NONE, "he-normal-backward", "krahenbuhl");
    of(1, "digits-scaled", "32*10", "leaky-relu", HE)
        .with(SMALL, "normal(deviation=0.01)", "normal(deviation=0.05)", "torch")
        .with(NONE, HE, "gain-normal")
        .with(LARGE, "normal(deviation=1)");
    of(1, "digits", "128,64*5", "relu", HE)
        .with(SMALL, "torch", "normal(deviation=0.01)", "uniform")
        .with(NONE, GLOROT, HE);
  }

  private void deepOthers() {
    of(1, "digits-scaled", "128*20", "tanh", GLOROT)
        .with(SMALL, "torch", "normal(deviation=0.01)", "weka")
        .with(NONE, GLOROT, "glorot-normal", "orthogonal", "critical", LSUV)
        .with(LARGE, "normal(deviation=0.3)", "orthogonal(gain=3)");
    of(1, "digits-scaled", "64*40", "tanh", "orthogonal")
        .with(NONE, "orthogonal", "orthogonal(gain=1.05)")
        .with(SMALL, "orthogonal(gain=0.7)");
    of(1, "digits-scaled", "64*20", "selu", "lecun-normal")
        .with(NONE, "lecun-normal", "lecun-truncated", LSUV)
        .with(SMALL, "normal(deviation=0.01)", "torch")
        .with(LARGE, "lecun-normal(gain=3)", "normal(deviation=1)");
    of(1, "digits-scaled", "64*16", "gelu", "gain-normal")
        .with(NONE, "gain-normal", HE, LSUV)
        .with(SMALL, "normal(deviation=0.02)", "torch")
        .with(LARGE, "normal(deviation=1)");
    of(1, "digits-scaled", "64*16", "silu", "gain-normal")
        .with(NONE, "gain-normal", "autoinit")
        .with(SMALL, "normal(deviation=0.02)", "glorot-normal");
    of(1, "digits-scaled", "64*12", "elu", HE)
        .with(NONE, HE, "lecun-normal")
        .with(SMALL, "normal(deviation=0.01)")
        .with(LARGE, "normal(deviation=1)");
    of(1, "digits-scaled", "64*12", "softsign", "glorot-normal")
        .with(NONE, "glorot-normal", "gain-normal")
        .with(SMALL, "normal(deviation=0.01)", "torch");
    of(1, "digits-scaled", "64*6", "sigmoid", FITTED)
        .with(NONE, LSUV, "kumar", SIGMOID)
        .with(SMALL, GLOROT, "logistic-uniform", "normal(deviation=0.01)")
        .with(LARGE, "normal(deviation=3)");
  }

  /// What is fine although its variance is not He's.
  private void shallow() {
    of(1, "digits", "64,64", "relu", HE)
        .with(NONE, GLOROT, "torch", "lecun-uniform", "keras:he_normal", "unit-variance");
    of(1, "digits-scaled", "32", "tanh", GLOROT)
        .with(NONE, GLOROT, "torch", "lecun-normal", "nguyen-widrow", "orthogonal");
    of(1, "digits-scaled", "32", "sigmoid", SIGMOID).with(NONE, SIGMOID, GLOROT, "kumar", "torch");
    of(1, "digits-scaled", "32", "softplus", GLOROT).with(NONE, GLOROT, "gain-normal");
    of(1, "digits-scaled", "64,32", "elu", HE).with(NONE, HE, GLOROT, "torch");
    of(1, "digits-scaled", "64,32", "gelu", HE).with(NONE, HE, "torch");
    of(1, "iris", "8", "tanh", GLOROT).with(NONE, GLOROT, "torch");
    of(1, "penguins", "16", "relu", HE).with(NONE, HE, GLOROT, "torch");
    of(1, "penguins", "4,4", "tanh", GLOROT).with(NONE, GLOROT, "lecun-normal");
    of(1, "nines", "32", "relu", "he-normal+label-bias")
        .with(NONE, "he-normal+label-bias", "he-normal");
    of(1, "digits", "64", "relu", HE)
        .by(new Sgd(0.1, 0, 0), 32)
        .with(NONE, HE, GLOROT, "torch")
        .with(SMALL, "normal(deviation=0.0001)")
        .with(LARGE, "normal(deviation=1)");
    of(1, "digits", "64*8", "relu", HE)
        .by(new Sgd(0.05, 0.9, 0), 32)
        .with(NONE, HE)
        .with(SMALL, GLOROT, "torch");
  }

  /// AUTOTRAINER's demonstrations and its zoo of narrow networks.
  private void circlesAndBlobs() {
    of(2, "circles100", "5*8", "sigmoid", FITTED).with(SMALL, "he-uniform");
    of(2, "circles", "5*8", "sigmoid", FITTED).with(SMALL, "he-uniform");
    of(2, "blobs", "50", "relu", "he-uniform")
        .by(new Sgd(0.01, 0.9, 0), 1)
        .with(NONE, "he-uniform");
    of(2, "blobs100", "50", "relu", "he-uniform").with(NONE, "he-uniform");
    of(2, "blobs", "50", "relu", "he-uniform")
        .with(NONE, "he-uniform", "torch")
        .with(CONSTANT, "zeros", "ones");
    of(2, "circles", "5*15", "relu", LSUV).with(DEAD, "he-uniform");
    of(2, "circles", "5*9", "relu", LSUV).with(DEAD, "he-uniform");
    of(2, "circles", "5*21", "relu", LSUV).with(DEAD, "he-uniform");
    of(2, "blobs", "5*15", "relu", LSUV).with(DEAD, "he-uniform", HE);
    of(2, "blobs", "5*9", "relu", LSUV).with(DEAD, "he-uniform");
    of(2, "blobs", "10*15", "relu", LSUV).with(NONE, "he-uniform");
    of(2, "circles", "16*15", "relu", HE).with(NONE, "he-uniform");
    of(2, "circles", "5*6", "tanh", GLOROT)
        .with(NONE, "he-uniform")
        .with(CONSTANT, "zeros", "ones")
        .with(SMALL, "uniform", "truncated-normal(deviation=0.05)");
    of(2, "circles", "8,8", "tanh", GLOROT)
        .with(NONE, GLOROT, "he-uniform", "nguyen-widrow")
        .with(CONSTANT, "constant(value=0.5)");
    of(2, "circles", "16,16", "sigmoid", SIGMOID).with(NONE, SIGMOID).with(SMALL, "uniform");
  }

  /// TheDeepChecker's wrong initialisations of a regression network, and regression's own.
  private void regression() {
    of(4, "auto-mpg", "64,64", "relu", HE)
        .with(CONSTANT, "constant(value=0.01)", "zeros")
        .with(NONE, HE, "glorot-normal", "torch", "he-normal+label-bias")
        .with(SMALL, "normal(deviation=0.001)", "normal(deviation=0.01)")
        .with(LARGE, "normal(deviation=0.1)", "normal(deviation=0.25)", "normal(deviation=1)");
    of(4, "auto-mpg", "32*8", "relu", HE).with(NONE, HE).with(SMALL, GLOROT, "torch");
    of(4, "auto-mpg-raw", "64,64", "relu", "he-normal+label-bias")
        .with(NONE, "he-normal+label-bias")
        .with(OUTPUT_BIAS, HE);
    of(4, "auto-mpg-raw", "16", "tanh", "glorot-uniform+label-bias")
        .with(NONE, "glorot-uniform+label-bias")
        .with(OUTPUT_BIAS, GLOROT);
    of(4, "digits28", "128,64", "relu", HE)
        .with(CONSTANT, "constant(value=0.01)")
        .with(SMALL, "normal(deviation=0.01)")
        .with(LARGE, "normal(deviation=0.25)")
        .with(NONE, "normal(deviation=0.1)", HE);
    of(4, "digits28", "128*6", "relu", HE)
        .with(CONSTANT, "constant(value=0.01)")
        .with(LARGE, "normal(deviation=0.25)")
        .with(NONE, "normal(deviation=0.1)");
  }

  /// Programs from Stack Overflow and GitHub that TheDeepChecker's and other authors collected.
  private void programs() {
    of(5, "digits28", "500*3", "relu", HE)
        .by(new AdamW(0.003, 0.9, 0.999, 1e-8, 0), 32)
        .with(LARGE, "normal(deviation=1)+normal(deviation=1)")
        .with(NONE, HE);
    of(5, "digits28", "512", "sigmoid", SIGMOID)
        .by(new Sgd(0.05, 0, 0), 32)
        .with(LARGE, "normal(deviation=1)");
    of(5, "digits28", "512", "sigmoid", SIGMOID).with(LARGE, "normal(deviation=1)");
    of(5, "auto-mpg", "20,20,15", "relu", HE)
        .with(LARGE, "truncated-normal(deviation=0.5,corrected=no)")
        .with(NONE, HE);
    of(5, "digits28", "", "identity", GLOROT)
        .with(LARGE, "truncated-normal(deviation=1,corrected=no)", "normal(deviation=1)")
        .with(NONE, GLOROT, "zeros");
    of(5, "digits28", "256,256", "relu", HE)
        .with(LARGE, "normal(deviation=1)+normal(deviation=1)", "uniform(low=-1,high=1)");
    of(5, "digits28", "256,256", "sigmoid", SIGMOID).with(LARGE, "normal(deviation=1)");
    for (String activation : List.of("relu", "tanh", "sigmoid", "elu", "selu", "gelu")) {
      of(5, "digits", "64*3", activation, "gain-normal")
          .with(LARGE, "normal(deviation=1)")
          .with(NONE, "gain-normal");
    }
  }

  private void constantsAndBiases() {
    of(6, "digits28", "120,84", "relu", HE)
        .with(CONSTANT, "zeros", "ones", "constant(value=0.1)")
        .with(NONE, "he-normal+small-positive", "he-normal+constant(value=0.1)")
        .with(NONE, "he-normal+normal(deviation=0.05)")
        .with(HIDDEN_BIAS, "he-normal+constant(value=-10)", "he-normal+constant(value=10)");
    of(6, "digits", "64,64", "tanh", GLOROT)
        .with(CONSTANT, "zeros", "constant(value=0.05)")
        .with(NONE, "glorot-uniform+uniform", "glorot-uniform+constant(value=0.1)")
        .with(HIDDEN_BIAS, "glorot-uniform+constant(value=5)");
    of(6, "digits", "64,64", "sigmoid", SIGMOID)
        .with(CONSTANT, "zeros", "constant(value=0.5)")
        .with(NONE, "glorot-uniform-sigmoid+sparse-bias(activity=0.1)")
        .with(HIDDEN_BIAS, "glorot-uniform-sigmoid+sparse-bias")
        .with(HIDDEN_BIAS, "glorot-uniform-sigmoid+constant(value=10)");
    of(6, "digits", "64,64", "elu", HE).with(CONSTANT, "zeros", "constant(value=0.02)");
    of(6, "digits", "64,64", "gelu", HE).with(CONSTANT, "zeros", "constant(value=0.02)");
    of(6, "penguins", "16", "tanh", GLOROT).with(CONSTANT, "zeros", "constant(value=0.3)");
    of(6, "xor", "2,3", "sigmoid", SIGMOID).with(SMALL, "uniform");
    of(6, "xor", "2,3", "sigmoid", SIGMOID)
        .by(new AdamW(0.01, 0.9, 0.999, 1e-8, 0), 32)
        .with(SMALL, "uniform");
    of(6, "xor", "8", "tanh", GLOROT).with(NONE, GLOROT).with(CONSTANT, "constant(value=0.1)");
  }

  /// DeepCrime's operator "change weights' initialisation", on one layer of clean networks.
  private void mutants() {
    of(7, "digits", "64*4", "relu", HE).mutate(3, HE).mutate(5, HE).identity(3, HE);
    of(7, "digits-scaled", "64*4", "tanh", GLOROT).mutate(2, GLOROT).identity(2, GLOROT);
    of(7, "digits", "64,64", "sigmoid", SIGMOID).mutate(2, SIGMOID).identity(2, SIGMOID);
  }

  private Cases mutate(int layer, String clean) {
    mutant(clean, layer, CONSTANT, "zeros", "ones", "constant(value=0.05)");
    mutant(clean, layer, SMALL, "normal(deviation=0.0001)");
    mutant(clean, layer, LARGE, "normal(deviation=1)", "uniform(low=-1,high=1)");
    mutant(clean, layer, NONE, "normal(deviation=0.05)", "uniform", "orthogonal");
    mutant(clean, layer, NONE, "lecun-uniform", "glorot-normal", "he-uniform");
    return this;
  }

  /// Of a square layer.
  private Cases identity(int layer, String clean) {
    mutant(clean, layer, NONE, "identity");
    return this;
  }

  private void mutant(String clean, int layer, PlantedFault fault, String... schemes) {
    for (String scheme : schemes) {
      add(clean, Optional.of(new Mutant(layer, scheme)), fault);
    }
  }

  /// What other libraries really draw, in networks of theirs with one or two hidden layers.
  private void peers() {
    of(8, "digits28", "100", "sigmoid", SIGMOID)
        .with(NONE, "spark", "sklearn:logistic", "weka")
        .with(LARGE, "neuroph", "encog");
    of(8, "digits28", "100,100", "sigmoid", SIGMOID).with(NONE, "spark").with(LARGE, "encog");
    of(8, "digits28", "100", "tanh", GLOROT)
        .with(NONE, "dl4j", "smile", "encog:XaiverRandomizer", "dl4j:LECUN_UNIFORM")
        .with(LARGE, "neuroph", "encog", "encog:NguyenWidrowRandomizer")
        .with(LARGE, "dl4j:VAR_SCALING_UNIFORM_FAN_OUT");
    of(8, "digits28", "100,100", "relu", HE)
        .with(NONE, "djl", "djl:XavierInitializer", "sklearn", "torch", "keras", "flax", "haiku")
        .with(NONE, "neuroph:HeZhangRenSunUniform", "djl:UniformInitializer")
        .with(NONE, "glorot-uniform+constant(value=0.5)")
        .with(SMALL, "djl:NormalInitializer")
        .with(LARGE, "uniform(low=-1,high=1)");
  }

  /// The same in deeper networks.
  private void deepPeers() {
    of(8, "digits28", "100*4", "sigmoid", FITTED)
        .with(SMALL, "weka", "sklearn:logistic", "spark")
        .with(LARGE, "encog");
    of(8, "digits28", "100*4", "tanh", GLOROT)
        .with(NONE, "dl4j", "torch")
        .with(LARGE, "encog", "neuroph")
        .with(SMALL, "flax:normal");
    of(8, "digits28", "100*6", "relu", HE)
        .with(SMALL, "djl:NormalInitializer", "weka", "flax:normal")
        .with(LARGE, "torch:normal_", "torch:trunc_normal_", "encog", "haiku:RandomNormal")
        .with(PlantedFault.ONE_SIDED, "torch:uniform_", "flax:uniform")
        .with(NONE, "djl", "keras:random_normal", "keras:random_uniform");
  }
}
