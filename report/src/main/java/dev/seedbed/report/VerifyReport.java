package dev.seedbed.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.io.document.VerifyDocument;
import dev.seedbed.io.document.VerifyDocument.NumbersPart;
import dev.seedbed.io.document.VerifyDocument.TensorPart;
import dev.seedbed.io.file.AtomicFiles;
import dev.seedbed.io.verify.VerifiedTensor.Histogram;
import dev.seedbed.report.text.VerifyText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/// The report of a verification: one HTML file, from what `verify` has to say.
public final class VerifyReport {
  private static final int MOST_HISTOGRAMS = 40;

  /// Where a scale of 0 is drawn.
  private static final double LEAST_RATIO = 1e-4;

  private static final String FINDINGS = "findings";
  private static final String TENSORS = "tensors";

  private VerifyReport() {}

  /// Writes the report to `file`, in place of an earlier one.
  ///
  /// @param command to make it again
  public static void write(VerifyText text, String command, Path file) throws IOException {
    byte[] page = html(text, command).getBytes(UTF_8);
    AtomicFiles.write(file, out -> out.write(page));
  }

  private static String html(VerifyText text, String command) {
    VerifyDocument result = text.result();
    List<Chart> charts = new ArrayList<>();
    laws(result).ifPresent(charts::add);
    scales(result).ifPresent(charts::add);
    List<Page.Part> parts = new ArrayList<>();
    boolean found = !result.findings().isEmpty();
    if (found) {
      parts.add(new Page.Part(FINDINGS, "Findings"));
    }
    parts.addAll(Page.Part.of(charts));
    parts.add(new Page.Part(TENSORS, "All tensors"));
    return Page.html(
        "verify: " + result.model(),
        Html.join(
            answer(text),
            Page.contents(parts),
            found ? section(FINDINGS, "Findings", findings(text)) : Html.NONE,
            Html.each(charts, chart -> chart.html(2)),
            section(TENSORS, "All tensors", tensors(result).html("All tensors")),
            Html.fragment("json-foot", Map.of("command", command, "drawn", Page.drawn()))));
  }

  private static Html section(String id, String title, Html body) {
    return Html.fragment("section", Map.of("id", id, "title", title, "body", body));
  }

  private static Html answer(VerifyText text) {
    VerifyDocument result = text.result();
    String verdict = text.verdict();
    return Html.fragment(
        "plain-answer",
        Map.of(
            "answer",
            verdict.substring(0, 1).toUpperCase(Locale.ROOT) + verdict.substring(1),
            "source",
            text.model(),
            "figures",
            Page.figures(
                List.of(
                    new Page.Figure("meant", text.meant()),
                    new Page.Figure(
                        "probability of any false alarm", ShownNumbers.text(result.alpha())))),
            "sentences",
            Page.paragraphs(text.notes())));
  }

  private static Html findings(VerifyText text) {
    return Html.fragment(
        "findings", Map.of("items", Html.each(text.groups(), VerifyReport::finding)));
  }

  private static Html finding(VerifyText.Group group) {
    return Html.fragment(
        "plain-finding",
        Map.of(
            "severity",
            group.first().severity(),
            "subject",
            group.first().tensor(),
            "message",
            group.first().message().orElse(""),
            "more",
            group.likewise().isEmpty() ? "" : "Likewise " + String.join(", ", group.likewise())));
  }

  /// The tensors that differ from a law, beside it.
  private static Optional<Chart> laws(VerifyDocument result) {
    List<TensorPart> drawn =
        result.tensors().stream().filter(tensor -> tensor.histogram().isPresent()).toList();
    if (drawn.isEmpty()) {
      return Optional.empty();
    }
    List<TensorPart> shown = drawn.subList(0, Math.min(MOST_HISTOGRAMS, drawn.size()));
    var rows = new ArrayList<List<String>>();
    for (TensorPart tensor : shown) {
      bins(tensor).list(tensor.name(), rows);
    }
    String few =
        shown.size() < drawn.size()
            ? " The first %d of %,d are shown.".formatted(shown.size(), drawn.size())
            : "";
    return Optional.of(
        new Chart(
            "laws",
            "Tensors that are not as meant",
            "Solid: how the numbers of a tensor are distributed. Dashed: the law that was promised. Choose a tensor above the chart."
                + few,
            new ChartData.WeightLaws(
                shown.stream()
                    .map(tensor ->
                        new ChartData.WeightLaws.Tensor(
                            tensor.name(),
                            bins(tensor).rounded(),
                            ShownNumbers.rounded(tensor.histogram().orElseThrow().promised())))
                    .toList()),
            new DataTable(List.of("tensor", "from", "to", "share"), rows)));
  }

  private static Bins bins(TensorPart tensor) {
    Histogram histogram = tensor.histogram().orElseThrow();
    return new Bins(histogram.low(), histogram.high(), histogram.found());
  }

  /// The scale of each tensor that has a law.
  private static Optional<Chart> scales(VerifyDocument result) {
    var ratios = new ArrayList<ChartData.ScaleRatios.Ratio>();
    var rows = new ArrayList<List<String>>();
    for (TensorPart tensor : result.tensors()) {
      double promised = tensor.promisedSd().orElse(0);
      double found = tensor.numbers().map(NumbersPart::sd).orElse(OptionalDouble.empty()).orElse(0);
      if (promised > 0) {
        boolean differs = tensor.state().equals("differs");
        double ratio = Math.max(found / promised, LEAST_RATIO);
        ratios.add(new ChartData.ScaleRatios.Ratio(tensor.name(), ratio, differs));
        rows.add(
            List.of(
                tensor.name(),
                ShownNumbers.text(found),
                ShownNumbers.text(promised),
                ShownNumbers.text(found / promised)));
      }
    }
    return ratios.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Chart(
                "scales",
                "Scales",
                "The standard deviation of each tensor over the promised one. Those that are as meant lie near 1, small ones farther off by chance. A tensor of one value only is drawn at 0.0001.",
                new ChartData.ScaleRatios(ratios),
                new DataTable(List.of("tensor", "found", "promised", "ratio"), rows)));
  }

  private static DataTable tensors(VerifyDocument result) {
    return new DataTable(
        List.of(
            "tensor", "shape", "type", "state", "promised", "mean", "sd", "least", "greatest", "p"),
        result.tensors().stream()
            .map(tensor ->
                List.of(
                    tensor.name(),
                    tensor.shape().toString(),
                    tensor.type(),
                    tensor.state() + tensor.note().map(note -> " (" + note + ")").orElse(""),
                    tensor.promised().orElse("–"),
                    number(tensor, NumbersPart::mean),
                    number(tensor, NumbersPart::sd),
                    number(tensor, NumbersPart::min),
                    number(tensor, NumbersPart::max),
                    ShownNumbers.text(tensor.p())))
            .toList());
  }

  private static String number(TensorPart tensor, Function<NumbersPart, OptionalDouble> which) {
    return ShownNumbers.text(tensor.numbers().map(which).orElse(OptionalDouble.empty()));
  }
}
