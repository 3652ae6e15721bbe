package dev.seedbed.graph;

import dev.seedbed.kernel.Team;
import java.util.List;
import java.util.Optional;

/// The inputs of an operator when it runs.
///
/// @param inputs in the order of the operator's specification; empty where one is left out
/// @param outputCount how many outputs are asked for
/// @param team the threads to use; results do not depend on them
public record Operands(List<Optional<NdArray>> inputs, int outputCount, Team team) {
  public Operands {
    inputs = List.copyOf(inputs);
  }

  /// Operands that are all given, for one output, on the calling thread.
  public static Operands of(NdArray... inputs) {
    return new Operands(List.of(inputs).stream().map(Optional::of).toList(), 1, Team.ALONE);
  }

  public int count() {
    return inputs.size();
  }

  public Optional<NdArray> find(int i) {
    return i < inputs.size() ? inputs.get(i) : Optional.empty();
  }

  /// Input `i`.
  ///
  /// @throws IllegalArgumentException if it is left out
  public NdArray get(int i) {
    return find(i)
        .orElseThrow(() -> new IllegalArgumentException("input %d is missing".formatted(i)));
  }

  public TensorShape shape(int i) {
    return get(i).shape();
  }

  /// Input `i`.
  ///
  /// @throws IllegalArgumentException if it is left out, or no real numbers
  public FloatArray floats(int i) {
    return get(i).asFloats();
  }

  /// Input `i`.
  ///
  /// @throws IllegalArgumentException if it is left out, or no whole numbers
  public LongArray longs(int i) {
    return get(i).asLongs();
  }

  /// The single element of input `i`.
  ///
  /// @throws IllegalArgumentException if it is left out, or not one whole number
  public long wholeNumber(int i) {
    long[] data = longs(i).data();
    if (data.length != 1) {
      throw new IllegalArgumentException("input %d must be one number: %s".formatted(i, shape(i)));
    }
    return data[0];
  }

  /// The single element of input `i`.
  ///
  /// @throws IllegalArgumentException if it is left out, or not one real number
  public float realNumber(int i) {
    float[] data = floats(i).data();
    if (data.length != 1) {
      throw new IllegalArgumentException("input %d must be one number: %s".formatted(i, shape(i)));
    }
    return data[0];
  }
}
