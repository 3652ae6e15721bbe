package dev.seedbed.io.table;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads numbers as people and programs write them: plain ones such as -1, .5 or 6.02e23, and
/// dressed ones, with a thousands separator, a currency, a percent sign, or in parentheses if they
/// are negative. What a comma means is for the whole column to say, so each number is read in both
/// ways.
final class NumberScanner {
  /// Powers of ten that a double holds exactly.
  private static final double[] POWERS = new double[23];

  /// A double with these last 29 bits lies half-way between two floats.
  private static final long HALFWAY = 0x10000000L;

  private static final long BELOW_FLOAT = 0x1FFFFFFFL;
  private static final long LARGEST_EXACT = 1L << 53;
  private static final int MOST_DIGITS = 18;
  private static final int LONGEST_DRESSED = 64;

  /// Currencies by the codes that stand beside amounts, with a space between.
  private static final Set<String> CURRENCIES =
      Set.of(
          "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "INR",
          "JPY", "KRW", "MXN", "NOK", "NZD", "PLN", "RON", "RUB", "SEK", "SGD", "THB", "TRY", "TWD",
          "UAH", "USD", "ZAR");

  static {
    double power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private float pointValue;
  private float commaValue;
  private double number;
  private boolean leadingZeros;
  private @Nullable String currency;

  /// The number that was read, if its decimal mark is a point; NaN if it is none then.
  float pointValue() {
    return pointValue;
  }

  /// The number that was read, if its decimal mark is a comma; NaN if it is none then.
  float commaValue() {
    return commaValue;
  }

  /// The number that was read, as a double, if it is a plain one.
  double number() {
    return number;
  }

  /// Whether it is several digits of which the first is 0: a code, rather than a number.
  boolean leadingZeros() {
    return leadingZeros;
  }

  /// The currency that it is in; null if it is in none.
  @Nullable String currency() {
    return currency;
  }

  /// Reads a plain number.
  ///
  /// @return whether it is one
  boolean plain(char[] text, int from, int to) {
    int at = from;
    boolean negative = false;
    if (at < to && (text[at] == '-' || text[at] == '+')) {
      negative = text[at] == '-';
      at++;
    }
    int firstDigit = at;
    long mantissa = 0;
    while (at < to && isDigit(text[at])) {
      mantissa = mantissa * 10 + (text[at] - '0');
      at++;
    }
    int whole = at - firstDigit;
    int fraction = 0;
    boolean point = at < to && text[at] == '.';
    if (point) {
      at++;
      int begin = at;
      while (at < to && isDigit(text[at])) {
        mantissa = mantissa * 10 + (text[at] - '0');
        at++;
      }
      fraction = at - begin;
    }
    if (whole + fraction == 0) {
      return false;
    }
    int exponent = 0;
    boolean scientific = at < to && (text[at] == 'e' || text[at] == 'E');
    if (scientific) {
      at++;
      boolean down = at < to && text[at] == '-';
      if (at < to && (text[at] == '-' || text[at] == '+')) {
        at++;
      }
      int begin = at;
      while (at < to && isDigit(text[at])) {
        exponent = Math.min(99_999, exponent * 10 + (text[at] - '0'));
        at++;
      }
      if (at == begin) {
        return false;
      }
      exponent = down ? -exponent : exponent;
    }
    if (at != to) {
      return false;
    }
    currency = null;
    leadingZeros =
        whole > 1 && text[firstDigit] == '0' && firstDigit == from && !point && !scientific;
    pointValue = value(negative, mantissa, whole + fraction, exponent - fraction, text, from, to);
    commaValue =
        !point
            ? pointValue
            : fraction == 3 && whole >= 1 && whole <= 3 && !scientific && text[firstDigit] != '0'
                ? (negative ? -1 : 1) * (float) mantissa
                : Float.NaN;
    return true;
  }

  /// The float that is nearest to ± mantissa · 10^exponent.
  private float value(
      boolean negative, long mantissa, int digits, int exponent, char[] text, int from, int to) {
    if (digits <= MOST_DIGITS
        && mantissa < LARGEST_EXACT
        && exponent > -POWERS.length
        && exponent < POWERS.length) {
      // One rounding: both numbers are exact.
      double value = exponent < 0 ? mantissa / POWERS[-exponent] : mantissa * POWERS[exponent];
      boolean halfway = (Double.doubleToRawLongBits(value) & BELOW_FLOAT) == HALFWAY;
      if (!halfway && (value >= Float.MIN_NORMAL || value == 0)) {
        number = negative ? -value : value;
        return negative ? -(float) value : (float) value;
      }
    }
    var written = new String(text, from, to - from);
    number = Double.parseDouble(written);
    return Float.parseFloat(written);
  }

  /// Reads a number of any kind.
  ///
  /// @return whether it is one, with a decimal point or a decimal comma
  boolean scan(char[] text, int from, int to) {
    if (plain(text, from, to)) {
      return true;
    }
    pointValue = Float.NaN;
    commaValue = Float.NaN;
    leadingZeros = false;
    currency = null;
    if (to - from > LONGEST_DRESSED || !hasDigit(text, from, to)) {
      return false;
    }
    new Dress(text, from, to).take();
    return !Float.isNaN(pointValue) || !Float.isNaN(commaValue);
  }

  private static boolean hasDigit(char[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (isDigit(text[i])) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\u00A0' || c == '\u202F' || c == '\u2009';
  }

  /// What stands around the digits of a number, taken off piece by piece.
  private final class Dress {
    private final char[] text;
    private int from;
    private int to;
    private boolean negative;
    private boolean signed;

    Dress(char[] text, int from, int to) {
      this.text = text;
      this.from = from;
      this.to = to;
    }

    void take() {
      boolean percent = false;
      if (text[from] == '(' && text[to - 1] == ')') {
        from++;
        to--;
        negative = true;
        signed = true;
      }
      takeSign();
      String before = takeCurrencyBefore();
      takeSign();
      if (from < to && text[to - 1] == '%') {
        percent = true;
        to--;
        spaces();
      }
      String behind = takeCurrencyBehind();
      if (before != null && (behind != null || percent)) {
        return;
      }
      currency = before == null ? behind : before;
      pointValue = number('.', percent);
      commaValue = number(',', percent);
    }

    private void spaces() {
      while (from < to && isSpace(text[from])) {
        from++;
      }
      while (from < to && isSpace(text[to - 1])) {
        to--;
      }
    }

    private void takeSign() {
      spaces();
      if (!signed
          && from < to
          && (text[from] == '-' || text[from] == '+' || text[from] == '\u2212')) {
        negative = text[from] != '+';
        signed = true;
        from++;
        spaces();
      }
    }

    private @Nullable String takeCurrencyBefore() {
      int end = from;
      while (end < to && end - from < 3 && text[end] >= 'A' && text[end] <= 'Z') {
        end++;
      }
      if (end < to && Character.getType(text[end]) == Character.CURRENCY_SYMBOL) {
        end++;
      } else if (end == to
          || !isSpace(text[end])
          || !CURRENCIES.contains(new String(text, from, end - from))) {
        return null;
      }
      var found = new String(text, from, end - from);
      from = end;
      spaces();
      return code(found);
    }

    private @Nullable String takeCurrencyBehind() {
      int begin = to;
      if (begin > from && Character.getType(text[begin - 1]) == Character.CURRENCY_SYMBOL) {
        begin--;
      } else {
        begin = Math.max(from, to - 3);
        if (begin == from
            || !isSpace(text[begin - 1])
            || !CURRENCIES.contains(new String(text, begin, to - begin))) {
          return null;
        }
      }
      var found = new String(text, begin, to - begin);
      to = begin;
      spaces();
      return code(found);
    }

    private static String code(String currency) {
      return switch (currency) {
        case "$", "US$" -> "USD";
        case "€" -> "EUR";
        case "£" -> "GBP";
        case "¥" -> "JPY";
        default -> currency;
      };
    }

    /// The digits with their separators as a number; NaN if they are none.
    ///
    /// @param mark the decimal mark; the other one may separate thousands
    private float number(char mark, boolean percent) {
      var digits = new StringBuilder();
      if (negative) {
        digits.append('-');
      }
      int begin = digits.length();
      char separator = 0;
      int group = 0;
      boolean fraction = false;
      for (int i = from; i < to; i++) {
        char c = text[i];
        if (isDigit(c)) {
          digits.append(c);
          group++;
        } else if (c == mark && !fraction) {
          if (separator != 0 && group != 3) {
            return Float.NaN;
          }
          fraction = true;
          digits.append('.');
        } else if (group > 0
            && separates(c, mark)
            && !fraction
            && (separator == 0 || separator == c)) {
          boolean first = separator == 0;
          boolean zero = first && digits.charAt(begin) == '0';
          // India writes 12,34,567.
          boolean india = c == ',' && group == 2;
          if (zero || (first ? group > 3 : group != 3 && !india)) {
            return Float.NaN;
          }
          separator = c;
          group = 0;
        } else if ((c == 'e' || c == 'E') && separator == 0 && !percent) {
          digits.append(text, i, to - i);
          break;
        } else {
          return Float.NaN;
        }
      }
      if (!fraction && separator != 0 && group != 3) {
        return Float.NaN;
      }
      if (percent) {
        digits.append("e-2");
      }
      char[] plain = new char[digits.length()];
      digits.getChars(0, plain.length, plain, 0);
      return digits.length() == begin ? Float.NaN : parsed(plain);
    }

    private static boolean separates(char c, char mark) {
      return isSpace(c) || c == '\'' || c == '\u2019' || (mark == '.' ? c == ',' : c == '.');
    }

    private static float parsed(char[] plain) {
      var scanner = new NumberScanner();
      return scanner.plain(plain, 0, plain.length) ? scanner.pointValue : Float.NaN;
    }
  }
}
