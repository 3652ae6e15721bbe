package dev.seedbed.io.weights;

import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;

/// Text of a file, to be shown in a message.
public final class Quoted {
  private static final int LONGEST = 100;

  private Quoted() {}

  /// `text` on one line, cut off if it is long.
  public static String of(String text) {
    String shown = text;
    if (text.length() > LONGEST) {
      shown = "%s… (%d)".formatted(text.substring(0, LONGEST), text.length());
    }
    return shown.replaceAll("[\\p{Cc}\\u2028\\u2029]", "?");
  }

  /// What is wrong with JSON: the parser's words, but for its limits, which it words for
  /// programmers.
  static String of(JacksonException e) {
    return e instanceof StreamConstraintsException
        ? "too deep, or too long a text or number"
        : of(String.valueOf(e.getOriginalMessage()));
  }
}
