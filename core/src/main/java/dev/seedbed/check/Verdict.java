package dev.seedbed.check;

/// What all findings come to.
public enum Verdict {
  /// Nothing above [Severity#INFO].
  HEALTHY("nothing was found that stands in the way of training"),
  WARNINGS("training will likely be slower or worse than it need be"),
  ERRORS("training will likely fail, or a part of the network is lost to it");

  private final String meaning;

  Verdict(String meaning) {
    this.meaning = meaning;
  }

  /// What it means, in words.
  public String meaning() {
    return meaning;
  }
}
