package dev.seedbed.cli.terminal;

import dev.seedbed.io.file.VisibleText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedCharSequence.ForceMode;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.WCWidth;

/// Prints lines for people: a label in 10 columns, then text, broken between words where it would
/// not fit.
public final class Lines {
  private static final int LABEL = 10;
  private static final int COLOURS = 8;

  private final PrintWriter out;
  private OutputStyle style;

  public Lines(PrintWriter out, OutputStyle style) {
    this.out = out;
    this.style = style;
  }

  /// From now on for a terminal of that width; 0 if it is not known.
  public void resize(int columns) {
    style = style.withColumns(columns);
  }

  /// A text with its label; without one (""), it goes on with what the line before says.
  public void label(String name, String text) {
    label(name, Tones.PLAIN, text, "");
  }

  /// The same, of which the first part stands out.
  public void label(String name, AttributedStyle tone, String first, String rest) {
    var line =
        new AttributedStringBuilder()
            .append(visible("%-9s ".formatted(name), name.isEmpty() ? Tones.PLAIN : Tones.FAINT))
            .append(visible(first, tone))
            .append(visible(rest, Tones.PLAIN));
    wrapped(line.toAttributedString(), LABEL);
  }

  /// A line whose first part stands out, and that goes on indented if it is too long.
  public void text(AttributedStyle tone, String first, String rest, int indent) {
    var line =
        new AttributedStringBuilder()
            .append(visible(first, tone))
            .append(visible(rest, Tones.PLAIN));
    wrapped(line.toAttributedString(), indent);
  }

  public void empty() {
    out.println();
    out.flush();
  }

  /// Text from data, which must not steer the terminal, nor fill it.
  public static AttributedString visible(String text, AttributedStyle tone) {
    return new AttributedString(VisibleText.words(text), tone);
  }

  private void wrapped(AttributedString line, int indent) {
    for (AttributedString part : wrap(line, style.columns(), indent)) {
      out.println(style.colours() ? part.toAnsi(COLOURS, ForceMode.None) : part.toString());
    }
    out.flush();
  }

  /// Breaks a line between words; a word that is too long for a line by itself stays whole.
  ///
  /// @param indent of all lines but the first
  static List<AttributedString> wrap(AttributedString line, int columns, int indent) {
    var lines = new ArrayList<AttributedString>();
    String text = line.toString();
    int from = 0;
    while (true) {
      int room = columns - (lines.isEmpty() ? 0 : indent);
      int end = fitting(text, from, room);
      int space = end == text.length() ? -1 : text.lastIndexOf(' ', end);
      if (end < text.length() && space <= from + (lines.isEmpty() ? indent : 0)) {
        space = text.indexOf(' ', end);
      }
      AttributedString part = stripped(line.subSequence(from, space < 0 ? text.length() : space));
      lines.add(lines.isEmpty() ? part : indented(part, indent));
      if (space < 0) {
        return lines;
      }
      from = space;
      while (from < text.length() && text.charAt(from) == ' ') {
        from++;
      }
    }
  }

  /// The end of the text from `from` on that fits into `room` columns.
  private static int fitting(String text, int from, int room) {
    int columns = 0;
    int end = from;
    while (end < text.length()) {
      int character = text.codePointAt(end);
      columns += Math.max(0, WCWidth.wcwidth(character));
      if (columns > room) {
        break;
      }
      end += Character.charCount(character);
    }
    return end;
  }

  private static AttributedString stripped(AttributedString line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ') {
      end--;
    }
    return line.subSequence(0, end);
  }

  private static AttributedString indented(AttributedString line, int indent) {
    return new AttributedStringBuilder()
        .append(" ".repeat(indent))
        .append(line)
        .toAttributedString();
  }

  /// How many columns of a terminal a text takes.
  public static int columns(String text) {
    return text.codePoints().map(character -> Math.max(0, WCWidth.wcwidth(character))).sum();
  }
}
