package dev.seedbed.io.start;

import dev.seedbed.init.Kernel.Kind;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.TensorUse;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The kinds of Keras's layers, by the classes that a file names, else by the names of weights.
final class KerasAxes {
  private static final String DOMAIN = "keras.";

  private static final Pattern TRANSPOSED = Pattern.compile("conv[123]d_transpose(_\\d+)?");
  private static final Pattern DEPTHWISE = Pattern.compile("depthwise_conv[12]d(_\\d+)?");

  private KerasAxes() {}

  /// A kind, and how it is known.
  record Known(Kind kind, String reason) {}

  /// The kind of the layer that has these weights, if Keras has it apart from others.
  ///
  /// @param others the file's tensors by their names
  static Optional<Known> kind(
      StoredTensor weights, Function<String, Optional<StoredTensor>> others) {
    String last = last(weights);
    int axes = weights.shape().length;
    String layer = BiasPairs.component(weights.name(), 1);
    String type = type(weights);
    if (axes == 2 && recurrent(weights, others).isPresent()) {
      return Optional.of(new Known(Kind.RECURRENT, "gates by the recurrent kernel"));
    }
    if (axes > 2
        && (last.equals("depthwise_kernel")
            || type.startsWith("DepthwiseConv")
            || DEPTHWISE.matcher(layer).matches())) {
      return Optional.of(
          new Known(Kind.DEPTHWISE_CONVOLUTION, "a depthwise convolution by its name"));
    }
    if (axes > 2 && (type.matches("Conv[123]DTranspose") || TRANSPOSED.matcher(layer).matches())) {
      return Optional.of(
          new Known(Kind.TRANSPOSED_CONVOLUTION, "a transposed convolution by its name"));
    }
    return Optional.empty();
  }

  /// The class of the layer, if the file names it; else empty.
  private static String type(StoredTensor tensor) {
    String operator = tensor.use().map(TensorUse::operator).orElse("");
    return operator.startsWith(DOMAIN) ? operator.substring(DOMAIN.length()) : "";
  }

  /// The last word of the name. TensorFlow puts the number of an output behind it, such as ":0".
  private static String last(StoredTensor tensor) {
    return BiasPairs.component(tensor.name(), 0).replaceFirst(":\\d+$", "");
  }

  /// The groups of a convolution of Keras, if the file names it.
  static Optional<Integer> group(StoredTensor tensor) {
    return tensor
        .use()
        .filter(_ -> type(tensor).matches("Conv[123]D"))
        .map(use -> Math.toIntExact(use.group()));
  }

  /// The gates of a recurrent layer: its recurrent kernel is hidden × gates · hidden.
  static Optional<Integer> gates(
      StoredTensor weights, Function<String, Optional<StoredTensor>> others) {
    return recurrent(weights, others)
        .map(StoredTensor::shape)
        .filter(shape -> shape[0] > 0 && shape[1] % shape[0] == 0)
        .map(shape -> Math.toIntExact(shape[1] / shape[0]));
  }

  /// The recurrent kernel of the layer of a kernel, which may be that one.
  private static Optional<StoredTensor> recurrent(
      StoredTensor weights, Function<String, Optional<StoredTensor>> others) {
    String name = weights.name();
    String last = last(weights);
    boolean own = last.equals("recurrent_kernel");
    if (!own && !last.equals("kernel")) {
      return Optional.empty();
    }
    String suffix = name.substring(name.lastIndexOf("kernel"));
    Optional<StoredTensor> found =
        own
            ? Optional.of(weights)
            : others.apply(
                name.substring(0, name.length() - suffix.length()) + "recurrent_" + suffix);
    return found.filter(tensor -> tensor.shape().length == 2);
  }
}
