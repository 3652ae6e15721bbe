package dev.seedbed.check.result;

import java.util.Locale;

/// The rules of a check: first the lecture's, then those of published detectors, then new ones. The
/// class of the same name in package `rule` says how each judges.
public enum Rule {
  SADDLE("L1", Severity.ERROR, Needs.VALUES, "a lecture on initialisation; Glorot & Bengio 2010"),
  SYMMETRY(
      "I02",
      Severity.ERROR,
      Needs.VALUES,
      "TheDeepChecker poor_init; NeuraLint f004; cs231n; duplicates are new"),
  SPARSE_START("L3", Severity.WARNING, Needs.VALUES, "a lecture on initialisation"),
  UNEQUAL_SPEEDS("L4", Severity.INFO, Needs.RUN, "Glorot & Bengio 2010, section 4.2"),
  NON_FINITE("I01", Severity.ERROR, Needs.VALUES, "all detectors"),
  ZERO_LAYER("I03", Severity.INFO, Needs.VALUES, "TheDeepChecker: 95 % of weights below 1e-5"),
  WEIGHT_SCALE(
      "I04",
      Severity.INFO,
      Needs.VALUES,
      "TheDeepChecker need_he, need_glorot, need_lecun: ratio 2.7; of a tensor by itself: the range of published starts"),
  FORWARD_GAIN(
      "I05",
      Severity.WARNING,
      Needs.RUN,
      "SageMaker PoorWeightInitialization: 10; mean-field theory"),
  BACKWARD_GAIN("I06", Severity.WARNING, Needs.RUN, "AUTOTRAINER: β1 = 1e-3, β2 = 1e-4, β3 = 70"),
  GRADIENT_SIZE(
      "I07", Severity.ERROR, Needs.RUN, "SageMaker, DeepDiagnosis: 1e-7; TheDeepChecker: 1e6"),
  DEAD_UNITS("I08", Severity.INFO, Needs.RUN, "SageMaker DeadRelu; TheDeepChecker; Lu et al. 2019"),
  ZERO_FRACTION("I09", Severity.INFO, Needs.RUN, "DeepDiagnosis; AUTOTRAINER γ"),
  SATURATION(
      "I10", Severity.INFO, Needs.RUN, "TheDeepChecker ρ_B = 0.85; SageMaker SaturatedActivation"),
  ACTIVATION_SPREAD("I11", Severity.INFO, Needs.RUN, "TheDeepChecker; DL4J: 0.5 to 2.0"),
  START_LOSS(
      "I12", Severity.WARNING, Needs.RUN, "TheDeepChecker dev_ratio = 1; Karpathy 2019; cs231n"),
  OUTPUT_BIAS("I13", Severity.WARNING, Needs.GIVEN_ROWS, "TheDeepChecker last_bias; Karpathy 2019"),
  HIDDEN_BIAS("I14", Severity.INFO, Needs.VALUES, "TheDeepChecker; NeuraLint f024"),
  ARCHITECTURE("I15", Severity.WARNING, Needs.RUN, "NeuraLint f003, f005, f009; UMLAUT"),
  INPUTS("I16", Severity.WARNING, Needs.GIVEN_ROWS, "TheDeepChecker; UMLAUT; DeepDiagnosis"),
  UPDATE_RATIO("I17", Severity.INFO, Needs.RUN, "TheDeepChecker: −4 to −1; DL4J; cs231n: −3"),
  LOSS_MEAN("I18", Severity.ERROR, Needs.RUN, "TheDeepChecker poor_reduction_loss"),
  ROWS_INTERACT("I19", Severity.ERROR, Needs.RUN, "TheDeepChecker op_dep"),
  GRADIENT_CHECK("I20", Severity.INFO, Needs.RUN, "TheDeepChecker grad_err: 1e-2"),
  OVERFITTING(
      "I21", Severity.WARNING, Needs.STEPS, "TheDeepChecker underfitting_single_batch; cs231n"),
  WIDTH(
      "I22",
      Severity.WARNING,
      Needs.SEEDS,
      "muP's coordinate check: Yang et al. 2022, arXiv:2203.03466"),
  SAME_SIGN("I23", Severity.WARNING, Needs.VALUES, "TheDeepChecker: 95 % negative"),
  LOOKS_TRAINED("I24", Severity.WARNING, Needs.VALUES, "new"),
  INITIALISER("I25", Severity.INFO, Needs.VALUES, "new"),
  RANK("I26", Severity.INFO, Needs.RUN, "Roy & Vetterli 2007, effective rank"),
  SEED_SENSITIVITY("I27", Severity.INFO, Needs.SEEDS, "Lu et al. 2019, arXiv:1903.06733"),
  EQUAL_TENSORS(
      "I28",
      Severity.WARNING,
      Needs.VALUES,
      "new; PyTorch's documentation of TransformerEncoder warns of its own"),
  RESIDUAL_GROWTH(
      "I29",
      Severity.WARNING,
      Needs.RUN,
      "Zhang et al. 2019, arXiv:1901.09321, section 2; De & Smith 2020, arXiv:2002.10444"),
  RANK_COLLAPSE(
      "I30",
      Severity.WARNING,
      Needs.RUN,
      "Dong et al. 2021, arXiv:2103.03404; Noci et al. 2022, arXiv:2206.03126"),
  ATTENTION_ENTROPY("I31", Severity.WARNING, Needs.RUN, "Zhai et al. 2023, arXiv:2303.06296"),
  RECURRENT_GAIN("I32", Severity.WARNING, Needs.RUN, "Pascanu et al. 2013, arXiv:1211.5063"),
  GATE_BIAS(
      "I33",
      Severity.WARNING,
      Needs.RUN,
      "Jozefowicz et al. 2015; Tallec & Ollivier 2018, arXiv:1804.11188"),
  EMBEDDING_SCALE("I34", Severity.INFO, Needs.RUN, "Radford et al. 2019 (GPT-2): 0.02"),
  ZERO_SCALE("I35", Severity.ERROR, Needs.RUN, "Goyal et al. 2017, arXiv:1706.02677, section 5.1"),
  WRONG_FANS(
      "I36", Severity.INFO, Needs.RUN, "new; PyTorch's issue 23854 is of depthwise convolutions");

  /// The inputs that a rule needs.
  public enum Needs {
    /// The numbers of tensors: also where the network cannot be run.
    VALUES,

    /// Rows that were propagated forward and backward.
    RUN,

    /// The user's own rows.
    GIVEN_ROWS,

    /// Steps of training on a copy.
    STEPS,

    /// Other seeds of the same scheme.
    SEEDS
  }

  private final String id;
  private final Severity severity;
  private final Needs needs;
  private final String source;

  Rule(String id, Severity severity, Needs needs, String source) {
    this.id = id;
    this.severity = severity;
    this.needs = needs;
    this.source = source;
  }

  /// A short name that will not change: "I05"; the lecture's own begin with L.
  public String id() {
    return id;
  }

  /// The usual severity of a finding; the measured value may raise or lower it.
  public Severity severity() {
    return severity;
  }

  public Needs needs() {
    return needs;
  }

  /// Where the rule and its thresholds come from.
  public String source() {
    return source;
  }

  /// Its name in outputs, such as "forward-gain".
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
