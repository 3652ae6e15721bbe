package dev.seedbed.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigestsTest {
  private static Message.Done done(String executor, int trial, int budget, String sha256) {
    return new Message.Done(
        new Place(executor, "host" + executor), 1, trial, budget, "trial " + trial, sha256, -1);
  }

  @Test
  void add_sameTrialTwice_mustBeTheSame() {
    var digests = new Digests();
    assertThat(digests.add(done("0", 7, 3, "aa"))).isEmpty();
    assertThat(digests.add(done("1", 7, 3, "aa"))).isEmpty();
    assertThat(digests.add(done("1", 7, 9, "bb"))).isEmpty();
    assertThat(digests.add(done("1", 8, 3, "cc"))).isEmpty();
    assertThat(digests.add(done("2", 7, 3, "ab")))
        .hasValue(
            "trial 7 has come out differently on executor 0 (host0) (aa) and on executor 2 (host2) (ab): one of these machines computes wrongly");
  }
}
