package dev.seedbed.bench.study;

import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Table;
import dev.seedbed.io.table.ColumnKinds;
import dev.seedbed.io.table.ColumnKinds.Kind;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.io.table.TableSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.study.StudySpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A table of `examples`, split many ways.
///
/// @param table its content
/// @param target the column to predict
record ExampleTable(Table table, String target) {
  private static final Path HOME = Path.of(System.getProperty("seedbed.home", "."));

  /// The four tables.
  static List<ExampleTable> all() {
    return List.of(
        read("iris", "species", Map.of()),
        read("penguins", "species", Map.of()),
        read("auto-mpg", "mpg", Map.of("name", Kind.UNUSED)),
        read("digits", "digit", Map.of()));
  }

  private static ExampleTable read(String name, String target, Map<String, Kind> kinds) {
    Path file = HOME.resolve("examples/" + name + ".csv");
    var spec = TableSpec.of(new ColumnKinds(kinds, Kind.FOUND));
    return new ExampleTable(TableFiles.read(file, spec), target);
  }

  String name() {
    return table.name();
  }

  /// The split of a seed.
  Dataset split(Seed seed) {
    return Dataset.of(table, DataSpec.of(target).withSeed(seed));
  }

  /// The default study of a split, without early stopping.
  static StudySpec unhalved(Dataset split, Seed seed) {
    StudySpec usual = StudySpec.of(split);
    return usual.withTraining(usual.training().withOrderSeed(seed)).withHalving(Optional.empty());
  }
}
