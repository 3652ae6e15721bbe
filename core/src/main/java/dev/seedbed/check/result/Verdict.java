package dev.seedbed.check.result;

import java.util.Locale;

/// The verdict over all findings.
public enum Verdict {
  /// The network was run, and nothing above [Severity#INFO] was found.
  HEALTHY("nothing was found that stands in the way of training"),

  /// The network could not be run, and nothing above [Severity#INFO] was found in its tensors. A
  /// network that was not run is never [#HEALTHY].
  NOT_RUN(
      "the network could not be run, so nothing is known of its signal, its gradient and its loss"),

  /// The network was run, and nothing above [Severity#INFO] was found, but some of its weights, or
  /// its attention, could not be measured.
  MEASURED("the network was run, and nothing was found, but not all of it could be measured"),
  WARNINGS("training will likely be slower or worse than it need be"),
  ERRORS("training will likely fail, or a part of the network is lost to it");

  private final String meaning;

  Verdict(String meaning) {
    this.meaning = meaning;
  }

  /// Its name in outputs, such as "not-run".
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Its meaning in words.
  public String meaning() {
    return meaning;
  }
}
