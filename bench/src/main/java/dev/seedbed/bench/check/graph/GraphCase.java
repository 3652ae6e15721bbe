package dev.seedbed.bench.check.graph;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.graph.Graph;
import dev.seedbed.jvm.Sha256;
import dev.seedbed.random.Seed;

/// A network, a task and a start.
///
/// @param heldOut whether nobody who tunes rules looks at it
record GraphCase(GraphNetwork network, Start start, boolean heldOut) {
  /// A case that may be looked at.
  GraphCase(GraphNetwork network, Start start) {
    this(network, start, false);
  }

  GraphCase asHeldOut() {
    return new GraphCase(network, start, true);
  }

  String name() {
    return network.title() + ", " + start.name();
  }

  GraphNetwork.Family family() {
    return network.family();
  }

  String hash() {
    return Sha256.hex(name().getBytes(UTF_8));
  }

  Graph draw(Seed seed) {
    return network.draw(start, seed);
  }
}
