package dev.seedbed.io.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text from data, to be shown.
public final class VisibleText {
  private static final int LONGEST_WORD = 200;
  private static final int LONGEST_LINE = 1000;

  private static final Pattern LONG_WORDS = Pattern.compile("\\S{" + (LONGEST_WORD + 1) + ",}");

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

  /// As [#of], and of words of more than 200 characters, such as a path or a name from a damaged
  /// file, only the beginning and the end are left.
  public static String words(String text) {
    return of(
        LONG_WORDS
            .matcher(text)
            .replaceAll(word -> Matcher.quoteReplacement(shortened(word.group(), LONGEST_WORD))));
  }

  /// As [#words], and of a text of more than 1,000 characters, whatever its words, only the
  /// beginning and the end are left.
  public static String message(String text) {
    String words = words(text);
    return words.length() <= LONGEST_LINE ? words : shortened(words, LONGEST_LINE);
  }

  /// The first three quarters and the last quarter of `longest` characters.
  private static String shortened(String text, int longest) {
    int tail = longest / 4;
    return text.substring(0, longest - tail) + "…" + text.substring(text.length() - tail);
  }
}
