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
  /// @param networks in one contestant
  /// @param splits whether a step can use several threads
  /// @param concurrent whether two trials can run beside each other
  record Method(
      PeerLibrary library,
      String name,
      int networks,
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
        new Method(SEEDBED, "", 1, false, true, SeedbedContestant::new),
        new Method(DJL, "trainer", 1, false, false, DjlTrainer::new),
        new Method(
            DJL,
            "by hand",
            1,
            true,
            true,
            problem -> new DjlByHand(problem, DjlByHand.Update.FUSED)),
        new Method(
            DJL,
            "by hand in place",
            1,
            true,
            true,
            problem -> new DjlByHand(problem, DjlByHand.Update.IN_PLACE)),
        new Method(SMILE, "", 1, false, true, SmileContestant::new));
  }

  /// So many networks in one graph of PyTorch.
  static Method fused(int networks) {
    return new Method(
        DJL,
        networks + " networks in one graph",
        networks,
        true,
        false,
        problem -> new DjlByHand(problem, DjlByHand.Update.IN_PLACE, networks));
  }
}
