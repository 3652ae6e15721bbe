package dev.seedbed.bench.check.graph;

import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A way to start a network.
///
/// @param name of a case, beside that of its network
/// @param fault what is believed to be wrong with it
/// @param scheme of all matrices and their biases, a name of the catalogue; of the network's
///   reference if empty, and then changes follow those of the reference
/// @param f in place of the network's
/// @param changes one after the other
record Start(
    String name,
    GraphFault fault,
    Optional<String> scheme,
    Optional<Activation> f,
    List<Change> changes) {
  Start {
    changes = List.copyOf(changes);
  }

  /// A start that draws all tensors in a way of its own.
  static Start drawn(String name, GraphFault fault, String scheme, Change... changes) {
    return new Start(name, fault, Optional.of(scheme), Optional.empty(), List.of(changes));
  }

  /// A published one.
  static Start published(String name, String scheme, Change... changes) {
    return drawn(name, GraphFault.NONE, scheme, changes);
  }

  /// The reference with changes.
  static Start changed(String name, GraphFault fault, Change... changes) {
    return new Start(name, fault, Optional.empty(), Optional.empty(), List.of(changes));
  }

  /// The same with another f.
  Start with(Activation other) {
    return new Start(name, fault, scheme, Optional.of(other), changes);
  }

  /// The same of a network that has this reference.
  Start after(Start reference) {
    if (scheme.isPresent()) {
      return this;
    }
    var all = new ArrayList<>(reference.changes);
    all.addAll(changes);
    return new Start(name, fault, reference.scheme, f, all);
  }
}
