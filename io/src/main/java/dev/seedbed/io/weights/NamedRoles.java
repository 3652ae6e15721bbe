package dev.seedbed.io.weights;

import dev.seedbed.io.weights.Role.Constant;
import dev.seedbed.io.weights.Role.Parameter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The roles of tensors by their names and shapes, as PyTorch, Keras, Flax and llama.cpp name them.
final class NamedRoles {
  private static final Pattern BUFFER =
      Pattern.compile(
          "running_mean|running_var|moving_mean|moving_variance|num_batches_tracked"
              + "|(.*_)?mask|masked_bias|(.*_)?(position|token_type)_ids|relative_position_index"
              + "|relative_coords_table|inv_freq|freqs_cis|(sin|cos)(_cached)?|pe"
              + "|mean|var|variance|vector_u");

  /// What llama.cpp keeps beside weights: the last part of the name is `weight` there, too.
  private static final Pattern LLAMA_BUFFER =
      Pattern.compile("rope_(freqs|factors_long|factors_short)|attn_rot_embd");

  private static final Pattern LLAMA_OTHER =
      Pattern.compile(
          "attn_sinks|ssm_[ad]|.*_out_scale|time_mix_(lerp_.*|first|decay|[awv]0|k_[ka]|r_k)"
              + "|channel_mix_lerp_.*");

  private static final Pattern BIAS = Pattern.compile("b|(.*_)?bias(es)?(_.*)?");
  private static final Pattern SCALE = Pattern.compile("weight|gamma|scale");

  /// A table of positions, a token, or the length of weights that are normalised.
  private static final Pattern OTHER =
      Pattern.compile(
          "pos_.*|position.*|(.*_)?(tokens?|latents?)|class_embedding|.*bias_table|weight_g|original0"
              + "|alpha|ssm_[ad]");

  private final Map<String, long[]> shapes = new HashMap<>();

  /// The same tensors with their roles.
  ///
  /// @param declared all of the file
  static List<StoredTensor> assign(List<StoredTensor> declared) {
    var roles = new NamedRoles(declared);
    return declared.stream()
        .map(tensor ->
            tensor.role() instanceof Role.Constant ? tensor : tensor.with(roles.of(tensor)))
        .toList();
  }

  /// @param tensors all of the file
  NamedRoles(List<StoredTensor> tensors) {
    tensors.forEach(tensor -> shapes.put(withoutOutput(tensor.name()), tensor.shape()));
  }

  /// Whether libraries call something so that is not learned.
  static boolean isBuffer(String name) {
    return BUFFER.matcher(last(name)).matches() || LLAMA_BUFFER.matcher(layer(name)).matches();
  }

  /// The last part of a path.
  private static String last(String name) {
    return withoutOutput(name.substring(stem(name)).toLowerCase(Locale.ROOT));
  }

  /// TensorFlow puts the number of an output behind names, such as ":0".
  private static String withoutOutput(String name) {
    return name.indexOf(':') < 0 ? name : name.replaceFirst(":\\d+$", "");
  }

  /// The part before the last.
  private static String layer(String name) {
    String rest = name.substring(0, Math.max(0, stem(name) - 1));
    return rest.substring(stem(rest));
  }

  /// Where the last part of a path begins.
  private static int stem(String name) {
    return Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1;
  }

  Role of(StoredTensor tensor) {
    if (isBuffer(tensor.name())) {
      return new Constant("a buffer, by its name");
    }
    if (tensor.floatType().isEmpty()) {
      return new Constant("of type " + tensor.dataType());
    }
    String last = last(tensor.name());
    if (OTHER.matcher(last).matches() || LLAMA_OTHER.matcher(layer(tensor.name())).matches()) {
      return Parameter.OTHER;
    }
    if (BIAS.matcher(last).matches()) {
      if (isMask(tensor.shape())) {
        return new Constant("a mask, by its name and shape");
      }
      return isShift(tensor, last) ? Parameter.SHIFT : Parameter.BIAS;
    }
    return tensor.shape().length < 2 ? ofVector(tensor, last) : ofMatrix(tensor, last);
  }

  /// GPT-2 keeps its causal mask as `attn.bias`.
  private static boolean isMask(long[] shape) {
    return shape.length == 4
        && shape[0] == 1
        && shape[1] == 1
        && shape[2] > 1
        && shape[2] == shape[3];
  }

  /// Whether it stands beside a scale of the same length.
  private boolean isShift(StoredTensor tensor, String last) {
    String prefix = tensor.name().substring(0, stem(tensor.name()));
    return last.equals("bias")
        && List.of("weight", "scale", "gamma").stream()
            .anyMatch(name -> Arrays.equals(shapes.get(prefix + name), tensor.shape()));
  }

  private Role ofVector(StoredTensor tensor, String last) {
    if (last.equals("beta")) {
      return Parameter.SHIFT;
    }
    String prefix = tensor.name().substring(0, stem(tensor.name()));
    boolean slope = prefix.contains("prelu") || (tensor.elements() == 1 && !hasShift(prefix));
    return SCALE.matcher(last).matches() && tensor.shape().length == 1 && !slope
        ? Parameter.SCALE
        : Parameter.OTHER;
  }

  private boolean hasShift(String prefix) {
    return shapes.containsKey(prefix + "bias") || shapes.containsKey(prefix + "beta");
  }

  private Role ofMatrix(StoredTensor tensor, String last) {
    // A layer's bias has one number a unit; a normalisation over several axes has one a number.
    String prefix = tensor.name().substring(0, stem(tensor.name()));
    if (last.equals("weight") && Arrays.equals(shapes.get(prefix + "bias"), tensor.shape())) {
      return Parameter.SCALE;
    }
    boolean weights = last.contains("weight") || last.contains("kernel");
    boolean flat = tensor.longAxes() < 2 || (tensor.shape().length > 2 && tensor.shape()[0] == 1);
    return flat && !weights ? Parameter.OTHER : Parameter.WEIGHT;
  }
}
