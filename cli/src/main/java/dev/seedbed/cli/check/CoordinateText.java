package dev.seedbed.cli.check;

import static java.util.stream.Collectors.joining;

import dev.seedbed.check.CoordinateCheck.Optimizer;
import dev.seedbed.check.result.Coordinates;
import dev.seedbed.check.result.Coordinates.Fit;
import dev.seedbed.check.result.Coordinates.Kind;
import dev.seedbed.check.result.WidthVerdict;
import dev.seedbed.cli.terminal.Lines;
import dev.seedbed.cli.terminal.OutputStyle;
import dev.seedbed.cli.terminal.Tones;
import dev.seedbed.cli.terminal.Words;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// The output of `seedbed check --coordinates` for people: the verdict, the slopes, the sizes.
public final class CoordinateText {
  private final PrintWriter out;
  private final Lines lines;

  private CoordinateText(PrintWriter out, OutputStyle style) {
    this.out = out;
    this.lines = new Lines(out, style);
  }

  public static void print(
      PrintWriter out, Coordinates coordinates, Optimizer optimizer, double learningRate) {
    var text = new CoordinateText(out, OutputStyle.ofStandardOutput());
    text.verdict(coordinates);
    if (!coordinates.obstacles().isEmpty()) {
      coordinates.obstacles().forEach(obstacle -> text.lines.label("not run", obstacle));
      return;
    }
    text.advice(coordinates, optimizer);
    text.sizes(coordinates);
    text.changes(coordinates);
    text.means(coordinates);
    text.out.println();
    text.how(coordinates, optimizer, learningRate);
  }

  private void verdict(Coordinates coordinates) {
    WidthVerdict verdict = coordinates.verdict();
    long count = coordinates.operators().stream().filter(it -> it.verdict() == verdict).count();
    lines.label(
        "verdict",
        Tones.of(verdict),
        verdict.title(),
        ": "
            + verdict.meaning()
            + (verdict == WidthVerdict.STABLE || verdict == WidthVerdict.NOT_RUN
                ? ""
                : " (%,d of %s)"
                    .formatted(count, Words.count(coordinates.operators().size(), "operator"))));
  }

  /// What to do about operators that grow.
  private void advice(Coordinates coordinates, Optimizer optimizer) {
    boolean atStart =
        coordinates.operators().stream()
            .anyMatch(it -> it.sizes().getFirst().verdict() == WidthVerdict.GROWS);
    if (atStart) {
      lines.label(
          "fix",
          "draw weights whose fan-in is a width with variance in proportion to 1/fan-in, as he-normal does");
    } else if (coordinates.verdict() == WidthVerdict.GROWS) {
      lines.label(
          "fix",
          switch (optimizer) {
            case ADAM ->
                "µP: divide the learning rate of hidden and output weights by the width, and draw output weights with variance in proportion to 1/width² (Yang et al. 2022, table 3)";
            case SGD ->
                "µP: divide the learning rate of output weights by the width, and draw them with variance in proportion to 1/width² (Yang et al. 2022, table 3)";
          });
    }
  }

  private void sizes(Coordinates coordinates) {
    var heading = new ArrayList<>(List.of("slope of |a|", "verdict", "kind", "units", "start"));
    int steps = coordinates.operators().getFirst().changes().size();
    for (int t = 1; t <= steps; t++) {
      heading.add(Words.count(t, "step"));
    }
    heading.add("tolerance");
    table(
        heading,
        coordinates,
        operator -> {
          var row = new ArrayList<String>();
          row.add(operator.verdict().title());
          row.add(operator.kind().title());
          row.add(units(operator));
          addFits(row, operator.sizes());
          return row;
        });
  }

  private void changes(Coordinates coordinates) {
    var heading = new ArrayList<>(List.of("slope of change"));
    int steps = coordinates.operators().getFirst().changes().size();
    for (int t = 1; t <= steps; t++) {
      heading.add(Words.count(t, "step"));
    }
    heading.add("tolerance");
    table(
        heading,
        coordinates,
        operator -> {
          var row = new ArrayList<String>();
          addFits(row, operator.changes());
          return row;
        });
  }

