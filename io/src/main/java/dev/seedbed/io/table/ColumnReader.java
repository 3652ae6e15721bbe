package dev.seedbed.io.table;

import dev.seedbed.data.Column;
import dev.seedbed.data.ColumnUse;
import dev.seedbed.data.InputException;
import dev.seedbed.io.table.ColumnKinds.Kind;
import dev.seedbed.notation.Names;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the cells of one column. It begins with a guess how to read them, and knows at the end
/// whether that was right: then its values are there, else the cells must be read once more.
final class ColumnReader {
  /// The fewest steps of 32-bit floats that a column of numbers must span for its values to be
  /// distinct.
  private static final double FEWEST_STEPS = 1000;

  /// This is looked at for large numbers only: small steps are mostly noise.
  private static final double SMALLEST_STEP = 1e-3;

  /// Up to here, doubles hold all whole numbers.
  private static final double LARGEST_WHOLE = 1L << 53;

  private final String name;
  private final Optional<Column.Kind> stored;

  /// Whether only an empty cell is missing, or a mark that a user names.
  private final boolean verbatim;

  private final TableSpec spec;
  private final Kind kind;
  private final MissingMarks missing;
  private boolean commaIsDecimal;

  /// How the dates are written, if that is known.
  private final Optional<CellReading.Dates> given;

  private final NumberScanner number;
  private final DateScanner date;
  private CellEvidence evidence;
  private CellReading reading;
  private ColumnValues values;
  private int rows;
  private String place = "";
  private Fault firstFault = Fault.NONE;
  private Fault firstInfinite = Fault.NONE;
  private double smallest = Double.POSITIVE_INFINITY;
  private double largest = Double.NEGATIVE_INFINITY;

  /// A cell that cannot be read as it should.
  private record Fault(String cell, String place) {
    private static final Fault NONE = new Fault("", "");

    boolean isNone() {
      return place.isEmpty();
    }
  }

  /// @param number scans a cell after the other, and may be that of other columns too
  /// @param date likewise
  ColumnReader(
      ColumnHeader header,
      TableSpec spec,
      MissingMarks missing,
      NumberScanner number,
      DateScanner date) {
    this.name = header.name();
    this.stored = header.stored();
    this.verbatim =
        isStored(Column.Kind.TEXT) || spec.notation().verbatim().contains(header.name());
    this.spec = spec;
    this.kind = spec.kinds().of(name);
    this.missing = missing;
    this.number = number;
    this.date = date;
    this.evidence = new CellEvidence(number, date);
    this.given = Optional.ofNullable(spec.notation().dates().get(name)).map(CellReading::dates);
    this.reading = new CellReading.Texts();
    this.values = new ColumnValues.None();
  }

  /// Whether the cells so far are numbers with a decimal point.
  boolean showsPoint() {
    return kind == Kind.FOUND && evidence.showsPoint();
  }

  /// Says what a comma is, where the column does not.
  void setCommaIsDecimal(boolean decimal) {
    commaIsDecimal = decimal;
  }

  /// Whether the column is wanted at all.
  boolean wanted() {
    return kind != Kind.UNUSED;
  }

  /// Names the file that the next cells come from.
  ///
  /// @param file and the word for its rows, such as "data.csv, line"
  void from(String file) {
    place = file;
  }

  /// Looks at a cell of the sample that the guess is made from.
  void look(String cell) {
    char[] text = cell.toCharArray();
    int from = begin(text, 0, text.length);
    int to = end(text, from, text.length);
    if (!missing.has(text, from, to)) {
      evidence.see(text, from, to);
    }
  }

  /// Begins to read, with what is known so far as the guess.
  void begin() {
    reading = decided();
    evidence = new CellEvidence(number, date);
    values =
        switch (reading) {
          case CellReading.Numbers _ -> new ColumnValues.Floats();
          case CellReading.Dates _ -> new ColumnValues.Doubles();
          case CellReading.Texts _ -> new ColumnValues.Strings();
        };
    rows = 0;
    firstFault = Fault.NONE;
    firstInfinite = Fault.NONE;
    smallest = Double.POSITIVE_INFINITY;
    largest = Double.NEGATIVE_INFINITY;
  }

  /// Whether the cells were read as all of them together say that they should be.
  boolean isRight() {
    return !wanted() || decided().equals(reading);
  }

