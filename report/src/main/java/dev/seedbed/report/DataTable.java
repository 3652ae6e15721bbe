package dev.seedbed.report;

import java.util.List;
import java.util.Map;

/// The numbers behind a chart, or others.
///
/// @param header of the columns; the first names what a row is about
record DataTable(List<String> header, List<List<String>> rows) {
  /// A longer table helps nobody, and makes a page large.
  private static final int MOST_ROWS = 1000;

  /// @param title what it is about
  Html html(String title) {
    List<List<String>> shown = rows.subList(0, Math.min(MOST_ROWS, rows.size()));
    Html more =
        shown.size() < rows.size()
            ? Html.fragment(
                "paragraph",
                Map.of("text", "The first %,d of %,d rows.".formatted(MOST_ROWS, rows.size())))
            : Html.NONE;
    return Html.fragment(
        "table",
        Map.of(
            "title",
            title,
            "header",
            Html.each(header, text -> Html.fragment("column", Map.of("text", text))),
            "rows",
            Html.each(shown, DataTable::row),
            "more",
            more));
  }

  private static Html row(List<String> cells) {
    return Html.fragment(
        "row",
        Map.of(
            "name",
            cells.getFirst(),
            "cells",
            Html.each(
                cells.subList(1, cells.size()),
                text -> Html.fragment("cell", Map.of("text", text)))));
  }
}
