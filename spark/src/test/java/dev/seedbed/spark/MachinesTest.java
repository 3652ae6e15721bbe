package dev.seedbed.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachinesTest {
  private static final Place PLACE = new Place("3", "far");

  private final List<String> notices = new ArrayList<>();
  private final Machines machines = new Machines(notices::add);

  @Test
  void hear_sameSeedbedWithVectors_nothingToSay() throws InterruptedException {
    machines.hear(new Message.Hello(PLACE, Build.id(), true));
    machines.await(() -> false);
    assertThat(notices).isEmpty();
    assertThat(machines.problem(() -> false)).isEmpty();
  }

  @Test
  void hear_noVectors_notice() {
    machines.hear(new Message.Hello(PLACE, Build.id(), false));
    assertThat(notices)
        .singleElement()
        .asString()
        .startsWith("executor 3 (far) has a JVM without vectors");
    assertThat(machines.problem(() -> false)).isEmpty();
  }

  @Test
  void hear_anotherSeedbed_problem() {
    machines.hear(new Message.Hello(PLACE, "0.0.1 (a-b-c)", true));
    assertThat(machines.problem(() -> false).orElseThrow())
        .startsWith("executor 3 (far) has another Seedbed, 0.0.1 (a-b-c), not ");
  }

  @Test
  void hear_oneTrialTwoResults_problem() {
    machines.hear(new Message.Done(PLACE, 1, 7, 3, "aa"));
    machines.hear(new Message.Done(new Place("4", "near"), 2, 7, 3, "ab"));
    assertThat(machines.problem(() -> false)).isEmpty();
    machines.hear(new Message.Done(new Place("4", "near"), 1, 7, 3, "ab"));
    assertThat(machines.problem(() -> false).orElseThrow())
        .startsWith("trial 7 has come out differently on executor 3 (far)");
  }

  @Test
  void problem_givenUp_saysWhetherAnyExecutorCame() {
    assertThat(machines.problem(() -> true).orElseThrow()).contains("no executor starts");
    machines.hear(new Message.Hello(PLACE, Build.id(), true));
    assertThat(machines.problem(() -> true).orElseThrow()).contains("ended the application");
  }
}
