package dev.seedbed.bench.train;

import java.util.List;
import java.util.function.Function;

/// Who competes.
enum PeerLibrary {
  SEEDBED("Seedbed"),
  DJL("DJL"),
  SMILE("Smile");

  private final String title;

  PeerLibrary(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /// A way to train with a library.
  ///
  /// @param name tells it from the library's other ways
  /// @param splits whether a step can use several threads
  /// @param concurrent whether two trials can run beside each other
  record Method(
      PeerLibrary library,
      String name,
      boolean splits,
      boolean concurrent,
      Function<Problem, Contestant> maker) {

    String title() {
      return name.isEmpty() ? library.title : library.title + ", " + name;
    }
  }

  /// All ways. A library's fastest counts for it. DJL's trainer, which is slower than the ways by
  /// hand wherever measured, is measured on one thread only.
  static List<Method> methods() {
    return List.of(
        new Method(SEEDBED, "", false, true, SeedbedContestant::new),
        new Method(DJL, "trainer", false, false, DjlTrainer::new),
        new Method(
            DJL, "by hand", true, true, problem -> new DjlByHand(problem, DjlByHand.Update.FUSED)),
        new Method(
            DJL,
            "by hand in place",
            true,
            true,
            problem -> new DjlByHand(problem, DjlByHand.Update.IN_PLACE)),
        new Method(SMILE, "", false, true, SmileContestant::new));
  }
}
