package dev.seedbed.bench.check;

import dev.seedbed.data.Dataset;
import dev.seedbed.init.Catalogue;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.network.Tensor;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import dev.seedbed.train.Optimizer;
import dev.seedbed.train.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// A network, a way to start it, and a way to start it well.
///
/// @param part which part of the benchmark it belongs to
/// @param group of the published sources, 1 to 8
/// @param task its data
/// @param hidden widths of the hidden layers, such as "128*34" or "64,64"; empty for none
/// @param given how it is drawn
/// @param mutant a layer that is drawn in another way
/// @param reference how it is drawn well
/// @param fault what is wrong with it, if anything is
record StartCase(
    Part part,
    int group,
    String task,
    String hidden,
    Activation activation,
    String given,
    Optional<Mutant> mutant,
    String reference,
    Optimizer optimizer,
    int minibatch,
    PlantedFault fault) {

  private static final Pattern COMMA = Pattern.compile(",");

  /// Whether rules may be adjusted on it.
  enum Part {
    TUNING,

    /// Nobody who tunes rules looks at it.
    HELD_OUT
  }

  /// One layer's weights drawn by another scheme. DeepCrime's operator WCI.
  ///
  /// @param layer 1 the first
  record Mutant(int layer, String scheme) {}

  /// The same in another part of the benchmark.
  StartCase of(Part other) {
    return new StartCase(
        other,
        group,
        task,
        hidden,
        activation,
        given,
        mutant,
        reference,
        optimizer,
        minibatch,
        fault);
  }

  String name() {
    return "%d %s %s%s%s%s"
        .formatted(
            group,
            network(),
            given,
            mutant.map(m -> ", layer" + m.layer() + " " + m.scheme()).orElse(""),
            minibatch == 32 ? "" : ", minibatch " + minibatch,
            "");
  }

  /// Names the reference of a case: cases that share it need it trained once.
  String referenceName() {
    return network() + " " + reference + ", minibatch " + minibatch;
  }

  private String network() {
    return "%s %s %s %s%s"
        .formatted(
            task,
            hidden.isEmpty() ? "-" : hidden,
            activation.name(),
            optimizer.name().equals("adamw") ? "adam" : "sgd",
            optimizer.learningRate() == Cases.ADAM.learningRate()
                ? ""
                : " " + optimizer.learningRate());
  }

  NetworkSpec spec(Map<String, Task> tasks) {
    Task data = data(tasks);
    var widths = new ArrayList<Integer>();
    widths.add(data.inputs());
    widths.addAll(widths(hidden));
    widths.add(data.outputs());
    return new NetworkSpec(widths, activation, data.loss());
  }

  /// The widths of hidden layers.
  static List<Integer> widths(String hidden) {
    var widths = new ArrayList<Integer>();
    if (!hidden.isEmpty()) {
      COMMA.splitAsStream(hidden).forEach(text -> addLayers(text, widths));
    }
    return widths;
  }

  private static void addLayers(String text, List<Integer> widths) {
    int star = text.indexOf('*');
    int width = Integer.parseInt(star < 0 ? text : text.substring(0, star));
    int count = star < 0 ? 1 : Integer.parseInt(text.substring(star + 1));
    for (int i = 0; i < count; i++) {
      widths.add(width);
    }
  }

  Task data(Map<String, Task> tasks) {
    Task data = tasks.get(task);
    if (data == null) {
      throw new IllegalArgumentException("no such task: " + task);
    }
    return data;
  }

  /// The start that is given.
  Network draw(Map<String, Task> tasks, Seed seed) {
    NetworkSpec spec = spec(tasks);
    Optional<Dataset.Part> rows = Optional.of(data(tasks).train());
    Network network = draw(given, spec, seed, rows);
    if (mutant.isEmpty()) {
      return network;
    }
    String path = Network.weightPath(mutant.get().layer() - 1);
    List<Tensor> other =
        draw(mutant.get().scheme(), alone(spec, mutant.get().layer()), seed, rows).tensors();
    return Network.of(
        spec,
        network.tensors().stream()
            .map(tensor -> tensor.name().equals(path) ? named(path, other) : tensor)
            .toList());
  }

  /// The network with all layers but one made square, as some schemes draw nothing else. The one
  /// layer's draw does not depend on the others.
  private static NetworkSpec alone(NetworkSpec spec, int layer) {
    var widths = new ArrayList<Integer>();
    for (int i = 0; i < spec.widths().size(); i++) {
      widths.add(spec.widths().get(i < layer ? layer - 1 : layer));
    }
    return new NetworkSpec(widths, spec.activation(), spec.loss());
  }

  private static Tensor named(String path, List<Tensor> tensors) {
    return tensors.stream().filter(t -> t.name().equals(path)).findFirst().orElseThrow();
  }

  /// The same drawn well.
  Network drawReference(Map<String, Task> tasks, Seed seed) {
    return draw(reference, spec(tasks), seed, Optional.of(data(tasks).train()));
  }

  private static Network draw(
      String scheme, NetworkSpec spec, Seed seed, Optional<Dataset.Part> rows) {
    return Catalogue.scheme(Catalogue.faithful(scheme)).draw(spec, seed, rows);
  }

  /// What a user would tell `check`.
  OptionalDouble learningRate() {
    return optimizer instanceof Sgd sgd
        ? OptionalDouble.of(sgd.learningRate())
        : OptionalDouble.empty();
  }

  boolean meantSparse() {
    return given.contains("sparse-bias");
  }
}
