package dev.seedbed.cli.terminal;

import dev.seedbed.io.file.VisibleText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Text in columns, each as wide as its widest cell.
public final class Columns {
  private Columns() {}

  /// Prints rows of the same number of cells, in words that steer no terminal and don't fill it.
  public static void print(PrintWriter out, List<List<String>> rows) {
    List<List<String>> visible =
        rows.stream().map(row -> row.stream().map(VisibleText::words).toList()).toList();
    lines(visible, Set.of(), 2).forEach(out::println);
  }

  /// Rows of the same number of cells, a line each.
  ///
  /// @param right the columns that end at the same place, as numbers do; the others begin there
  /// @param gap between two columns
  public static List<String> lines(List<List<String>> rows, Set<Integer> right, int gap) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Lines.columns(row.get(i)));
      }
    }
    var lines = new ArrayList<String>();
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        int missing = widths[i] - Lines.columns(row.get(i));
        boolean toTheRight = right.contains(i);
        line.repeat(' ', (i == 0 ? 0 : gap) + (toTheRight ? missing : 0))
            .append(row.get(i))
            .repeat(' ', toTheRight ? 0 : missing);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
