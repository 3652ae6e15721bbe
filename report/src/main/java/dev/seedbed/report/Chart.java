package dev.seedbed.report;

import tools.jackson.databind.node.ObjectNode;

/// A chart, with a sentence that says what to see in it and its data as a table.
///
/// @param id in the page
/// @param option as Apache ECharts takes it
/// @param notes HTML that belongs beside it; may be empty
record Chart(
    String id, String title, String sentence, ObjectNode option, DataTable table, String notes) {

  Chart(String id, String title, String sentence, ObjectNode option, DataTable table) {
    this(id, title, sentence, option, table, "");
  }

  /// @param level of its heading: 2 or 3
  String html(int level) {
    return """
    <section class="chart" id="%1$s" aria-labelledby="%1$s-title">
    <h%2$d id="%1$s-title">%3$s</h%2$d>
    <p>%4$s</p>
    %5$s
    <div class="plot" id="%1$s-plot" role="img" aria-label="%3$s: %4$s"></div>
    <script type="application/json" data-chart="%1$s-plot">%6$s</script>
    <details><summary>Data of “%3$s”</summary>%7$s</details>
    </section>
    """
        .formatted(
            id,
            level,
            Html.text(title),
            Html.text(sentence),
            notes,
            Html.island(option.toString()),
            table.html(title));
  }
}
