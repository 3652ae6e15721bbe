package dev.seedbed.report;

import java.util.List;
import java.util.stream.Collectors;

/// The numbers behind a chart, or others.
///
/// @param header of the columns; the first names what a row is about
record DataTable(List<String> header, List<List<String>> rows) {
  /// A longer table helps nobody, and makes a page large.
  static final int MOST_ROWS = 1000;

  /// @param title what it is about
  String html(String title) {
    String more =
        rows.size() > MOST_ROWS
            ? "<p>The first %,d of %,d rows.</p>".formatted(MOST_ROWS, rows.size())
            : "";
    return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"data of %s\"><table><thead><tr>"
            .formatted(Html.text(title))
        + header.stream()
            .map(text -> "<th scope=\"col\">" + Html.text(text) + "</th>")
            .collect(Collectors.joining())
        + "</tr></thead><tbody>"
        + rows.stream().limit(MOST_ROWS).map(DataTable::row).collect(Collectors.joining())
        + "</tbody></table></div>"
        + more;
  }

  private static String row(List<String> cells) {
    return "<tr><th scope=\"row\">"
        + Html.text(cells.getFirst())
        + "</th>"
        + cells.stream()
            .skip(1)
            .map(text -> "<td>" + Html.text(text) + "</td>")
            .collect(Collectors.joining())
        + "</tr>";
  }
}
