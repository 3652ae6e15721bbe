package dev.seedbed.io.array;

import java.io.Closeable;
import java.io.IOException;

/// Reads the elements of an array one by one, as a file holds them.
public interface ArrayReader extends Closeable {
  /// The lengths of the axes; none if it is a single number. Their product is less than 2^63.
  long[] lengths();

  /// Whether the first axis varies fastest, as in Fortran, and not the last.
  boolean firstAxisFastest();

  boolean holdsTexts();

  /// The next element, of an array of numbers.
  double number() throws IOException;

  /// The next element, of an array of texts.
  String text() throws IOException;

  /// Takes note that there should be no more elements.
  ///
  /// @throws InputException if the file goes on
  void end() throws IOException;

  @Override
  void close() throws IOException;
}
