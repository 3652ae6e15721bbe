package dev.seedbed.study;

import java.util.Locale;

/// Which random choices the seeds of a study vary. The others follow from the order seed of the
/// study's [dev.seedbed.train.TrainingSpec], the same for all trials.
public enum Vary {
  /// The initial weights.
  INIT,

  /// The order of the rows, and what dropout drops.
  ORDER,

  /// Both: every seed of the weights with every seed of the order, as in Dodge et al. 2020,
  /// arXiv:2002.06305, section 3.
  BOTH;

  /// As people write it.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
