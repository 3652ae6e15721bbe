package dev.seedbed.check.measure;

import dev.seedbed.check.chain.TensorFacts;
import dev.seedbed.init.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A few numbers of each tensor of a network, by which tensors are compared.
public final class TensorSetMeasurement {
  /// The number of a layer among others alike, as in "layers.3.weight", not that in "fc2.weight".
  public static final Pattern LAYER_NUMBER = Pattern.compile("(?<=^|[./_])\\d+(?=[./_])");

  /// Weights whose axes are known.
  ///
  /// @param zero whether all are 0
  public record Weights(String name, Kernel kernel, boolean zero) {
    /// The place of the layer, whichever of several alike it is in.
    public String place() {
      return LAYER_NUMBER.matcher(name).replaceAll("#");
    }
  }

  /// The scale γ of a normalisation.
  ///
  /// @param zero whether all are 0
  public record Scale(String name, boolean zero) {}

  private final List<Weights> weights = new ArrayList<>();
  private final List<Scale> scales = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<Beginning> beginnings = new ArrayList<>();

  /// Takes a look at the next tensor.
  ///
  /// @param stored its numbers as the file has them
  public void add(TensorFacts facts, float[] stored) {
    names.add(facts.name());
    Optional<Kernel> kernel = facts.weights();
    if (kernel.isPresent()) {
      weights.add(new Weights(facts.name(), kernel.get(), zero(stored)));
      Beginning.of(facts.name(), kernel.get(), stored).ifPresent(beginnings::add);
    } else if (facts.role() == TensorFacts.Role.SCALE && stored.length > 1) {
      scales.add(new Scale(facts.name(), zero(stored)));
    }
  }

  private static boolean zero(float[] values) {
    for (float value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /// The weights of all layers but tables of embeddings, in the order of the file.
  public List<Weights> layers() {
    return weights.stream()
        .filter(layer -> layer.kernel().kind() != Kernel.Kind.EMBEDDING)
        .toList();
  }

  /// Whether the weights of all layers are 0. Those of a single layer get a gradient from its
  /// inputs.
  public boolean allZero() {
    List<Weights> layers = layers();
    return layers.size() > 1 && layers.stream().allMatch(Weights::zero);
  }

  public List<Scale> scales() {
    return List.copyOf(scales);
  }

  /// The names of all tensors.
  public List<String> names() {
    return List.copyOf(names);
  }

  /// The beginnings of weights, to find tensors that begin with the same numbers.
  public List<Beginning> beginnings() {
    return List.copyOf(beginnings);
  }
}
