package dev.seedbed.bench.check.graph;

import dev.seedbed.bench.check.graph.Change.Gate;
import dev.seedbed.tensor.Activation;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The starts that papers and libraries give, believed sound; and the reference of each family.
final class PublishedStarts {
  private static final Set<Role> ENDS = EnumSet.of(Role.BRANCH_END);

  /// The longest sequence that recurrent networks are to remember.
  private static final int STEPS = 16;

  private static final String SMALL_TABLE = "normal(deviation=0.02)";

  /// Standard schemes of matrices.
  private static final List<String> SCHEMES =
      List.of(
          "he-normal",
          "he-uniform",
          "glorot-normal",
          "glorot-uniform",
          "lecun-normal",
          "gain-normal",
          "orthogonal",
          "torch");

  /// 1/√(2n) for what is added to the path.
  private static final Change SHARED = new Change.ByDepth(ENDS, 2, -0.5);

  private PublishedStarts() {}

  /// What is drawn for units of f: He's law for ReLU, Glorot's for tanh, and for others that of
  /// their gain.
  static String schemeOf(Activation f) {
    return switch (f) {
      case Activation.Relu _, Activation.LeakyRelu _ -> "he-normal";
      case Activation.Tanh _ -> "glorot-normal";
      default -> "gain-normal";
    };
  }

  /// The reference of networks of one path, normalised or not, and of normalised branches.
  static Start plainReference(Activation f) {
    return Start.published("reference", schemeOf(f));
  }

  /// The reference of branches that are not normalised.
  static Start residualReference(Activation f) {
    return Start.published("reference", schemeOf(f), SHARED);
  }

  /// The reference of branches with a factor: De & Smith 2020, arXiv:2002.10444.
  static Start skipInit(Activation f) {
    return Start.published(
        "skip-init", schemeOf(f), new Change.Scales(EnumSet.of(Role.END_SCALE), 0));
  }

  /// The same with factors of 1/√(2n).
  static Start sharedFactors(Activation f) {
    return Start.published("reference, ends/√2n", schemeOf(f), SHARED);
  }

  static List<Start> plain() {
    return SCHEMES.stream().map(scheme -> Start.published(scheme, scheme)).toList();
  }

  /// Fitted to data: Mishkin & Matas 2016.
  static List<Start> fitted() {
    return List.of(Start.published("lsuv", "orthogonal", new Change.UnitVariance()));
  }

  /// DCGAN's law, for normalised layers.
  static List<Start> ofDcgan() {
    return List.of(Start.published("normal(0.02)", SMALL_TABLE));
  }

  /// γ of 0 at the end of each branch: Goyal et al. 2017, arXiv:1706.02677.
  static List<Start> zeroEnds() {
    return Stream.of("he-normal", "glorot-uniform", "torch")
        .map(scheme ->
            Start.published(
                scheme + ", zero γ", scheme, new Change.Scales(EnumSet.of(Role.END_SCALE), 0)))
        .toList();
  }

  /// Starts for branches that are not normalised.
  static List<Start> residual() {
    var shared = SCHEMES.stream().map(s -> Start.published(s + ", ends/√2n", s, SHARED));
    var zeroEnds = Start.published("he-normal, zero ends", "he-normal", new Change.Times(ENDS, 0));
    return Stream.concat(shared, Stream.of(fixup(), zeroEnds)).toList();
  }

  /// Zhang et al. 2019, arXiv:1901.09321, for branches of two layers.
  static Start fixup() {
    return Start.published(
        "fixup",
        "he-normal-backward",
        new Change.ByDepth(EnumSet.of(Role.BRANCH), 1, -0.5),
        new Change.Times(EnumSet.of(Role.BRANCH_END, Role.HEAD), 0));
  }

  private static Change tables(String scheme) {
    return new Change.Drawn(Role.TABLES, scheme);
  }

  /// Radford et al. 2019: the law of GPT-2 is for 768 units; Glorot's is as wide here as that
  /// there.
  static Start attentionReference(AttentionArchitectures.Norm norm) {
    return switch (norm) {
      case PRE ->
          Start.published("reference", "glorot-normal", tables("normal(deviation=0.1)"), SHARED);
      case POST -> deepNorm("reference");
      case NONE -> tFixup("reference");
    };
  }

  /// Wang et al. 2022, arXiv:2203.00555, of a decoder: weights of values and branches · (8
  /// blocks)^(−1/4). A block has two branches.
  private static Start deepNorm(String name) {
    return Start.published(
        name,
        "glorot-normal",
        tables("normal(deviation=0.1)"),
        new Change.ByDepth(EnumSet.of(Role.VALUE, Role.BRANCH, Role.BRANCH_END), 4, -0.25));
  }

