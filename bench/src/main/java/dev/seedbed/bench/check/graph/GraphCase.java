package dev.seedbed.bench.check.graph;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.graph.Graph;
import dev.seedbed.jvm.Sha256;
import dev.seedbed.random.Seed;
import java.math.BigInteger;

/// A network, a task and a start.
record GraphCase(GraphNetwork network, Start start) {
  private static final BigInteger THREE = BigInteger.valueOf(3);

  String name() {
    return network.title() + ", " + start.name();
  }

  GraphNetwork.Family family() {
    return network.family();
  }

  String hash() {
    return Sha256.hex(name().getBytes(UTF_8));
  }

  /// Whether nobody who tunes rules looks at it.
  boolean isHeldOut() {
    return new BigInteger(hash(), 16).mod(THREE).signum() == 0;
  }

  Graph draw(Seed seed) {
    return network.draw(start, seed);
  }
}
