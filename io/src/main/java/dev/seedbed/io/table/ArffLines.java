package dev.seedbed.io.table;

import dev.seedbed.data.InputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;

/// The lines of an ARFF file that are neither blank nor comments, and their tokens: texts that
/// blanks or commas end, or in single or double quotes.
final class ArffLines implements Closeable {
  static final int LONGEST_LINE = 16 * 1024 * 1024;
  private static final String ENDS_OF_TOKENS = ",{}%";

  private final Path file;
  private final Reader reader;
  private final StringBuilder line = new StringBuilder();
  private long number;
  private int at;

  /// A value or a word.
  ///
  /// @param quoted whether it stood in quotes
  record Token(String text, boolean quoted) {
    /// Whether it says that there is no value.
    boolean isMissing() {
      return !quoted && text.equals("?");
    }
  }

  /// @param reader which is closed with this
  ArffLines(Path file, Reader reader) {
    this.file = file;
    this.reader = reader;
  }

  /// The number of the line, from 1 on.
  long number() {
    return number;
  }

  /// Goes to the next line.
  ///
  /// @return whether there is one
  boolean next() throws IOException {
    while (read()) {
      at = 0;
      if (!atEnd()) {
        return true;
      }
    }
    return false;
  }

  private boolean read() throws IOException {
    line.setLength(0);
    number++;
    int c = reader.read();
    boolean any = c >= 0;
    while (c >= 0 && c != '\n') {
      if (line.length() == LONGEST_LINE) {
        throw fault("longer than 16 million characters");
      }
      line.append((char) c);
      c = reader.read();
    }
    return any;
  }

  /// Whether nothing follows in this line, or a comment.
  boolean atEnd() {
    skipBlanks();
    return at == line.length() || line.charAt(at) == '%';
  }

  /// Whether that character follows.
  boolean begins(char character) {
    return !atEnd() && line.charAt(at) == character;
  }

  /// Goes past a character that must follow.
  void expect(char character) {
    if (!begins(character)) {
      throw fault("expected " + character);
    }
    at++;
  }

  /// Goes past a comma, if one follows.
  void skipComma() {
    if (begins(',')) {
      at++;
    }
  }

  private void skipBlanks() {
    while (at < line.length() && line.charAt(at) <= ' ') {
      at++;
    }
  }

  /// The token that must follow.
  Token token() {
    if (atEnd()) {
      throw fault("ends too early");
    }
    char first = line.charAt(at);
    if (first == '\'' || first == '"') {
      at++;
      return new Token(quoted(first), true);
    }
    int begin = at;
    while (at < line.length()
        && line.charAt(at) > ' '
        && ENDS_OF_TOKENS.indexOf(line.charAt(at)) < 0) {
      at++;
    }
    if (begin == at) {
      throw fault("a value is empty; write ? if it is missing");
    }
    return new Token(line.substring(begin, at), false);
  }

  private String quoted(char quote) {
    var text = new StringBuilder();
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == quote) {
        return text.toString();
      }
      text.append(c == '\\' && at < line.length() ? escaped(line.charAt(at++)) : c);
    }
    throw fault("a quote is not closed");
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> c;
    };
  }

  /// What is wrong with this line.
  InputException fault(String what) {
    return new InputException("%s, line %d: %s".formatted(file, number, what));
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
