package dev.seedbed.bench.starts;

import dev.seedbed.bench.train.Digits;
import dev.seedbed.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes `docs/starts.md` and its figures, the same bytes on each run.
public final class Starts {
  /// Where the project is; `./seedbed-bench` says.
  private static final Path HOME = Path.of(System.getProperty("seedbed.home", "."));

  static final String PAGE = "docs/starts.md";

  private static final String INTRODUCTION =
      """
      # What a start does

      How a network's weights are drawn decides whether it can learn at all: whether the signal reaches the outputs, whether the
      gradient reaches the first layer, and whether its units ever become different from each other. This page shows it: first the
      three starts that a lecture warns of or recommends, then what Glorot & Bengio (2010) measured, then depth, then networks that are no
      chains of dense layers, each trained to its end.

      All numbers and figures are of real runs. `./seedbed-bench starts` makes this page again, to the bit. Where nothing else is
      said the seed is 0. The commands look at a start of the same kind; without `--data` they propagate standard normal
      rows.
      """;

  private Starts() {}

  /// Writes all.
  public static void run() throws IOException {
    write(HOME, all());
  }

  /// The sections of the page, in their order.
  static List<Demonstration> all() {
    return Stream.concat(quick().stream(), slow().stream()).toList();
  }

  /// Those that take a second.
  static List<Demonstration> quick() {
    Dataset digits = Digits.data();
    return List.of(ZeroStart.of(digits), ConstantStart.of(digits), SparseSigmoids.of(digits));
  }

  private static List<Demonstration> slow() {
    return List.of(
        FiveLayers.of(),
        TenLayers.of(),
        DeepRelu.of(),
        BornDead.of(),
        PlainConvolutions.of(),
        ResidualStack.of(),
        TiedTable.of(),
        ForgetBiases.of());
  }

  static String page(List<Demonstration> demonstrations) {
    return demonstrations.stream()
        .map(Demonstration::text)
        .collect(Collectors.joining("\n", INTRODUCTION + "\n", ""));
  }

  static Path file(Path home, Figure figure) {
    return home.resolve("docs/figures/" + figure.name() + ".svg");
  }

  private static void write(Path home, List<Demonstration> demonstrations) throws IOException {
    Files.createDirectories(home.resolve("docs/figures"));
    Files.writeString(home.resolve(PAGE), page(demonstrations));
    for (Demonstration demonstration : demonstrations) {
      for (Figure figure : demonstration.figures()) {
        Files.writeString(file(home, figure), figure.svg());
      }
    }
  }
}
