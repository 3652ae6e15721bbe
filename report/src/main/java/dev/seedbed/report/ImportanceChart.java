package dev.seedbed.report;

import dev.seedbed.io.document.ImportancePart;
import dev.seedbed.io.document.QuantilesPart;
import dev.seedbed.report.ChartData.ColumnImportance;
import java.util.List;
import java.util.Optional;

/// The columns that networks need.
final class ImportanceChart {
  /// More cannot be told apart.
  private static final int MOST_COLUMNS = 15;

  private ImportanceChart() {}

  /// The chart of what `result.json` says; empty if it says nothing.
  static Optional<Chart> of(List<ImportancePart> all) {
    if (all.isEmpty()) {
      return Optional.empty();
    }
    List<ImportancePart> shown = all.subList(0, Math.min(all.size(), MOST_COLUMNS));
    int networks = all.getFirst().lossIncrease().count();
    return Optional.of(
        new Chart(
            "importance",
            "The columns that matter",
            "How much the validation loss rises when the values of one column are shuffled among the rows: the mean of %s. Columns that say the same share it.%s"
                .formatted(
                    networks == 1
                        ? "one network"
                        : "%d networks, the bar from the least to the greatest".formatted(networks),
                    shown.size() < all.size()
                        ? " The first %d of %,d columns are shown."
                            .formatted(shown.size(), all.size())
                        : ""),
            new ColumnImportance(
                shown.stream()
                    .map(importance -> need(importance.column(), importance.lossIncrease()))
                    .toList()),
            new DataTable(
                List.of("column", "mean rise", "standard deviation", "least", "greatest"),
                shown.stream()
                    .map(importance -> row(importance.column(), importance.lossIncrease()))
                    .toList())));
  }

  private static ColumnImportance.Need need(String column, QuantilesPart rise) {
    return new ColumnImportance.Need(
        column,
        ShownNumbers.rounded(rise.mean()),
        ShownNumbers.rounded(rise.least()),
        ShownNumbers.rounded(rise.greatest()));
  }

  private static List<String> row(String column, QuantilesPart rise) {
    return List.of(
        column,
        ShownNumbers.text(rise.mean()),
        ShownNumbers.text(rise.sd()),
        ShownNumbers.text(rise.least()),
        ShownNumbers.text(rise.greatest()));
  }
}
