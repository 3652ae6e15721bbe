package dev.seedbed.io;

/// Text from data, to be shown.
public final class VisibleText {

  private VisibleText() {}

  /// Makes characters visible that would steer a terminal or turn text round: control characters,
  /// line separators and marks of writing direction become escapes such as U+001B in angle
  /// brackets.
  public static String of(String text) {
    var visible = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          switch (Character.getType(c)) {
            case Character.CONTROL,
                Character.FORMAT,
                Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR,
                Character.SURROGATE ->
                visible.append("<U+%04X>".formatted(c));
            default -> visible.appendCodePoint(c);
          }
        });
    return visible.toString();
  }
}