  private static void addFits(List<String> row, List<Fit> fits) {
    fits.forEach(fit -> row.add(slope(fit)));
    row.add(
        "±"
            + decimals(
                fits.stream().mapToDouble(Fit::tolerance).max().orElse(Coordinates.TOLERANCE)));
  }

  /// A row an operator.
  private void table(
      List<String> heading,
      Coordinates coordinates,
      Function<Coordinates.Operator, List<String>> cells) {
    out.println();
    var table = new ArrayList<List<String>>();
    table.add(heading);
    for (Coordinates.Operator operator : coordinates.operators()) {
      var row = new ArrayList<>(List.of(CheckTables.name(operator.name())));
      row.addAll(cells.apply(operator));
      table.add(row);
    }
    CheckTables.print(out, table);
  }

  private static String units(Coordinates.Operator operator) {
    List<Integer> units = operator.units();
    if (operator.kind() == Kind.ATTENTION) {
      return "";
    }
    return units.stream().distinct().count() == 1
        ? "" + units.getFirst()
        : units.getFirst() + " to " + units.getLast();
  }

  private static String slope(Fit fit) {
    return fit.slope()
        .map(slope ->
            "%s ±%s"
                .formatted(
                    decimals(slope.value()), decimals(slope.interval().high() - slope.value())))
        .orElse(fit.means().stream().allMatch(mean -> mean == 0) ? "all 0" : "none");
  }

  /// Two decimals, and no −0.00.
  private static String decimals(double value) {
    return String.format(Locale.ROOT, "%.2f", Math.rint(value * 100) / 100 + 0.0);
  }

  private void means(Coordinates coordinates) {
    var heading = new ArrayList<>(List.of("mean |a|, change"));
    coordinates.networks().forEach(network -> heading.add("width " + width(network.width())));
    table(
        heading,
        coordinates,
        operator -> {
          var row = new ArrayList<String>();
          List<Double> sizes = operator.sizes().getFirst().means();
          List<Double> changes = operator.changes().getLast().means();
          for (int i = 0; i < sizes.size(); i++) {
            row.add(CheckTables.figures(sizes.get(i)) + ", " + CheckTables.figures(changes.get(i)));
          }
          return row;
        });
  }

  private void how(Coordinates coordinates, Optimizer optimizer, double learningRate) {
    lines.label(
        "networks",
        coordinates.networks().stream().map(CoordinateText::network).collect(joining(", ")));
    lines.label(
        "width", "the geometric mean of the units of those hidden operators whose units differ");
    coordinates.assumed().forEach(line -> lines.label("assumed", line));
    lines.label(
        "steps",
        "%s by %s at learning rate %s, all on one batch of %s drawn at random; %,d batches"
            .formatted(
                coordinates.operators().getFirst().changes().size(),
                optimizer == Optimizer.ADAM ? "Adam" : "plain gradient descent",
                Words.plain(learningRate),
                Words.count(coordinates.rows(), "row"),
                coordinates.batches()));
    lines.label(
        "sizes",
        "mean |a| over rows and units at the start, and the mean |change of a| since then; the third table has both, after the last step");
    lines.label(
        "slopes",
        "of ln mean against ln width, ± a 95 %% interval over batches. Stable if within the tolerance around 0; outputs and logits of attention may be lower by %s (Yang et al. 2022, figure 5 and appendix D)"
            .formatted(Words.plain(-Coordinates.LOGITS)));
    if (isWidened(coordinates)) {
      lines.label(
          "tolerance",
          "%s, and twice the standard error that a slope has because the weights of a file were drawn once: wider or more files make it smaller"
              .formatted(Words.plain(Coordinates.TOLERANCE)));
    }
  }

  private static boolean isWidened(Coordinates coordinates) {
    return coordinates.operators().stream()
        .flatMap(operator -> operator.sizes().stream())
        .anyMatch(fit -> fit.tolerance() > Coordinates.TOLERANCE);
  }

  private static String network(Coordinates.Network network) {
    String width = "width " + width(network.width());
    return network.name().equals(width) ? width : "%s (%s)".formatted(network.name(), width);
  }

  private static String width(double width) {
    double whole = Math.rint(width);
    return Math.abs(width - whole) < 1e-6 * width
        ? "%d".formatted((long) whole)
        : String.format(Locale.ROOT, "%.1f", width);
  }
}
