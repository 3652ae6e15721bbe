package dev.seedbed.check;

import dev.seedbed.init.Kernel;
import dev.seedbed.tensor.Activation;
import java.util.List;

/// How sound starts are drawn, by activation.
final class Advice {
  /// From so many hidden layers on, tanh and its kind keep gradients better if each layer is an
  /// isometry. Saxe, McClelland & Ganguli 2014; Pennington, Schoenholz & Ganguli 2017.
  private static final int DEEP = 6;

  private Advice() {}

  /// The scheme for the weights of layer `l`: it keeps signal and gradient alive.
  static String scheme(Chain chain, int l) {
    List<Stage> stages = chain.stages();
    boolean last = l == stages.size() - 1;
    Activation f = last && l > 0 ? stages.get(l - 1).activation() : stages.get(l).activation();
    boolean deep = stages.size() - 1 >= DEEP;
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

  /// The scheme for weights of which only the kind of their layer is known.
  static String scheme(Kernel.Kind kind) {
    return switch (kind) {
      case CONVOLUTION, TRANSPOSED_CONVOLUTION, DEPTHWISE_CONVOLUTION -> "he-normal";
      case DENSE, PACKED_DENSE, RECURRENT, ATTENTION -> "glorot-uniform";
      case EMBEDDING -> "normal(deviation=1)";
      case NORMALISATION -> "ones";
    };
  }

  /// What to run to have tensors drawn so.
  static String draw(List<Remedy> remedies) {
    String first =
        switch (remedies.getFirst()) {
          case Remedy.Draw(String tensor, String scheme) ->
              "draw %s by %s".formatted(tensor, scheme);
          case Remedy.DrawAgain(String tensor, _) -> "draw %s again".formatted(tensor);
        };
    int more = remedies.size() - 1;
    return first + (more > 0 ? " and %,d more".formatted(more) : "") + ": " + FIX;
  }

  /// What to run to have a layer's weights drawn so.
  static String draw(Chain chain, int l) {
    return "draw " + chain.stages().get(l).name() + " by " + scheme(chain, l) + ": " + FIX;
  }

  /// What mends the whole network.
  static final String FIX = "seedbed check MODEL --fix -o OUT";
}
