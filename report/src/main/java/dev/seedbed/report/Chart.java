package dev.seedbed.report;

import tools.jackson.databind.node.ObjectNode;

/// A chart, with a sentence that says what to see in it and its data as a table.
///
/// @param id in the page
/// @param option as Apache ECharts takes it
record Chart(String id, String title, String sentence, ObjectNode option, DataTable table) {

  String html() {
    return """
    <section class="chart" aria-labelledby="%1$s-title">
    <h2 id="%1$s-title">%2$s</h2>
    <p>%3$s</p>
    <div class="plot" id="%1$s" role="img" aria-label="%2$s: %3$s"></div>
    <script type="application/json" data-chart="%1$s">%4$s</script>
    <details><summary>Data</summary>%5$s</details>
    </section>
    """
        .formatted(
            id,
            Html.text(title),
            Html.text(sentence),
            Html.island(option.toString()),
            table.html());
  }
}
