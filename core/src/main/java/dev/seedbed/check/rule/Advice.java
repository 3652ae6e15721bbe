package dev.seedbed.check.rule;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.chain.TensorFacts;
import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.init.Kernel;
import dev.seedbed.tensor.Activation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/// How sound starts are drawn, by activation.
public final class Advice {
  /// With this many hidden layers or more, tanh and its kind keep gradients better if each layer is
  /// an isometry. Saxe, McClelland & Ganguli 2014; Pennington, Schoenholz & Ganguli 2017.
  private static final int DEEP = 6;

  private static final int MOST_NAMES = 6;

  private Advice() {}

  /// The scheme for the weights of layer `l`: it keeps signal and gradient alive.
  ///
  /// @param activations of all layers
  public static String scheme(List<Activation> activations, int l) {
    boolean last = l == activations.size() - 1;
    Activation f = activations.get(last && l > 0 ? l - 1 : l);
    boolean deep = activations.size() - 1 >= DEEP;
    return switch (f) {
      case Activation.Identity _ -> "glorot-uniform";
      case Activation.Tanh _, Activation.Softsign _ -> deep ? "orthogonal" : "glorot-uniform";
      case Activation.Sigmoid _ -> last ? "glorot-uniform" : "glorot-uniform-sigmoid";
      case Activation.Relu _ -> last ? "lecun-normal" : "he-normal";
      case Activation.LeakyRelu leaky ->
          last ? "lecun-normal" : "he-normal(slope=" + leaky.negativeSlope() + ")";
      case Activation.Selu _ -> "lecun-normal";
      case Activation.Elu _, Activation.Softplus _, Activation.Gelu _, Activation.Silu _ ->
          last ? "lecun-normal" : "gain-normal";
    };
  }

  /// The same of a chain.
  public static String scheme(Chain chain, int l) {
    return scheme(chain.stages().stream().map(Chain.Stage::activation).toList(), l);
  }

  /// The scheme for weights of which only the kind of their layer is known.
  static String scheme(Kernel.Kind kind) {
    return switch (kind) {
      case CONVOLUTION, TRANSPOSED_CONVOLUTION, DEPTHWISE_CONVOLUTION -> "he-normal";
      case DENSE, PACKED_DENSE, RECURRENT, ATTENTION -> "glorot-uniform";
      case EMBEDDING -> "normal(deviation=1)";
      case NORMALISATION -> "ones";
    };
  }

  /// Another draw of layer `l`.
  static Remedy draw(StartMeasurement start, int l) {
    List<Activation> activations =
        start.layers().stream().map(LayerMeasurement::activation).toList();
    LayerReport layer = start.layers().get(l).report();
    String tensor = layer.origin().map(LayerReport.Origin::weight).orElse(layer.name());
    return new Remedy.Draw(tensor, scheme(activations, l));
  }

  /// Another draw of the network: of any but a chain, of all weights but embeddings, unless they
  /// are 0.
  static Remedy network(StartMeasurement start) {
    if (start.kind() == StartMeasurement.Kind.CHAIN) {
      return new Remedy.DrawNetwork(List.of());
    }
    var draws = new LinkedHashMap<String, Remedy.Draw>();
    for (LayerMeasurement layer : start.layers()) {
      LayerReport.Origin origin = layer.report().origin().orElseThrow();
      boolean table = origin.operator().equals("Gather");
      if (!table || layer.weights().secondMoment() == 0) {
        String scheme = table ? "gpt2-normal" : scheme(layer.activation());
        draws.putIfAbsent(origin.weight(), new Remedy.Draw(origin.weight(), scheme));
      }
    }
    return new Remedy.DrawNetwork(List.copyOf(draws.values()));
  }

  /// The scheme for the weights before an activation, whatever comes before and after them.
  private static String scheme(Activation activation) {
    return switch (activation) {
      case Activation.Identity _, Activation.Selu _ -> "lecun-normal";
      case Activation.Tanh _, Activation.Softsign _ -> "glorot-uniform";
      case Activation.Sigmoid _ -> "glorot-uniform-sigmoid";
      case Activation.Relu _,
          Activation.LeakyRelu _,
          Activation.Elu _,
          Activation.Softplus _,
          Activation.Gelu _,
          Activation.Silu _ ->
          "he-normal";
    };
  }

  static Remedy draw(String tensor, Kernel kernel) {
    return new Remedy.Draw(tensor, scheme(kernel.kind()));
  }

  /// The remedy for a finding on a tensor.
  static List<Remedy> draw(Rule rule, TensorFacts facts) {
    if (rule == Rule.LOOKS_TRAINED) {
      return List.of();
    }
    return switch (facts.role()) {
      case WEIGHT -> facts.weights().map(kernel -> draw(facts.name(), kernel)).stream().toList();
      case BIAS -> List.of(new Remedy.Draw(facts.name(), "zeros"));
      case SCALE -> List.of(new Remedy.Draw(facts.name(), "ones"));
      case OTHER -> List.of();
    };
  }

  /// The first few names.
  static String some(List<String> names) {
    String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    int more = names.size() - MOST_NAMES;
    return more > 0 ? first + " and %,d more".formatted(more) : first;
  }
}
