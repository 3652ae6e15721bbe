package dev.seedbed.check;

import dev.seedbed.random.Seed;
import java.util.List;
import java.util.Optional;

/// The parameters of one layer that findings ask to be drawn anew. What is empty is sound and
/// stays.
///
/// @param stage which layer of the chain, 0 the first
/// @param weights one array [fan-out, fan-in] in row order
/// @param biases fan-out numbers
/// @param scheme in the catalogue: how the weights were drawn
public record Repair(
    int stage, Optional<float[]> weights, Optional<float[]> biases, String scheme) {

  /// The repairs that a diagnosis asks for, layer by layer; none if there is nothing to mend.
  ///
  /// @param check that gave the diagnosis
  /// @param seed to draw from
  public static List<Repair> of(Check check, Diagnosis diagnosis, Seed seed) {
    return List.of();
  }

  /// The chain with repairs made: its other layers are shared, not copied.
  public static Chain mended(Chain chain, List<Repair> repairs) {
    return chain;
  }
}