  private CellReading decided() {
    if (given.isPresent()) {
      return given.get();
    }
    return switch (kind) {
      case FOUND ->
          stored.map(ColumnReader::asStored).orElseGet(() -> evidence.reading(commaIsDecimal));
      case NUMBERS -> isStored(Column.Kind.NUMBER) ? CellReading.Numbers.WITH_POINT : numbers();
      case DATES -> isStored(Column.Kind.DATE) ? asStored(Column.Kind.DATE) : evidence.dates();
      case TEXTS, UNUSED -> new CellReading.Texts();
    };
  }

  private boolean isStored(Column.Kind some) {
    return stored.equals(Optional.of(some));
  }

  private static CellReading asStored(Column.Kind some) {
    return switch (some) {
      case NUMBER -> CellReading.Numbers.WITH_POINT;
      case DATE -> new CellReading.UsualDates(DateScanner.Order.YEAR_MONTH_DAY);
      case TEXT -> new CellReading.Texts();
    };
  }

  private CellReading.Numbers numbers() {
    return switch (spec.decimalMarks()) {
      case FOUND -> evidence.numbers(commaIsDecimal);
      case AS_NOTED ->
          spec.notation().decimalCommas().contains(name)
              ? CellReading.Numbers.WITH_COMMA
              : CellReading.Numbers.WITH_POINT;
    };
  }

  /// Takes the next row's cell.
  void add(char[] text, int start, int length, long line) {
    if (!wanted()) {
      return;
    }
    int from = begin(text, start, start + length);
    int to = end(text, from, start + length);
    boolean absent = verbatim ? missing.hasNamed(text, from, to) : missing.has(text, from, to);
    if (absent) {
      addMissing();
      return;
    }
    rows++;
    switch (reading) {
      case CellReading.Numbers mark -> addNumber(mark, text, from, to, line);
      case CellReading.Dates dates -> addDate(dates, text, from, to, line);
      case CellReading.Texts _ -> addText(text, from, to);
    }
  }

  /// Takes the next row's cell.
  void add(String text, long row) {
    add(text.toCharArray(), 0, text.length(), row);
  }

  /// Takes the next row's number, of a file that holds it as such; NaN if it is missing.
  void add(double cell, long row) {
    if (!wanted()) {
      return;
    }
    if (missing.has(cell)) {
      addMissing();
    } else if (reading instanceof CellReading.Numbers) {
      rows++;
      addNumber(cell, row);
    } else {
      add(text(cell), row);
    }
  }

  /// Takes the next row's date, of a file that holds it as such.
  void addDays(double days, long row) {
    if (!wanted()) {
      return;
    }
    if (reading instanceof CellReading.Dates) {
      rows++;
      values.add(days);
    } else {
      add(dateText(days), row);
    }
  }

  /// Takes note that the next row has no value.
  void addMissing() {
    if (wanted()) {
      rows++;
      values.addMissing();
    }
  }

  private static String text(double cell) {
    boolean whole = cell == Math.rint(cell) && Math.abs(cell) < LARGEST_WHOLE;
    return whole
        ? Long.toString((long) cell)
        : (float) cell == cell ? Float.toString((float) cell) : Double.toString(cell);
  }

  private static String dateText(double days) {
    long seconds = Math.round(days * CellReading.SECONDS_A_DAY);
    var time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
    return days == Math.rint(days) ? time.toLocalDate().toString() : time.toString();
  }

  private static int begin(char[] text, int from, int to) {
    int begin = from;
    while (begin < to && text[begin] <= ' ') {
      begin++;
    }
    return begin;
  }

  private static int end(char[] text, int from, int to) {
    int end = to;
    while (end > from && text[end - 1] <= ' ') {
      end--;
    }
    return end;
  }

  private void addNumber(CellReading.Numbers mark, char[] text, int from, int to, long line) {
    boolean plain = number.plain(text, from, to);
    if (plain) {
      evidence.seePlain();
    } else if (!evidence.seeOther(text, from, to)) {
      fault(text, from, to, line);
      return;
    }
    float value =
        mark == CellReading.Numbers.WITH_POINT ? number.pointValue() : number.commaValue();
    if (Float.isNaN(value)) {
      fault(text, from, to, line);
      return;
    }
    if (Float.isInfinite(value) && firstInfinite.isNone()) {
      firstInfinite = new Fault(new String(text, from, to - from), place + " " + line);
    }
    double exact = plain && mark == CellReading.Numbers.WITH_POINT ? number.number() : value;
    if (missing.has(exact)) {
      values.addMissing();
    } else {
      addValue(value, exact);
    }
  }

