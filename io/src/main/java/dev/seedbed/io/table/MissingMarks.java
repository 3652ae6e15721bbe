package dev.seedbed.io.table;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/// The texts that stand for a missing value: those that pandas, R, Excel and databases write, in
/// upper or lower case, and others that a user names.
final class MissingMarks {
  private static final Set<String> USUAL =
      Set.of(
          "", "-", "--", "?", ".", "na", "n/a", "nan", "-nan", "null", "none", "nil", "<na>", "#na",
          "#n/a", "nat", "\\n", "(null)", "#div/0!", "#value!", "#ref!", "#name?", "#num!",
          "#null!");
  private static final int LONGEST = USUAL.stream().mapToInt(String::length).max().orElseThrow();

  private final String[] others;
  private final double[] otherNumbers;

  /// @param others as they are written
  MissingMarks(Collection<String> others) {
    this.others = others.toArray(String[]::new);
    this.otherNumbers =
        others.stream().mapToDouble(MissingMarks::number).filter(Double::isFinite).toArray();
  }

  private static double number(String mark) {
    var scanner = new NumberScanner();
    return scanner.plain(mark.toCharArray(), 0, mark.length()) ? scanner.number() : Double.NaN;
  }

  /// Whether a number that a file holds as such stands for a missing value: it is NaN, or a mark
  /// that a user names.
  boolean has(double number) {
    boolean missing = Double.isNaN(number);
    for (double other : otherNumbers) {
      missing |= number == other;
    }
    return missing;
  }

  boolean has(String cell) {
    return has(cell.toCharArray(), 0, cell.length());
  }

  /// Whether the characters from `from` to `to` stand for a missing value.
  boolean has(char[] text, int from, int to) {
    int length = to - from;
    if (hasNamed(text, from, to)) {
      return true;
    }
    char first = text[from];
    boolean digit = first >= '0' && first <= '9';
    return !digit
        && length <= LONGEST
        && (length == 1 || !isDigit(text[from + 1]))
        && USUAL.contains(new String(text, from, length).toLowerCase(Locale.ROOT));
  }

  /// Whether the characters are none, or a mark that a user names.
  boolean hasNamed(char[] text, int from, int to) {
    boolean missing = from == to;
    for (String other : others) {
      missing |= equal(other, text, from, to - from);
    }
    return missing;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean equal(String mark, char[] text, int from, int length) {
    if (mark.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (mark.charAt(i) != text[from + i]) {
        return false;
      }
    }
    return true;
  }
}
