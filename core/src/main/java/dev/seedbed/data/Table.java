package dev.seedbed.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.jvm.Sha256;
import dev.seedbed.notation.Names;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A table of raw data: named columns of equal length, at least one.
public final class Table {
  private final String name;
  private final int rows;
  private final Map<String, Column> columns = new LinkedHashMap<>();
  private final CellNotation notation;
  private final List<ColumnUse> leftOut;
  private @Nullable String sha256;

  /// A table of these columns.
  ///
  /// @param name what messages and file names call it, such as "digits"
  /// @throws InputException if there is none, if two have the same name or if their lengths differ
  public Table(String name, List<Column> columns) {
    this(name, columns, CellNotation.USUAL, List.of());
  }

  /// A table of these columns.
  ///
  /// @param name what messages and file names call it, such as "digits"
  /// @param notation how the cells of its file are written
  /// @param leftOut columns of its file that it does without
  /// @throws InputException if there is none, if two have the same name or if their lengths differ
  public Table(String name, List<Column> columns, CellNotation notation, List<ColumnUse> leftOut) {
    if (columns.isEmpty()) {
      throw new InputException(name + " has no columns");
    }
    this.name = name;
    this.notation = notation;
    this.leftOut = List.copyOf(leftOut);
    this.rows = columns.getFirst().rows();
    for (Column column : columns) {
      if (this.columns.put(column.name(), column) != null) {
        throw new InputException(
            "%s has two columns '%s': give one of them another name"
                .formatted(name, Names.shortened(column.name())));
      }
      if (column.rows() != rows) {
        throw new InputException(
            "columns must have equal length: '%s' has %d rows, '%s' has %d"
                .formatted(
                    Names.shortened(columns.getFirst().name()),
                    rows,
                    Names.shortened(column.name()),
                    column.rows()));
      }
    }
  }

  public String name() {
    return name;
  }

  public int rows() {
    return rows;
  }

  public List<Column> columns() {
    return List.copyOf(columns.values());
  }

  /// How the cells of its file are written.
  public CellNotation notation() {
    return notation;
  }

  /// The columns of its file that it does without.
  public List<ColumnUse> leftOut() {
    return leftOut;
  }

  /// The column of that name; empty if there is none.
  public Optional<Column> find(String wanted) {
    return Optional.ofNullable(columns.get(wanted));
  }

  /// The column of that name.
  ///
  /// @throws InputException if there is none; it names the nearest
  public Column column(String wanted) {
    Column column = columns.get(wanted);
    if (column == null) {
      throw new InputException(
          "%s has no column '%s': %s"
              .formatted(name, Names.shortened(wanted), Names.hint(columns.keySet(), wanted)));
    }
    return column;
  }

  /// The SHA-256 of what the table says: of each column its kind, its name and its values. It does
  /// not depend on the table's name, nor on the format of the file that it came from.
  public synchronized String sha256() {
    if (sha256 == null) {
      sha256 = digest();
    }
    return sha256;
  }

  private String digest() {
    var digest = Sha256.digest();
    for (Column column : columns.values()) {
      switch (column) {
        case Column.Numbers numbers -> {
          digestText(digest, "number " + numbers.name());
          var bytes = ByteBuffer.allocate(Float.BYTES * rows);
          for (float value : numbers.values()) {
            bytes.putInt(Float.floatToIntBits(value));
          }
          digest.update(bytes.array());
        }
        case Column.Dates dates -> {
          digestText(digest, "date " + dates.name());
          var bytes = ByteBuffer.allocate(Double.BYTES * rows);
          for (double value : dates.days()) {
            bytes.putLong(Double.doubleToLongBits(value));
          }
          digest.update(bytes.array());
        }
        case Column.Texts texts -> {
          digestText(digest, "text " + texts.name());
          for (String value : texts.values()) {
            digestText(digest, value == null ? "missing" : "present " + value);
          }
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void digestText(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }
}
