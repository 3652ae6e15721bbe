package dev.seedbed.io.table;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Reads dates, with or without a time of day, in the usual orders of year, month and day. Whether
/// 05/06/2024 is in May or in June is for the whole column to say, so each date is read in every
/// order that fits.
@SuppressWarnings("EnumOrdinal") // Days stand in an array, in the order of the constants.
final class DateScanner {
  /// The order of the parts of a date.
  enum Order {
    /// 2024-06-05, also with / or . between the parts.
    YEAR_MONTH_DAY(0, "yyyy-MM-dd"),
    /// 05/06/2024, 5.6.2024 or 05-06-24.
    DAY_MONTH_YEAR(1, "dd/MM/yyyy"),
    /// 06/05/2024 or 6-5-24.
    MONTH_DAY_YEAR(2, "MM/dd/yyyy"),
    /// 5 Jun 2024, 05-Jun-2024, June 5, 2024.
    NAMED_MONTH(3, "d MMM yyyy");

    private final int place;
    private final String pattern;

    Order(int place, String pattern) {
      this.place = place;
      this.pattern = pattern;
    }

    /// From 0 on, in the order of this list.
    int place() {
      return place;
    }

    String pattern() {
      return pattern;
    }
  }

  private static final List<String> MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");

  /// Two digits from here on are a year of the last century.
  private static final int FIRST_OF_LAST_CENTURY = 70;

  private static final int SHORTEST = 6;
  private static final int LONGEST = 40;
  private static final double SECONDS_A_DAY = 86_400;

  private final double[] days = new double[Order.values().length];
  private char[] text = {};
  private int at;
  private int to;

  /// The date that was read, in days since 1970-01-01; NaN if it is none in that order.
  double days(Order order) {
    return days[order.place];
  }

  /// Reads a date.
  ///
  /// @return whether it is one in any order
  boolean scan(char[] characters, int from, int end) {
    Arrays.fill(days, Double.NaN);
    if (end - from < SHORTEST || end - from > LONGEST) {
      return false;
    }
    text = characters;
    at = from;
    to = end;
    boolean read = isDigit() ? numbersFirst() : monthFirst();
    if (!read) {
      return false;
    }
    double time = at == to ? 0 : time();
    boolean any = false;
    for (int i = 0; i < days.length; i++) {
      days[i] += time;
      any |= !Double.isNaN(days[i]);
    }
    return any;
  }

  private boolean isDigit() {
    return at < to && text[at] >= '0' && text[at] <= '9';
  }

  private int digits(int most) {
    int begin = at;
    int number = 0;
    while (isDigit() && at - begin < most) {
      number = number * 10 + (text[at++] - '0');
    }
    return at == begin ? -1 : number;
  }

  private boolean numbersFirst() {
    int begin = at;
    int first = digits(4);
    int length = at - begin;
    if (at >= to || (length != 4 && length > 2)) {
      return false;
    }
    char separator = text[at];
    if ("-/. ".indexOf(separator) < 0) {
      return false;
    }
    at++;
    if (!isDigit()) {
      return length <= 2 && dayBeforeName(first, separator);
    }
    begin = at;
    int second = digits(2);
    int secondLength = at - begin;
    if (separator == ' ' || at >= to || text[at] != separator) {
      return false;
    }
    at++;
    begin = at;
    int third = digits(4);
    int thirdLength = at - begin;
    if (length == 4) {
      set(Order.YEAR_MONTH_DAY, first, second, third);
      return thirdLength >= 1 && thirdLength <= 2;
    }
    if ((thirdLength != 4 && thirdLength != 2) || secondLength > 2) {
      return false;
    }
    int year = thirdLength == 2 ? century(third) : third;
    set(Order.DAY_MONTH_YEAR, year, second, first);
    if (separator != '.') {
      set(Order.MONTH_DAY_YEAR, year, first, second);
    }
    return true;
  }

  private static int century(int year) {
    return year + (year < FIRST_OF_LAST_CENTURY ? 2000 : 1900);
  }

  private boolean dayBeforeName(int day, char separator) {
    int month = month();
    if (month < 0 || at >= to || (text[at] != separator && text[at] != ' ')) {
      return false;
    }
    at++;
    return setNamed(month, day);
  }

