package dev.seedbed.bench.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.bench.check.StartCase.Mutant;
import dev.seedbed.bench.check.StartCase.Part;
import dev.seedbed.jvm.Sha256;
import dev.seedbed.tensor.Activation;
import dev.seedbed.train.AdamW;
import dev.seedbed.train.Optimizer;
import dev.seedbed.train.Sgd;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Cases that nobody picked: of a grid over the dimensions of each group of published sources,
/// those with the smallest hashes of their names. What is believed of them, and how they would
/// start well, follows from activation, depth, width and scheme ([GridBeliefs]).
final class GridCases {
  private static final List<Optimizer> ADAM = List.of(Cases.ADAM);
  private static final List<String> ALL_ACTIVATIONS =
      List.of(
          "relu",
          "leaky-relu",
          "elu",
          "gelu",
          "silu",
          "selu",
          "tanh",
          "softsign",
          "softplus",
          "sigmoid");
  private static final List<String> DEEP_SCHEMES =
      List.of(
          "he-normal",
          "he-uniform",
          "he-truncated",
          "glorot-uniform",
          "glorot-normal",
          "lecun-normal",
          "torch",
          "weka",
          "orthogonal",
          "gain-normal",
          "lsuv",
          "normal(deviation=0.01)",
          "normal(deviation=0.05)",
          "normal(deviation=0.5)",
          "normal(deviation=1)",
          "uniform");

  private final List<StartCase> cases = new ArrayList<>();
  private final Set<String> picked;

  private GridCases(List<StartCase> picked) {
    this.picked = picked.stream().map(StartCase::name).collect(Collectors.toSet());
  }

  /// Takes from each group of the grid as many cases for tuning as were picked by hand, and half as
  /// many to hold out; none that was picked by hand.
  static List<StartCase> besides(List<StartCase> picked) {
    var grid = new GridCases(picked);
    grid.deep();
    grid.circlesAndBlobs();
    grid.regression();
    grid.programs();
    grid.constantsAndBiases();
    grid.mutants();
    grid.peers();
    return picked.stream()
        .map(StartCase::group)
        .distinct()
        .sorted()
        .flatMap(group -> {
          long size = picked.stream().filter(one -> one.group() == group).count() / 2;
          List<StartCase> ranked =
              grid.cases.stream()
                  .filter(one -> one.group() == group)
                  .sorted(Comparator.comparing(one -> hash(one.name())))
                  .limit(3 * size)
                  .toList();
          return IntStream.range(0, ranked.size())
              .mapToObj(i -> ranked.get(i).of(i < 2 * size ? Part.TUNING : Part.HELD_OUT));
        })
        .toList();
  }

  private static String hash(String name) {
    return Sha256.hex(name.getBytes(UTF_8));
  }

  private void grid(
      int group,
      List<String> tasks,
      List<String> hidden,
      List<String> activations,
      List<String> schemes,
      List<Optimizer> optimizers) {
    for (String task : tasks) {
      for (String layers : hidden) {
        for (String f : activations) {
          for (String scheme : schemes) {
            optimizers.forEach(by -> add(group, task, layers, f, scheme, Optional.empty(), by));
          }
        }
      }
    }
  }

  private void add(
      int group,
      String task,
      String hidden,
      String activation,
      String scheme,
      Optional<Mutant> mutant,
      Optimizer optimizer) {
    Activation f = Activation.named(activation).orElseThrow();
    var beliefs = new GridBeliefs(task, hidden, f);
    var one =
        new StartCase(
            Part.TUNING,
            group,
            task,
            hidden,
            f,
            scheme.replace("REFERENCE", beliefs.weights()),
            mutant,
            beliefs.reference(),
            optimizer,
            32,
            mutant.map(beliefs::fault).orElseGet(() -> beliefs.fault(scheme)));
    if (!picked.contains(one.name())) {
      cases.add(one);
    }
  }

  private void deep() {
    grid(
        1,
        List.of("digits", "digits-scaled"),
        List.of("64*20", "64*16", "64*12", "32*10", "128,64*5", "64*6", "64,64", "64,32", "32"),
        ALL_ACTIVATIONS,
        DEEP_SCHEMES,
        ADAM);
    grid(
        1,
        List.of("iris", "penguins", "nines"),
        List.of("8", "16", "32", "4,4"),
        List.of("relu", "tanh"),
        DEEP_SCHEMES,
        ADAM);
    grid(
        1,
        List.of("digits", "digits-scaled"),
        List.of("64", "64*8"),
        List.of("relu", "tanh"),
        DEEP_SCHEMES,
        List.of(new Sgd(0.1, 0, 0), new Sgd(0.05, 0.9, 0)));
  }