  private void addNumber(double cell, long row) {
    if (Float.isInfinite((float) cell) && firstInfinite.isNone()) {
      firstInfinite = new Fault(Double.toString(cell), place + " " + row);
    }
    addValue((float) cell, cell);
  }

  private void addValue(float value, double exact) {
    smallest = Math.min(smallest, exact);
    largest = Math.max(largest, exact);
    values.add(value);
  }

  private void addDate(CellReading.Dates dates, char[] text, int from, int to, long line) {
    evidence.see(text, from, to);
    double days = dates.days(date, text, from, to);
    if (Double.isNaN(days)) {
      fault(text, from, to, line);
    } else {
      values.add(days);
    }
  }

  private void addText(char[] text, int from, int to) {
    var strings = (ColumnValues.Strings) values;
    if (kind == Kind.FOUND) {
      strings.add(text, from, to, evidence);
    } else {
      strings.add(text, from, to);
    }
  }

  private void fault(char[] text, int from, int to, long line) {
    if (firstFault.isNone()) {
      firstFault = new Fault(new String(text, from, to - from), place + " " + line);
    }
    values.addMissing();
  }

  /// The column as it was read; empty if it is left out.
  ///
  /// @throws InputException if a cell is not what it must be
  Optional<Column> column(String file) {
    if (!wanted() || leftOut().isPresent()) {
      return Optional.empty();
    }
    checkFaults(file);
    return Optional.of(values.column(name));
  }

  /// Why the column is left out, if it is.
  Optional<ColumnUse> leftOut() {
    if (!wanted()) {
      return spec.kinds().others() == Kind.UNUSED
          ? Optional.empty()
          : Optional.of(use(new ColumnUse.Reason.Ignored(), Column.Kind.TEXT, 0));
    }
    if (kind != Kind.FOUND) {
      return Optional.empty();
    }
    if (values.present() == 0 && firstFault.isNone()) {
      return Optional.of(use(new ColumnUse.Reason.Empty(), Column.Kind.TEXT, 1));
    }
    return spec.needed().contains(name)
        ? Optional.empty()
        : tooNear()
            .map(reason -> use(reason, Column.Kind.NUMBER, 1 - (double) values.present() / rows));
  }

  private Optional<ColumnUse.Reason> tooNear() {
    double step = Math.ulp((float) Math.max(-smallest, largest));
    return kind == Kind.FOUND
            && reading instanceof CellReading.Numbers
            && largest > smallest
            && largest - smallest < FEWEST_STEPS * step
            && step > SMALLEST_STEP
        ? Optional.of(new ColumnUse.Reason.TooNear(smallest, largest))
        : Optional.empty();
  }

  private ColumnUse use(ColumnUse.Reason reason, Column.Kind kindThen, double share) {
    return new ColumnUse(name, kindThen, Optional.of(reason), 0, share);
  }

  private void checkFaults(String file) {
    if (reading instanceof CellReading.UsualDates && spec.notation().dates().get(name) == null) {
      evidence.refuseAmbiguousDates(name);
    }
    if (!firstFault.isNone()) {
      String message =
          "%s, column '%s': '%s' is not a %s; correct it or leave it empty"
              .formatted(
                  firstFault.place,
                  Names.shortened(name),
                  Names.shortened(firstFault.cell),
                  reading instanceof CellReading.Numbers ? "number" : "date");
      throw kind == Kind.FOUND
          ? new InputException(message, new InputException.Hint.TreatAsTexts(name))
          : new InputException(message);
    }
    if (!firstInfinite.isNone()) {
      throw new InputException(
          "%s, column '%s': %s is too large for a 32-bit float; rescale the column"
              .formatted(
                  firstInfinite.place, Names.shortened(name), Names.shortened(firstInfinite.cell)),
          new InputException.Hint.LeaveOut(name));
    }
    tooNear()
        .ifPresent(reason -> {
          throw new InputException(
              "%s, column '%s': %s".formatted(file, Names.shortened(name), reason.words()));
        });
  }

  /// The pattern of the column's dates; null if it holds none.
  @Nullable String datePattern() {
    return reading instanceof CellReading.Dates dates && wanted() ? dates.pattern() : null;
  }

  /// Whether its numbers have a decimal comma.
  boolean hasDecimalCommas() {
    return wanted() && reading == CellReading.Numbers.WITH_COMMA;
  }
}
