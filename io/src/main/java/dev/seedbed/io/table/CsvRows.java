package dev.seedbed.io.table;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import dev.seedbed.data.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Hands the fields of a CSV file to its columns, without making a text of each.
final class CsvRows extends CsvCallbackHandler<Boolean> {
  private static final char[] NOTHING = {};

  private final Path file;
  private final CsvDialect dialect;
  private final List<Optional<ColumnReader>> columns;
  private boolean header;
  private RecordType type = RecordType.DATA;
  private long line;
  private long soundLine;
  private int field;
  private int rows;
  private int blanks;

  /// Whether the first field of the record is blank: a whole line of blanks is no row.
  private boolean blankFirst;

  private @Nullable InputException fault;

  /// @param columns empty for those whose fields nobody wants
  CsvRows(Path file, CsvDialect dialect, List<Optional<ColumnReader>> columns) {
    this.file = file;
    this.dialect = dialect;
    this.columns = columns;
    this.header = dialect.hasHeader();
    String lines = file + ", line";
    columns.forEach(column -> column.ifPresent(reader -> reader.from(lines)));
  }

  /// How many rows there were, without the header.
  int rows() {
    return rows;
  }

  /// The line of the last record that is sound.
  long soundLine() {
    return soundLine;
  }

  /// Reports a record that does not fit the columns.
  void refuseFault() {
    if (fault != null) {
      throw fault;
    }
  }

  @Override
  protected RecordType getRecordType() {
    return type;
  }

  @Override
  protected int getFieldCount() {
    return field;
  }

  @Override
  protected void beginRecord(long startingLineNumber) {
    line = startingLineNumber + dialect.comments();
    field = 0;
    blankFirst = false;
    type = RecordType.DATA;
  }

  @Override
  protected void addField(char[] text, int from, int length, boolean quoted) {
    int column = field++;
    if (header) {
      return;
    }
    if (column == 0) {
      if (columns.size() > 1 && isBlank(text, from, length)) {
        blankFirst = true;
        return;
      }
      addBlanks();
    }
    if (column == 1 && blankFirst) {
      columns.getFirst().ifPresent(reader -> reader.add(NOTHING, 0, 0, line));
    }
    if (column < columns.size()) {
      columns.get(column).ifPresent(reader -> reader.add(text, from, length, line));
    } else if (length > 0 && fault == null) {
      fault = wrongCount(columns.size() + 1);
    }
  }

  private static boolean isBlank(char[] text, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (text[i] > ' ') {
        return false;
      }
    }
    return true;
  }

  /// With a single column, a blank line between others is a missing value.
  private void addBlanks() {
    for (; blanks > 0; blanks--) {
      columns.getFirst().ifPresent(reader -> reader.add(NOTHING, 0, 0, line));
      rows++;
    }
  }

  @Override
  protected void setComment(char[] text, int from, int length) {
    throw new IllegalStateException("comments are not asked for");
  }

  @Override
  protected void setEmpty() {
    type = RecordType.EMPTY;
    if (columns.size() == 1 && !header && rows > 0) {
      blanks++;
    }
  }

  @Override
  protected Boolean buildRecord() {
    soundLine = line;
    if (type == RecordType.EMPTY || (field == 1 && blankFirst)) {
      return true;
    }
    if (header) {
      header = false;
      return true;
    }
    if (field < columns.size() && fault == null) {
      fault = wrongCount(field);
    }
    rows++;
    return fault == null;
  }

  private InputException wrongCount(int fields) {
    return new InputException(
        "%s, line %d: %d field%s where %s %d; correct the line or its quotes"
            .formatted(
                file,
                line,
                fields,
                fields == 1 ? "" : "s",
                dialect.hasHeader() ? "the header has" : "the first line has",
                columns.size()));
  }
}
