package dev.seedbed.report;

import dev.seedbed.io.document.LayerRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The operators of a large network by the paths that they share, such as `layer3.1`: a table that
/// can be read where one line an operator cannot.
///
/// @param all in the order of the signal
record BlockTable(List<Block> all, Findings findings) {
  static final String ID = "start-blocks";
  static final String TITLE = "Block by block";

  /// More lines are too many to read.
  private static final int MOST = 40;

  /// So few operators can be read one by one.
  private static final int FEW_LAYERS = 24;

  /// Operators of one path.
  private record Block(String path, List<LayerRow> layers) {}

  static BlockTable of(List<LayerRow> layers, Findings findings) {
    Map<String, List<LayerRow>> grouped = Map.of();
    int deepest = layers.stream().mapToInt(layer -> parts(layer.name()).length).max().orElse(1);
    for (int depth = 1; depth < deepest; depth++) {
      int length = depth;
      Map<String, List<LayerRow>> finer =
          layers.stream()
              .collect(
                  Collectors.groupingBy(
                      layer -> path(layer.name(), length),
                      LinkedHashMap::new,
                      Collectors.toList()));
      if (finer.size() <= MOST || grouped.isEmpty()) {
        grouped = finer;
      }
    }
    var all = new ArrayList<Block>();
    grouped.forEach((path, some) -> all.add(new Block(path, some)));
    return new BlockTable(all, findings);
  }

  /// Whether a table of them tells more than one of all operators.
  boolean help() {
    int layers = all.stream().mapToInt(block -> block.layers.size()).sum();
    return layers > FEW_LAYERS && all.size() > 1 && all.size() < layers;
  }

  private static String[] parts(String name) {
    return name.split("[./]+");
  }

  /// The first parts of a name; all but the last of one that has no more.
  private static String path(String name, int depth) {
    String[] parts = parts(name);
    int length = Math.clamp(depth, 1, Math.max(1, parts.length - 1));
    return IntStream.range(0, length).mapToObj(i -> parts[i]).collect(Collectors.joining("."));
  }

  /// A section with the table.
  Html html() {
    return Html.fragment(
        "section",
        Map.of(
            "id",
            ID,
            "title",
            TITLE,
            "body",
            Html.join(
                Html.fragment(
                    "paragraph",
                    Map.of(
                        "text",
                        "Operators by the path that they share, the worst first: those with errors or warnings, then those whose signal is farthest from that of most. Each number is the least and the greatest of a block.")),
                table().html(TITLE))));
  }

  /// The worst first: those with errors, then with warnings, then as the signal's size is away from
  /// that of most.
  private DataTable table() {
    double usual = median();
    var rows = new ArrayList<List<String>>();
    all.stream()
        .sorted(
            Comparator.<Block>comparingInt(block -> -severity(block))
                .thenComparingDouble(block -> -away(block, usual)))
        .forEach(block -> rows.add(row(block)));
    return new DataTable(
        List.of(
            "block", "operators", "findings", "z sd", "a sd", "gradient sd", "dead", "saturated"),
        rows);
  }

  private List<String> row(Block block) {
    String found =
        block.layers.stream()
            .flatMap(layer -> findings.faultsOf(layer.name()).stream())
            .distinct()
            .collect(Collectors.joining(", "));
    return List.of(
        block.path,
        Integer.toString(block.layers.size()),
        found.isEmpty() ? "–" : found,
        range(block, layer -> layer.z().sd()),
        range(block, layer -> layer.a().sd()),
        range(block, layer -> layer.gradient().sd()),
        range(block, LayerRow::dead),
        range(block, LayerRow::saturated));
  }

  private int severity(Block block) {
    return block.layers.stream()
        .mapToInt(layer -> findings.severityOf(layer.name()))
        .max()
        .orElse(0);
  }

  private double median() {
    double[] sizes =
        all.stream()
            .flatMap(block -> block.layers.stream())
            .map(layer -> layer.z().sd())
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .filter(size -> size > 0)
            .sorted()
            .toArray();
    return sizes.length == 0 ? 1 : sizes[sizes.length / 2];
  }

  private static double away(Block block, double usual) {
    return block.layers.stream()
        .map(layer -> layer.z().sd())
        .mapToDouble(size ->
            size.isPresent() && size.getAsDouble() > 0
                ? Math.abs(StrictMath.log(size.getAsDouble() / usual))
                : Double.POSITIVE_INFINITY)
        .max()
        .orElse(0);
  }

  /// The least and the greatest number of a block.
  private static String range(Block block, Function<LayerRow, OptionalDouble> number) {
    double[] numbers =
        block.layers.stream()
            .map(number)
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .sorted()
            .toArray();
    if (numbers.length == 0) {
      return ShownNumbers.text(OptionalDouble.empty());
    }
    String least = ShownNumbers.text(numbers[0]);
    String most = ShownNumbers.text(numbers[numbers.length - 1]);
    return least.equals(most) ? least : least + " to " + most;
  }
}
