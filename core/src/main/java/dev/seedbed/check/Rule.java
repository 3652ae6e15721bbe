package dev.seedbed.check;

import java.util.Locale;

/// What is looked for: the lecture's own cases first, then those that published detectors know, and
/// new ones. Each rule's thresholds are in [Thresholds].
public enum Rule {
  SADDLE("L1", "a lecture on initialisation; Glorot & Bengio 2010"),
  SYMMETRY("I02", "TheDeepChecker poor_init; NeuraLint f004; cs231n; duplicates are new"),
  SPARSE_START("L3", "a lecture on initialisation"),
  UNEQUAL_SPEEDS("L4", "Glorot & Bengio 2010, section 4.2"),
  NON_FINITE("I01", "all detectors"),
  ZERO_LAYER("I03", "TheDeepChecker: 95 % of weights below 1e-5"),
  WEIGHT_SCALE(
      "I04",
      "TheDeepChecker need_he, need_glorot, need_lecun: ratio 2.7; of a tensor by itself: the range of published starts"),
  FORWARD_GAIN("I05", "SageMaker PoorWeightInitialization: 10; mean-field theory"),
  BACKWARD_GAIN("I06", "AUTOTRAINER: β1 = 1e-3, β2 = 1e-4, β3 = 70"),
  GRADIENT_SIZE("I07", "SageMaker, DeepDiagnosis: 1e-7; TheDeepChecker: 1e6"),
  DEAD_UNITS("I08", "SageMaker DeadRelu; TheDeepChecker; Lu et al. 2019"),
  ZERO_FRACTION("I09", "DeepDiagnosis; AUTOTRAINER γ"),
  SATURATION("I10", "TheDeepChecker ρ_B = 0.85; SageMaker SaturatedActivation"),
  ACTIVATION_SPREAD("I11", "TheDeepChecker; DL4J: 0.5 to 2.0"),
  START_LOSS("I12", "TheDeepChecker dev_ratio = 1; Karpathy 2019; cs231n"),
  OUTPUT_BIAS("I13", "TheDeepChecker last_bias; Karpathy 2019"),
  HIDDEN_BIAS("I14", "TheDeepChecker; NeuraLint f024"),
  ARCHITECTURE("I15", "NeuraLint f003, f005, f009; UMLAUT"),
  INPUTS("I16", "TheDeepChecker; UMLAUT; DeepDiagnosis"),
  UPDATE_RATIO("I17", "TheDeepChecker: −4 to −1; DL4J; cs231n: −3"),
  LOSS_MEAN("I18", "TheDeepChecker poor_reduction_loss"),
  ROWS_INTERACT("I19", "TheDeepChecker op_dep"),
  GRADIENT_CHECK("I20", "TheDeepChecker grad_err: 1e-2"),
  OVERFITTING("I21", "TheDeepChecker underfitting_single_batch; cs231n"),
  WIDTH("I22", "muP's coordinate check: Yang et al. 2022, arXiv:2203.03466"),
  SAME_SIGN("I23", "TheDeepChecker: 95 % negative"),
  LOOKS_TRAINED("I24", "new"),
  INITIALISER("I25", "new"),
  RANK("I26", "Roy & Vetterli 2007, effective rank"),
  SEED_SENSITIVITY("I27", "Lu et al. 2019, arXiv:1903.06733"),
  EQUAL_TENSORS("I28", "new; PyTorch's documentation of TransformerEncoder warns of its own");

  private final String id;
  private final String source;

  Rule(String id, String source) {
    this.id = id;
    this.source = source;
  }

  /// A short name that will not change: "I05"; the lecture's own begin with L.
  public String id() {
    return id;
  }

  /// Where the rule and its threshold come from.
  public String source() {
    return source;
  }

  /// What outputs call it, such as "forward-gain".
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
