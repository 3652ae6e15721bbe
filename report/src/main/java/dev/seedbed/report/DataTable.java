package dev.seedbed.report;

import java.util.List;
import java.util.stream.Collectors;

/// The numbers behind a chart.
///
/// @param header of the columns; the first names what a row is about
record DataTable(List<String> header, List<List<String>> rows) {

  String html() {
    return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"data\"><table><thead><tr>"
        + cells("th scope=\"col\"", "th", header)
        + "</tr></thead><tbody>"
        + rows.stream()
            .map(row -> "<tr>" + cells("td", "td", row) + "</tr>")
            .collect(Collectors.joining())
        + "</tbody></table></div>";
  }

  private static String cells(String open, String close, List<String> texts) {
    return texts.stream()
        .map(text -> "<" + open + ">" + Html.text(text) + "</" + close + ">")
        .collect(Collectors.joining());
  }
}
