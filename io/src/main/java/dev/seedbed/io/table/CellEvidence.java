package dev.seedbed.io.table;

import dev.seedbed.data.InputException;
import dev.seedbed.io.table.CellReading.Numbers;
import dev.seedbed.io.table.CellReading.UsualDates;
import dev.seedbed.notation.Names;
import java.util.Arrays;
import java.util.Comparator;

/// Evidence from all cells of a column about how to read it.
@SuppressWarnings("EnumOrdinal") // Counts stand in an array, in the order of the constants.
final class CellEvidence {
  private static final DateScanner.Order[] ORDERS = DateScanner.Order.values();

  /// The share of numbers with leading zeros from which on they are codes.
  private static final double MOST_LEADING_ZEROS = 0.01;

  private final NumberScanner number;
  private final DateScanner date;
  private long present;
  private long withPoint;
  private long withComma;
  private final long[] dates = new long[ORDERS.length];
  private long onlyWithPoint;
  private long onlyWithComma;
  private long eitherWay;
  private long leadingZeros;
  private String currency = "";
  private boolean severalCurrencies;

  CellEvidence(NumberScanner number, DateScanner date) {
    this.number = number;
    this.date = date;
  }

  /// Takes a cell into account that is not missing.
  ///
  /// @return whether it is a number or a date
  boolean see(char[] text, int from, int to) {
    if (number.plain(text, from, to)) {
      seePlain();
      return true;
    }
    return seeOther(text, from, to);
  }

  /// Takes the plain number into account that the scanner has just read.
  void seePlain() {
    present++;
    seeMarks();
    leadingZeros += number.leadingZeros() ? 1 : 0;
  }

  private void seeMarks() {
    boolean point = !Float.isNaN(number.pointValue());
    boolean comma = !Float.isNaN(number.commaValue());
    withPoint += point ? 1 : 0;
    withComma += comma ? 1 : 0;
    onlyWithPoint += point && !comma ? 1 : 0;
    onlyWithComma += comma && !point ? 1 : 0;
    eitherWay += point && comma && number.pointValue() != number.commaValue() ? 1 : 0;
  }

  /// Takes a cell into account that is no plain number.
  boolean seeOther(char[] text, int from, int to) {
    present++;
    if (number.scan(text, from, to)) {
      seeMarks();
      String some = number.currency();
      if (some != null) {
        severalCurrencies |= !currency.isEmpty() && !currency.equals(some);
        currency = some;
      }
      return true;
    }
    if (date.scan(text, from, to)) {
      for (int i = 0; i < dates.length; i++) {
        dates[i] += Double.isNaN(date.days(ORDERS[i])) ? 0 : 1;
      }
      return true;
    }
    return false;
  }

  /// Takes a cell into account that is known to be neither a number nor a date.
  void seeText() {
    present++;
  }

  /// How the column is read if nothing is known of it: as numbers or dates if more than half of the
  /// cells are.
  ///
  /// @param commaIsDecimal what a comma is, where the column does not say
  CellReading reading(boolean commaIsDecimal) {
    if (leadingZeros <= MOST_LEADING_ZEROS * present
        && !severalCurrencies
        && 2 * Math.max(withPoint, withComma) > present) {
      return numbers(commaIsDecimal);
    }
    for (long some : dates) {
      if (2 * some > present) {
        return dates();
      }
    }
    return new CellReading.Texts();
  }

  /// How the column is read as numbers: as most of its cells can be, and if all can be read in both
  /// ways, as the file says.
  Numbers numbers(boolean commaIsDecimal) {
    return withComma > withPoint || (commaIsDecimal && withComma == withPoint && eitherWay > 0)
        ? Numbers.WITH_COMMA
        : Numbers.WITH_POINT;
  }

  /// Whether the column has numbers that only a decimal point explains, and none that only a comma
  /// does.
  boolean showsPoint() {
    return onlyWithPoint > 0 && onlyWithComma == 0 && 2 * withPoint > present;
  }

  /// How the column is read as dates: in the order that most of them have.
  UsualDates dates() {
    return new UsualDates(
        Arrays.stream(ORDERS)
            .max(
                Comparator.<DateScanner.Order>comparingLong(order -> dates[order.place()])
                    .thenComparing(Comparator.reverseOrder()))
            .orElseThrow());
  }

  /// Refuses dates of which nobody can say which part is the day.
  void refuseAmbiguousDates(String column) {
    long day = dates[DateScanner.Order.DAY_MONTH_YEAR.place()];
    if (day > 0 && day == dates[DateScanner.Order.MONTH_DAY_YEAR.place()]) {
      throw new InputException(
          "column '%s': its dates could have the day or the month first"
              .formatted(Names.shortened(column)),
          new InputException.Hint.NameDates(column));
    }
  }
}
