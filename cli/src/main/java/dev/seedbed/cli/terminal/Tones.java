package dev.seedbed.cli.terminal;

import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Verdict;
import dev.seedbed.check.result.WidthVerdict;
import org.jline.utils.AttributedStyle;

/// How text stands out, where colours are wanted. The colours are the terminal's own, so that they
/// can be read on a dark and on a light ground.
public final class Tones {
  public static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  public static final AttributedStyle FAINT = PLAIN.faint();
  public static final AttributedStyle STRONG = PLAIN.bold();
  public static final AttributedStyle GOOD = PLAIN.foreground(AttributedStyle.GREEN);
  static final AttributedStyle WARNING = PLAIN.foreground(AttributedStyle.YELLOW);
  public static final AttributedStyle CURVE = PLAIN.foreground(AttributedStyle.CYAN);
  static final AttributedStyle BAD = PLAIN.foreground(AttributedStyle.RED);

  private Tones() {}

  public static AttributedStyle of(Verdict verdict) {
    return switch (verdict) {
      case HEALTHY -> GOOD;
      case NOT_RUN, MEASURED, WARNINGS -> WARNING;
      case ERRORS -> BAD;
    };
  }

  public static AttributedStyle of(WidthVerdict verdict) {
    return switch (verdict) {
      case STABLE -> GOOD;
      case NOT_RUN, UNCLEAR, SHRINKS, GROWS -> WARNING;
    };
  }

  public static AttributedStyle of(Severity severity) {
    return switch (severity) {
      case INFO -> PLAIN;
      case WARNING -> WARNING;
      case ERROR -> BAD;
    };
  }
}
