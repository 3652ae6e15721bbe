package dev.seedbed.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The peers draw what is said of them. Neuroph's and Encog's constructors take no seed: of their
/// draws one in 1.7 million may fail by chance; all others are the same on every run.
final class PeersTest {
  static List<Peer> peers() throws IOException, InterruptedException {
    return PeerDraws.peers();
  }

  @ParameterizedTest
  @MethodSource("peers")
  void values_followTheLawThatThePeerWasSeenToDraw(Peer peer) {
    assertThat(peer.drawn().fits(peer.values())).as("%s %s", peer.name(), peer.layer()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("peers")
  void values_breakTheirPromiseWhereTheLawsDiffer(Peer peer) {
    assertThat(peer.promised().fits(peer.values()))
        .as("%s %s", peer.name(), peer.layer())
        .isEqualTo(peer.promised().equals(peer.drawn()));
  }
}
