package dev.seedbed.io.start;

import dev.seedbed.init.TensorScheme;
import dev.seedbed.io.weights.Role;
import dev.seedbed.io.weights.StoredTensor;
import java.util.Optional;

/// Which tensors are drawn by which scheme.
///
/// @param tensors their names
/// @param role that they have; if empty, any
public record DrawRule(Glob tensors, Optional<Role.Parameter> role, TensorScheme scheme) {

  /// A rule for tensors of any role.
  public DrawRule(Glob tensors, TensorScheme scheme) {
    this(tensors, Optional.empty(), scheme);
  }

  /// Whether it is for a tensor that has role `is`.
  boolean fits(StoredTensor tensor, Role is) {
    return tensors.matches(tensor.name()) && role.map(is::equals).orElse(true);
  }
}