  /// Huang et al. 2020: tables N(0, 1/width), and values and branches · 0.67 · blocks^(−1/4).
  private static Start tFixup(String name) {
    Set<Role> roles = EnumSet.of(Role.VALUE, Role.BRANCH, Role.BRANCH_END);
    return Start.published(
        name,
        "glorot-uniform",
        tables("normal(deviation=0.177)"),
        new Change.ByDepth(roles, 0.5, -0.25),
        new Change.Times(Role.TABLES, 0.67),
        new Change.Times(roles, 0.67));
  }

  /// Starts for blocks that are normalised before.
  static List<Start> attention() {
    return List.of(
        Start.published("gpt-2", SMALL_TABLE, SHARED),
        Start.published("glorot", "glorot-uniform", tables(SMALL_TABLE)),
        Start.published("glorot, ends/√2n", "glorot-normal", tables(SMALL_TABLE), SHARED),
        Start.published("torch, tables 0.02", "torch", tables(SMALL_TABLE)),
        Start.published("keras", "keras"),
        Start.published("lecun, ends/√2n", "lecun-normal", tables(SMALL_TABLE), SHARED),
        Start.published("orthogonal", "orthogonal", tables(SMALL_TABLE)),
        Start.published("small-normal", "small-normal", tables(SMALL_TABLE), SHARED),
        Start.published(
            "zero ends", "glorot-normal", tables(SMALL_TABLE), new Change.Times(ENDS, 0)),
        deepNorm("deepnorm"),
        tFixup("t-fixup"));
  }

  /// Starts for all other blocks.
  static List<Start> attentionWithoutNorms() {
    return List.of(
        deepNorm("deepnorm"),
        tFixup("t-fixup"),
        Start.published("gpt-2", SMALL_TABLE, SHARED),
        Start.published(
            "zero ends", "glorot-normal", tables(SMALL_TABLE), new Change.Times(ENDS, 0)),
        Start.published(
            "glorot, ends/√2n", "glorot-normal", tables("normal(deviation=0.1)"), SHARED));
  }

  private static final Change ORTHOGONAL = new Change.Drawn(EnumSet.of(Role.STATE), "orthogonal");
  private static final Change REMEMBERING = new Change.Gates(Gate.FORGET, 1);
  private static final Change TABLE = tables("normal(deviation=0.1)");

  static Start recurrentReference(SequenceArchitectures.Cell cell) {
    return switch (cell) {
      case LSTM, GRU ->
          Start.published("reference", "glorot-uniform", TABLE, ORTHOGONAL, REMEMBERING);
      case TANH -> Start.published("reference", "glorot-uniform", TABLE, ORTHOGONAL);
      case RELU -> irnn("reference");
    };
  }

  /// Le, Jaitly & Hinton 2015, arXiv:1504.00941.
  private static Start irnn(String name) {
    return Start.published(
        name, "glorot-uniform", TABLE, new Change.Drawn(EnumSet.of(Role.STATE), "identity"));
  }

  static List<Start> recurrent(SequenceArchitectures.Cell cell) {
    var torch = Start.published("torch", "torch", TABLE);
    var orthogonal = Start.published("orthogonal", "orthogonal", TABLE);
    var lecun = Start.published("lecun, orthogonal", "lecun-normal", TABLE, ORTHOGONAL);
    var he = Start.published("he, orthogonal", "he-normal", TABLE, ORTHOGONAL);
    var glorot = Start.published("glorot, orthogonal", "glorot-normal", TABLE, ORTHOGONAL);
    var common = List.of(torch, orthogonal, lecun, glorot);
    var own =
        switch (cell) {
          case LSTM ->
              List.of(
                  recurrentReference(cell),
                  Start.published(
                      "chrono", "glorot-uniform", TABLE, ORTHOGONAL, new Change.Chrono(STEPS)),
                  Start.published(
                      "lecun, forget 2",
                      "lecun-normal",
                      TABLE,
                      ORTHOGONAL,
                      new Change.Gates(Gate.FORGET, 2)));
          case GRU ->
              List.of(recurrentReference(cell), Start.published("glorot", "glorot-uniform", TABLE));
          case TANH -> List.of(Start.published("glorot", "glorot-uniform", TABLE));
          case RELU -> List.of(irnn("irnn"), he);
        };
    return Stream.concat(common.stream(), own.stream()).toList();
  }

  /// Sitzmann et al. 2020, arXiv:2006.09661, with its law and others as wide.
  static List<Start> periodic() {
    Set<Role> inner = EnumSet.of(Role.HIDDEN, Role.HEAD);
    return List.of(
        Start.published("siren", "siren"),
        Start.published("siren × 0.8", "siren", new Change.Times(inner, 0.8)),
        Start.published("siren × 1.25", "siren", new Change.Times(inner, 1.25)),
        Start.published("siren(frequency=25)", "siren(frequency=25)"),
        Start.published("siren(frequency=40)", "siren(frequency=40)"),
        Start.published(
            "siren, torch's last", "siren", new Change.Drawn(EnumSet.of(Role.HEAD), "torch")),
        Start.published(
            "siren, lecun's last",
            "siren",
            new Change.Drawn(EnumSet.of(Role.HEAD), "lecun-normal")));
  }
}
