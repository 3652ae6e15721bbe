package dev.seedbed.io.table;

import dev.seedbed.data.Column;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/// How the cells of a column are read.
sealed interface CellReading {
  double SECONDS_A_DAY = 86_400;
  double NANOS_A_DAY = SECONDS_A_DAY * 1e9;

  /// What the column holds then.
  Column.Kind kind();

  /// As numbers.
  enum Numbers implements CellReading {
    WITH_POINT,
    WITH_COMMA;

    @Override
    public Column.Kind kind() {
      return Column.Kind.NUMBER;
    }
  }

  /// As texts, as they are.
  record Texts() implements CellReading {
    @Override
    public Column.Kind kind() {
      return Column.Kind.TEXT;
    }
  }

  /// As dates.
  sealed interface Dates extends CellReading {
    @Override
    default Column.Kind kind() {
      return Column.Kind.DATE;
    }

    /// The name of the way in which they are written.
    String pattern();

    /// The days since 1970-01-01; NaN if it is no such date.
    double days(DateScanner scanner, char[] text, int from, int to);
  }

  /// As dates in a usual order.
  record UsualDates(DateScanner.Order order) implements Dates {
    @Override
    public String pattern() {
      return order.pattern();
    }

    @Override
    public double days(DateScanner scanner, char[] text, int from, int to) {
      return scanner.scan(text, from, to) ? scanner.days(order) : Double.NaN;
    }
  }

  /// As dates of a pattern that a user gives.
  record PatternDates(String pattern, DateTimeFormatter formatter) implements Dates {
    @Override
    public double days(DateScanner scanner, char[] text, int from, int to) {
      try {
        TemporalAccessor parsed = formatter.parse(new String(text, from, to - from));
        LocalDate date = parsed.query(TemporalQueries.localDate());
        if (date == null) {
          return Double.NaN;
        }
        double time =
            parsed.isSupported(ChronoField.NANO_OF_DAY)
                ? parsed.getLong(ChronoField.NANO_OF_DAY) / NANOS_A_DAY
                : 0;
        double offset =
            parsed.isSupported(ChronoField.OFFSET_SECONDS)
                ? parsed.getLong(ChronoField.OFFSET_SECONDS) / SECONDS_A_DAY
                : 0;
        return date.toEpochDay() + time - offset;
      } catch (DateTimeException e) {
        return Double.NaN;
      }
    }
  }

  /// Dates of a pattern, such as dd/MM/yyyy. In one of the usual orders, separators may differ, and
  /// a time of day may follow.
  ///
  /// @throws IllegalArgumentException if it is no pattern of dates
  static Dates dates(String pattern) {
    for (DateScanner.Order order : DateScanner.Order.values()) {
      if (order.pattern().equals(usual(pattern))) {
        return new UsualDates(order);
      }
    }
    try {
      var formatter = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
      var some = LocalDateTime.of(2024, 12, 31, 23, 59, 58).atOffset(ZoneOffset.UTC);
      if (formatter.parse(formatter.format(some)).query(TemporalQueries.localDate()) != null) {
        return new PatternDates(pattern, formatter);
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      // Told below.
    }
    throw new IllegalArgumentException(
        "a pattern of dates must have day, month and year, such as dd/MM/yyyy: '" + pattern + "'");
  }

  /// The pattern of the usual order that a pattern stands for, if it is of one.
  private static String usual(String pattern) {
    if (!pattern.matches("[dMyu]+[-/. ][dMyu]+[-/. ][dMyu]+")) {
      return "";
    }
    String letters = pattern.replaceAll("[-/. ]", "").replaceAll("(.)\\1+", "$1").replace('u', 'y');
    if (pattern.contains("MMM")) {
      return letters.equals("dMy") || letters.equals("Mdy") ? "d MMM yyyy" : "";
    }
    return switch (letters) {
      case "yMd" -> "yyyy-MM-dd";
      case "dMy" -> "dd/MM/yyyy";
      case "Mdy" -> "MM/dd/yyyy";
      default -> "";
    };
  }
}