  private void circlesAndBlobs() {
    grid(
        2,
        List.of("circles", "circles100", "blobs", "blobs100"),
        List.of("5*6", "5*8", "5*9", "5*15", "10*15", "16*15", "8,8", "16,16", "50"),
        List.of("relu", "tanh", "sigmoid"),
        List.of(
            "he-uniform",
            "he-normal",
            "glorot-uniform",
            "torch",
            "uniform",
            "truncated-normal(deviation=0.05)",
            "zeros",
            "ones",
            "constant(value=0.5)"),
        List.of(Cases.ADAM, new Sgd(0.01, 0.9, 0)));
  }

  private void regression() {
    List<String> schemes =
        List.of(
            "he-normal",
            "glorot-normal",
            "torch",
            "normal(deviation=0.001)",
            "normal(deviation=0.01)",
            "normal(deviation=0.1)",
            "normal(deviation=0.25)",
            "normal(deviation=1)",
            "constant(value=0.01)",
            "zeros");
    grid(
        4,
        List.of("auto-mpg", "auto-mpg-raw"),
        List.of("64,64", "32*8", "16"),
        List.of("relu", "tanh"),
        Stream.concat(schemes.stream(), schemes.stream().map(s -> s + "+label-bias")).toList(),
        ADAM);
    grid(
        4, List.of("digits28"), List.of("128,64", "128*6"), List.of("relu", "tanh"), schemes, ADAM);
  }

  private void programs() {
    grid(
        5,
        List.of("digits28", "digits"),
        List.of("64*3", "20,20,15", "256,256", "512"),
        List.of("relu", "tanh", "sigmoid", "elu", "selu", "gelu"),
        List.of(
            "gain-normal",
            "he-normal",
            "glorot-uniform",
            "normal(deviation=1)",
            "normal(deviation=1)+normal(deviation=1)",
            "uniform(low=-1,high=1)",
            "truncated-normal(deviation=0.5,corrected=no)",
            "truncated-normal(deviation=1,corrected=no)"),
        List.of(Cases.ADAM, new AdamW(0.003, 0.9, 0.999, 1e-8, 0), new Sgd(0.05, 0, 0)));
  }

  private void constantsAndBiases() {
    grid(
        6,
        List.of("digits28", "digits", "penguins", "xor"),
        List.of("120,84", "64,64", "16", "8"),
        List.of("relu", "tanh", "sigmoid", "elu", "gelu"),
        List.of(
            "zeros",
            "ones",
            "constant(value=0.1)",
            "constant(value=0.02)",
            "uniform",
            "REFERENCE",
            "REFERENCE+small-positive",
            "REFERENCE+constant(value=0.1)",
            "REFERENCE+normal(deviation=0.05)",
            "REFERENCE+uniform",
            "REFERENCE+constant(value=5)",
            "REFERENCE+constant(value=-10)",
            "REFERENCE+constant(value=10)"),
        ADAM);
  }

  private void mutants() {
    for (String task : List.of("digits", "digits-scaled")) {
      for (String activation : List.of("relu", "tanh", "sigmoid")) {
        mutants(task, "64*4", 5, activation);
        mutants(task, "64,64", 3, activation);
      }
    }
  }

  private void mutants(String task, String hidden, int layers, String activation) {
    for (int layer = 1; layer <= layers; layer++) {
      for (String scheme :
          List.of(
              "zeros",
              "ones",
              "constant(value=0.05)",
              "normal(deviation=0.0001)",
              "normal(deviation=1)",
              "uniform(low=-1,high=1)",
              "normal(deviation=0.05)",
              "uniform",
              "orthogonal",
              "lecun-uniform",
              "glorot-normal",
              "he-uniform")) {
        var mutant = Optional.of(new Mutant(layer, scheme));
        add(7, task, hidden, activation, "REFERENCE", mutant, Cases.ADAM);
      }
    }
  }

  private void peers() {
    grid(
        8,
        List.of("digits28", "digits"),
        List.of("100", "100,100", "100*4", "100*6"),
        List.of("sigmoid", "tanh", "relu"),
        List.of(
            "spark",
            "weka",
            "neuroph",
            "encog",
            "encog:NguyenWidrowRandomizer",
            "dl4j",
            "dl4j:LECUN_UNIFORM",
            "smile",
            "djl",
            "djl:NormalInitializer",
            "sklearn",
            "torch",
            "torch:normal_",
            "torch:trunc_normal_",
            "torch:uniform_",
            "keras",
            "keras:random_normal",
            "keras:random_uniform",
            "flax",
            "flax:normal",
            "flax:uniform",
            "haiku",
            "haiku:RandomNormal"),
        ADAM);
  }
}
