package dev.seedbed.io.table;

import java.nio.charset.Charset;
import java.util.Optional;

/// How a CSV file is written, as far as that is known; the rest is found from what it holds.
///
/// @param delimiter between fields
/// @param header whether the first line has the names of the columns
/// @param encoding UTF-8 if it is not known, or UTF-16 if a byte order mark says so
public record CsvFormat(
    Optional<Character> delimiter, Optional<Boolean> header, Optional<Charset> encoding) {
  /// All is found.
  public static final CsvFormat FOUND =
      new CsvFormat(Optional.empty(), Optional.empty(), Optional.empty());

  public CsvFormat {
    if (delimiter.isPresent() && "\"\n\r".indexOf(delimiter.get()) >= 0) {
      throw new IllegalArgumentException(
          "the delimiter must be neither a quote nor the end of a line");
    }
  }
}
