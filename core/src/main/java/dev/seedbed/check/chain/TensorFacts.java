package dev.seedbed.check.chain;

import dev.seedbed.init.Kernel;
import java.util.List;
import java.util.Optional;

/// The known facts of a tensor whose network is not run.
///
/// @param kernel of weights; empty for all others, and where the axes are not known
/// @param gates of the biases of a recurrent layer, what each of the equal parts of the tensor
///   belongs to, such as "forget gate"; else empty
public record TensorFacts(String name, Role role, Optional<Kernel> kernel, List<String> gates) {
  public TensorFacts {
    gates = List.copyOf(gates);
  }

  /// The weights' matrices; empty if these are no weights, or their axes are not known.
  public Optional<Kernel> weights() {
    return role == Role.WEIGHT ? kernel : Optional.empty();
  }

  /// The role of a tensor in its network.
  public enum Role {
    WEIGHT,

    /// Added to what weights give, or to what is normalised.
    BIAS,

    /// Multiplies what is normalised, unit by unit.
    SCALE,

    /// None of these, or not known. Only searched for numbers that are not finite.
    OTHER
  }
}
