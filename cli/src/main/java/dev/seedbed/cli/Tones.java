package dev.seedbed.cli;

import dev.seedbed.check.Severity;
import dev.seedbed.check.Verdict;
import org.jline.utils.AttributedStyle;

/// How text stands out, where colours are wanted. The colours are the terminal's own, so that they
/// can be read on a dark and on a light ground.
final class Tones {
  static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  static final AttributedStyle FAINT = PLAIN.faint();
  static final AttributedStyle STRONG = PLAIN.bold();
  static final AttributedStyle GOOD = PLAIN.foreground(AttributedStyle.GREEN);
  static final AttributedStyle WARNING = PLAIN.foreground(AttributedStyle.YELLOW);
  static final AttributedStyle CURVE = PLAIN.foreground(AttributedStyle.CYAN);
  static final AttributedStyle BAD = PLAIN.foreground(AttributedStyle.RED);

  private Tones() {}

  static AttributedStyle of(Verdict verdict) {
    return switch (verdict) {
      case HEALTHY -> GOOD;
      case NOT_RUN, WARNINGS -> WARNING;
      case ERRORS -> BAD;
    };
  }

  static AttributedStyle of(Severity severity) {
    return switch (severity) {
      case INFO -> PLAIN;
      case WARNING -> WARNING;
      case ERROR -> BAD;
    };
  }
}
