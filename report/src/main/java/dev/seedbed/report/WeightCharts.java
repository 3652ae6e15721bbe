package dev.seedbed.report;

import dev.seedbed.io.document.HistogramPart;
import dev.seedbed.io.document.HistogramPart.DrawnBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Weights against the law they were drawn by, or likely were: one tensor at a time.
final class WeightCharts {
  private static final int MOST_TENSORS = 40;

  private WeightCharts() {}

  /// The weights of a layer or tensor.
  ///
  /// @param histogram with the law if anything is known of that
  record Weights(String name, HistogramPart histogram) {

    private ChartData.WeightLaws.Tensor data() {
      return new ChartData.WeightLaws.Tensor(
          name,
          Bins.of(histogram).rounded(),
          ShownNumbers.rounded(histogram.drawnBy().map(DrawnBy::shares).orElse(List.of())));
    }

    private List<String> row() {
      Optional<DrawnBy> drawnBy = histogram.drawnBy();
      return List.of(
          name,
          ShownNumbers.text(histogram.low()),
          ShownNumbers.text(histogram.high()),
          drawnBy.map(DrawnBy::scheme).orElse("–"),
          drawnBy.map(DrawnBy::law).orElse("–"),
          ShownNumbers.text(drawnBy.map(DrawnBy::probability).orElse(OptionalDouble.empty())));
    }
  }

  /// @param notes what belongs beside it
  static Chart chart(List<Weights> all, Html notes) {
    List<Weights> shown = all.subList(0, Math.min(MOST_TENSORS, all.size()));
    var rows = new ArrayList<List<String>>();
    shown.forEach(weights -> rows.add(weights.row()));
    return new Chart(
        Findings.Figure.WEIGHTS.id(),
        "Weights against their law",
        "Solid: how the weights are distributed. Dashed: the law they were drawn by, or likely were. Where the two part by more than the unrest of the solid line, the weights are not what they should be. Choose a layer above the chart."
            + (shown.size() < all.size()
                ? " %d of %,d are shown, those with faults first."
                    .formatted(shown.size(), all.size())
                : ""),
        new ChartData.WeightLaws(shown.stream().map(Weights::data).toList()),
        new DataTable(List.of("layer", "from", "to", "drawn by", "law", "odds"), rows),
        notes);
  }
}
