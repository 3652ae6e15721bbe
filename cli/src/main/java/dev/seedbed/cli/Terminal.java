package dev.seedbed.cli;

/// Text for a terminal.
final class Terminal {

  private Terminal() {}

  /// Makes characters visible that would steer a terminal or turn its text round: control
  /// characters, line separators and marks of writing direction become escapes such as U+001B.
  static String plain(String text) {
    var plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          switch (Character.getType(c)) {
            case Character.CONTROL,
                Character.FORMAT,
                Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR,
                Character.SURROGATE ->
                plain.append("<U+%04X>".formatted(c));
            default -> plain.appendCodePoint(c);
          }
        });
    return plain.toString();
  }
}
