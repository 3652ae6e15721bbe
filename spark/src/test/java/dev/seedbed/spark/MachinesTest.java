package dev.seedbed.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.study.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MachinesTest {
  private static final Place PLACE = new Place("3", "far");

  private final List<String> notices = new ArrayList<>();
  private final Machines machines = new Machines(notices::add);

  @Test
  void hear_sameSeedbedWithVectors_nothingToSay() throws InterruptedException {
    machines.hear(new Message.Hello(PLACE, Build.id(), Jvm.here()));
    machines.await(() -> false);
    assertThat(notices).isEmpty();
    assertThat(machines.problem(() -> false)).isEmpty();
  }

  @Test
  void hear_noVectors_notice() {
    machines.hear(new Message.Hello(PLACE, Build.id(), new Jvm("25", 0)));
    assertThat(notices)
        .singleElement()
        .asString()
        .startsWith("executor 3 (far) has a JVM without vectors");
    assertThat(machines.problem(() -> false)).isEmpty();
  }

  @Test
  void hear_anotherJvm_noticeOnce() {
    var wider = new Jvm("99", 4096);
    machines.hear(new Message.Hello(PLACE, Build.id(), wider));
    machines.hear(new Message.Hello(new Place("4", "near"), Build.id(), wider));
    assertThat(notices)
        .singleElement()
        .asString()
        .startsWith(
            "executor 3 (far) has another JVM (JDK 99, vectors of 4096 bits) than this machine (JDK 25.");
  }

  /// The live view asks what machines do while it holds the terminal, which a notice waits for.
  @Test
  void hear_notice_nothingIsLockedMeanwhile() throws ExecutionException, InterruptedException {
    var asked = new CompletableFuture<List<Cluster.Machine>>();
    var watched = new AtomicReference<Machines>();
    watched.set(
        new Machines(_ ->
            asked.complete(
                CompletableFuture.supplyAsync(() -> watched.get().now())
                    .completeOnTimeout(List.of(), 10, TimeUnit.SECONDS)
                    .join())));
    watched.get().hear(new Message.Hello(PLACE, Build.id(), new Jvm("25", 0)));
    assertThat(asked.get()).hasSize(1);
  }

  @Test
  void now_executorsAndWhatTheyDo() {
    var second = new Place("10", "near");
    machines.hear(new Message.Hello(second, Build.id(), Jvm.here()));
    machines.hear(new Message.Hello(PLACE, Build.id(), Jvm.here()));
    machines.begin(1);
    machines.hear(new Message.Begun(PLACE, 1, 7));
    machines.hear(new Message.Begun(PLACE, 2, 70));
    machines.hear(new Message.Begun(new Place("11", "gone"), 1, 71));
    machines.hear(new Message.Begun(PLACE, 1, 72));
    machines.hear(new Message.Killed(PLACE, 1, 72));
    machines.hear(new Message.Begun(second, 1, 8));
    machines.hear(new Message.Done(second, 1, 8, 3, "trial 8", "aa", 9));
    assertThat(machines.now())
        .containsExactly(
            new Cluster.Machine("executor 3 (far)", List.of(7), 0),
            new Cluster.Machine("executor 10 (near)", List.of(9), 1));
    machines.rest();
    machines.lost("10", "");
    assertThat(machines.now())
        .containsExactly(new Cluster.Machine("executor 3 (far)", List.of(), 0));
  }

  @Test
  void lost_beforeAnyCouldWork_problem() {
    machines.lost("0", "exit code 1");
    machines.lost("1", "exit code 1");
    assertThat(machines.problem(() -> false)).isEmpty();
    machines.lost("2", "exit code 1");
    assertThat(machines.problem(() -> false).orElseThrow())
        .startsWith("executors end before they can work. They need Spark 4.2 and a JDK 25")
        .endsWith("The last ended with: exit code 1");
  }

  @Test
  void hear_anotherSeedbed_problem() {
    machines.hear(new Message.Hello(PLACE, "0.0.1 (a-b-c)", Jvm.here()));
    assertThat(machines.problem(() -> false).orElseThrow())
        .startsWith("executor 3 (far) has another Seedbed, 0.0.1 (a-b-c), not ");
  }

  @Test
  void hear_oneTrialTwoResults_problem() {
    machines.hear(new Message.Done(PLACE, 1, 7, 3, "trial 7", "aa", -1));
    machines.hear(new Message.Done(new Place("4", "near"), 2, 7, 3, "trial 7", "ab", -1));
    assertThat(machines.problem(() -> false)).isEmpty();
    machines.hear(new Message.Done(new Place("4", "near"), 1, 7, 3, "trial 7", "ab", -1));
    assertThat(machines.problem(() -> false).orElseThrow())
        .startsWith("trial 7 has come out differently on executor 3 (far)");
  }

  @Test
  void problem_givenUp_saysWhetherAnyExecutorCame() {
    assertThat(machines.problem(() -> true).orElseThrow()).contains("no executor starts");
    machines.hear(new Message.Hello(PLACE, Build.id(), Jvm.here()));
    assertThat(machines.problem(() -> true).orElseThrow()).contains("ended the application");
  }
}
