package dev.seedbed.bench.check.graph;

import static dev.seedbed.bench.check.graph.GraphFault.ATTENTION;
import static dev.seedbed.bench.check.graph.GraphFault.DEAD;
import static dev.seedbed.bench.check.graph.GraphFault.DEPTH;
import static dev.seedbed.bench.check.graph.GraphFault.EMBEDDING;
import static dev.seedbed.bench.check.graph.GraphFault.EQUAL;
import static dev.seedbed.bench.check.graph.GraphFault.GATES;
import static dev.seedbed.bench.check.graph.GraphFault.LARGE;
import static dev.seedbed.bench.check.graph.GraphFault.RECURRENT;
import static dev.seedbed.bench.check.graph.GraphFault.SCALE;
import static dev.seedbed.bench.check.graph.GraphFault.SMALL;

import dev.seedbed.bench.check.graph.Change.Gate;
import dev.seedbed.bench.check.graph.Change.Mistake;
import dev.seedbed.bench.check.graph.Change.Which;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The starts of the protocol that are believed to be faulty, by what they change.
final class Starts {
  /// All but scales.
  private static final Set<Role> WEIGHTS =
      EnumSet.complementOf(EnumSet.of(Role.SCALE, Role.END_SCALE));

  private static final Set<Role> ENDS = EnumSet.of(Role.BRANCH_END);

  private Starts() {}

  /// Those that any network can have.
  static List<Start> ofAll() {
    var starts = new ArrayList<Start>();
    starts.add(Start.drawn("normal(1)", LARGE, "normal(deviation=1)"));
    for (double factor : new double[] {0.01, 0.1, 0.3, 3, 10, 30}) {
      starts.add(
          Start.changed("all × " + text(factor), of(factor), new Change.Times(WEIGHTS, factor)));
    }
    for (Which which : Which.values()) {
      for (double factor : new double[] {0, 0.001, 100}) {
        starts.add(
            Start.changed(
                "%s × %s".formatted(word(which), text(factor)),
                of(factor),
                new Change.One(which, factor)));
      }
    }
    starts.add(Start.drawn("zeros", EQUAL, "zeros"));
    starts.add(Start.drawn("constant 0.05", EQUAL, "constant(value=0.05)"));
    starts.add(Start.changed("one filter", EQUAL, new Change.OneFilter()));
    starts.add(Start.changed("one tensor", EQUAL, new Change.OneTensor()));
    return starts;
  }

  private static GraphFault of(double factor) {
    return factor < 1 ? SMALL : LARGE;
  }

  private static String word(Which which) {
    return switch (which) {
      case FIRST -> "first";
      case MIDDLE -> "middle";
      case LAST -> "last";
    };
  }

  /// A number without needless zeros.
  static String text(double number) {
    return number == (long) number ? "" + (long) number : "" + number;
  }

  /// Units that are silent.
  static List<Start> dead() {
    return List.of(
        Start.changed("biases -1", DEAD, new Change.Biases(-1)),
        Start.changed("biases -3", DEAD, new Change.Biases(-3)),
        Start.changed("biases -10", DEAD, new Change.Biases(-10)));
  }

  static List<Start> sparse() {
    return List.of(
        Start.changed("sparse sigmoids", DEAD, new Change.Biases(-10))
            .with(new Activation.Sigmoid()));
  }

  static List<Start> withoutWindow() {
    return List.of(
        Start.changed("fans without window", LARGE, new Change.WrongFans(Mistake.NO_WINDOW)));
  }

  static List<Start> fansOfShape() {
    return List.of(
        Start.changed("fans of shape", SMALL, new Change.WrongFans(Mistake.FANS_OF_SHAPE)));
  }

  static List<Start> scales() {
    var starts = new ArrayList<Start>();
    for (double value : new double[] {0, 0.01, 10}) {
      starts.add(
          Start.changed("scales " + text(value), SCALE, new Change.Scales(Role.SCALES, value)));
    }
    return starts;
  }

  /// Scales of one normalisation in the middle of networks without branches.
  static List<Start> middleScale() {
    return List.of(Start.changed("middle scale 0", SCALE, new Change.MiddleScale(0)));
  }

  /// Branches as wide as without the factor 1/√(2n) of the reference, and wider.
  static List<Start> branches() {
    var starts = new ArrayList<Start>();
    for (double factor : new double[] {1, 3, 10}) {
      starts.add(
          Start.changed(
              "branches × " + text(factor),
              DEPTH,
              new Change.ByDepth(ENDS, 2, 0.5),
              new Change.Times(ENDS, factor)));
    }
    return starts;
  }

  static List<Start> queries() {
    var starts = new ArrayList<Start>();
    for (double factor : new double[] {10, 30, 100}) {
      starts.add(
          Start.changed(
              "queries and keys × " + text(factor),
              ATTENTION,
              new Change.Times(EnumSet.of(Role.QUERY, Role.KEY), factor)));
    }
    return starts;
  }

  static List<Start> tables() {
    var starts = new ArrayList<Start>();
    for (String deviation : List.of("1", "10", "1e-5")) {
      starts.add(
          Start.changed(
              "tokens N(0, %s)".formatted(deviation),
              EMBEDDING,
              new Change.Drawn(
                  EnumSet.of(Role.TOKENS), "normal(deviation=%s)".formatted(deviation))));
    }
    return starts;
  }

  static List<Start> places() {
    return List.of(
        Start.changed(
            "positions N(0, 10)",
            EMBEDDING,
            new Change.Drawn(EnumSet.of(Role.POSITIONS), "normal(deviation=10)")));
  }

  static List<Start> recurrences() {
    var states = EnumSet.of(Role.STATE);
    var starts = new ArrayList<Start>();
    for (double factor : new double[] {0, 0.1, 2, 4}) {
      starts.add(
          Start.changed(
              "recurrence × " + text(factor), RECURRENT, new Change.Times(states, factor)));
    }
    starts.add(
        Start.changed(
            "recurrence N(0, 1)", RECURRENT, new Change.Drawn(states, "normal(deviation=1)")));
    return starts;
  }

  /// Forget gates that start shut.
  static List<Start> forgetting() {
    return List.of(
        Start.changed("forget biases -5", GATES, new Change.Gates(Gate.FORGET, -5)),
        Start.changed("forget biases -2", GATES, new Change.Gates(Gate.FORGET, -2)));
  }

  /// Input and output gates of LSTMs that start shut.
  static List<Start> closedGates() {
    return List.of(
        Start.changed("input biases -5", GATES, new Change.Gates(Gate.INPUT, -5)),
        Start.changed("output biases -5", GATES, new Change.Gates(Gate.OUTPUT, -5)));
  }

  /// What libraries draw by default, for blocks that are normalised afterwards or not at all.
  static List<Start> libraries() {
    return List.of(Start.drawn("torch", DEPTH, "torch"), Start.drawn("keras", DEPTH, "keras"));
  }
}