  private boolean monthFirst() {
    int month = month();
    if (month < 0 || at >= to || text[at] != ' ') {
      return false;
    }
    at++;
    int day = digits(2);
    if (at < to && text[at] == ',') {
      at++;
    }
    if (day < 0 || at >= to || text[at] != ' ') {
      return false;
    }
    at++;
    return setNamed(month, day);
  }

  private boolean setNamed(int month, int day) {
    int begin = at;
    int year = digits(4);
    int length = at - begin;
    if (length != 4 && length != 2) {
      return false;
    }
    set(Order.NAMED_MONTH, length == 2 ? century(year) : year, month, day);
    return true;
  }

  /// The number of the English month whose name, or at least three letters of it, comes next; −1 if
  /// none does.
  private int month() {
    int begin = at;
    while (at < to && Character.isLetter(text[at])) {
      at++;
    }
    String name = new String(text, begin, at - begin).toLowerCase(Locale.ROOT);
    if (name.length() < 3) {
      return -1;
    }
    if (at < to && text[at] == '.') {
      at++;
    }
    for (int i = 0; i < MONTHS.size(); i++) {
      if (MONTHS.get(i).startsWith(name) || (name.equals("sept") && i == 8)) {
        return i + 1;
      }
    }
    return -1;
  }

  private void set(Order order, int year, int month, int day) {
    if (month < 1 || month > 12 || day < 1 || day > 31) {
      return;
    }
    try {
      days[order.place] = LocalDate.of(year, month, day).toEpochDay();
    } catch (DateTimeException e) {
      // There is no such day: 30 February.
      days[order.place] = Double.NaN;
    }
  }

  /// The time of day that follows, in days, in UTC if it has an offset; NaN if none does.
  private double time() {
    if (text[at] != 'T' && text[at] != ' ') {
      return Double.NaN;
    }
    at++;
    int hour = digits(2);
    int minute = part();
    if (hour < 0 || minute < 0 || minute > 59) {
      return Double.NaN;
    }
    double second = 0;
    if (at < to && text[at] == ':') {
      int whole = part();
      if (whole < 0 || whole > 60) {
        return Double.NaN;
      }
      second = whole + fraction();
    }
    hour = halfDay(hour);
    double offset = offset();
    return hour < 0 || hour > 24 || at != to
        ? Double.NaN
        : (hour * 3600 + minute * 60 + second - offset) / SECONDS_A_DAY;
  }

  private int part() {
    if (at >= to || text[at] != ':') {
      return -1;
    }
    at++;
    int begin = at;
    int number = digits(2);
    return at - begin == 2 ? number : -1;
  }

  private double fraction() {
    if (at >= to || (text[at] != '.' && text[at] != ',')) {
      return 0;
    }
    at++;
    double place = 1;
    double sum = 0;
    while (isDigit()) {
      place /= 10;
      sum += place * (text[at++] - '0');
    }
    return sum;
  }

  /// The hour of the day, if AM or PM follows; −1 if it cannot be.
  private int halfDay(int hour) {
    int mark = at < to && text[at] == ' ' ? at + 1 : at;
    if (mark + 2 > to || Character.toUpperCase(text[mark + 1]) != 'M') {
      return hour;
    }
    char half = Character.toUpperCase(text[mark]);
    if ((half != 'A' && half != 'P') || hour < 1 || hour > 12) {
      return -1;
    }
    at = mark + 2;
    return hour % 12 + (half == 'P' ? 12 : 0);
  }

  /// The offset from UTC that follows, in seconds; 0 if none does.
  private double offset() {
    int begin = at;
    if (at < to && text[at] == ' ') {
      at++;
    }
    if (to - at == 3 && new String(text, at, 3).equals("UTC")) {
      at = to;
      return 0;
    }
    if (at < to && (text[at] == 'Z' || text[at] == 'z')) {
      at++;
      return 0;
    }
    if (at >= to || (text[at] != '+' && text[at] != '-')) {
      at = begin;
      return 0;
    }
    int sign = text[at++] == '-' ? -1 : 1;
    int hours = digits(2);
    if (at < to && text[at] == ':') {
      at++;
    }
    int minutes = Math.max(0, digits(2));
    return hours < 0 ? Double.NaN : sign * (hours * 3600.0 + minutes * 60);
  }
}
