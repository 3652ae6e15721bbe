package dev.seedbed.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A table of raw data: named columns of equal length.
///
/// @param name what messages and file names call it, such as "digits"
public record Table(String name, List<Column> columns) {

  public Table {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new InputException(name + " has no columns");
    }
    var names = new HashSet<String>();
    for (Column column : columns) {
      if (!names.add(column.name())) {
        throw new InputException(
            name + " has two columns '" + column.name() + "': give one of them another name");
      }
      if (column.rows() != columns.getFirst().rows()) {
        throw new InputException(
            "columns must have equal length: '%s' has %d rows, '%s' has %d"
                .formatted(
                    columns.getFirst().name(),
                    columns.getFirst().rows(),
                    column.name(),
                    column.rows()));
      }
    }
  }

  public int rows() {
    return columns.getFirst().rows();
  }

  public Optional<Column> find(String column) {
    return columns.stream().filter(c -> c.name().equals(column)).findFirst();
  }

  /// The column of that name.
  ///
  /// @throws InputException if there is none; it names the nearest
  public Column column(String column) {
    return find(column)
        .orElseThrow(() ->
            new InputException(
                "%s has no column '%s': did you mean '%s'?"
                    .formatted(name, column, nearest(column))));
  }

  private String nearest(String wanted) {
    return columns.stream()
        .map(Column::name)
        .min(
            Comparator.comparingInt(have ->
                editDistance(wanted.toLowerCase(Locale.ROOT), have.toLowerCase(Locale.ROOT))))
        .orElseThrow();
  }

  /// Levenshtein's distance.
  private static int editDistance(String a, String b) {
    int[] distances = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      distances[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = distances[0];
      distances[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = distances[j];
        distances[j] = Math.min(replaced, 1 + Math.min(distances[j], distances[j - 1]));
      }
    }
    return distances[b.length()];
  }

  /// The SHA-256 of what the table says: of each column its kind, its name and its values. It does
  /// not depend on the table's name, nor on the format of the file that it came from.
  public String sha256() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (Column column : columns) {
        switch (column) {
          case Column.Numbers numbers -> {
            digestText(digest, "number " + numbers.name());
            var bytes = ByteBuffer.allocate(Float.BYTES * numbers.rows());
            for (float value : numbers.values()) {
              bytes.putInt(Float.floatToIntBits(value));
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
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void digestText(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }
}
