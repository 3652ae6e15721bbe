package dev.seedbed.io.run;

import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Table;
import dev.seedbed.data.Target;
import dev.seedbed.io.document.Recorded;
import dev.seedbed.io.document.StudyDocument;
import dev.seedbed.io.table.ColumnKinds;
import dev.seedbed.study.StudySpec;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The specification of a run.
///
/// @param file the table's path as it was given
/// @param kinds how it is read
/// @param data how it becomes a dataset
/// @param recorded what is written down beside the result
public record RunSpec(
    String file, ColumnKinds kinds, DataSpec data, StudySpec study, Set<Recorded> recorded) {
  public RunSpec {
    recorded = Set.copyOf(recorded);
    checkTarget(kinds, data);
    checkName(file);
  }

  @SuppressWarnings("ReturnValueIgnored") // It is only asked whether there is such a path.
  private static void checkName(String file) {
    try {
      Path.of(file);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("the table must have a name that files can have: " + file);
    }
  }

  /// Whether the target can be what the task needs.
  ///
  /// @throws IllegalArgumentException if the target is not read, or not as the task needs it
  public static void checkTarget(ColumnKinds kinds, DataSpec data) {
    ColumnKinds.Kind kind = kinds.known().get(data.target());
    if (kind == ColumnKinds.Kind.UNUSED) {
      throw new IllegalArgumentException("the target must not be ignored: '" + data.target() + "'");
    }
    if (kind != null && data.task() == DataSpec.Task.REGRESSION) {
      throw new IllegalArgumentException(
          "the target of a regression must not be read as text: '" + data.target() + "'");
    }
  }

  /// The specification in `study.json`.
  ///
  /// @throws IllegalArgumentException if a value is out of its range, or names nothing
  static RunSpec of(StudyDocument document) {
    StudyDocument.Data data = document.data();
    var known = new HashMap<String, ColumnKinds.Kind>();
    data.ignored().forEach(column -> known.put(column, ColumnKinds.Kind.UNUSED));
    data.text().forEach(column -> known.put(column, ColumnKinds.Kind.TEXTS));
    return new RunSpec(
        data.file(),
        new ColumnKinds(known, ColumnKinds.Kind.FOUND),
        data.specification(),
        document.specification(),
        Set.copyOf(document.recorded().orElse(List.of())));
  }

  /// The content of `study.json`.
  public StudyDocument document(Table table, Dataset dataset) {
    var described =
        new StudyDocument.Data(
            file,
            table.sha256(),
            table.rows(),
            data.target(),
            switch (dataset.target()) {
              case Target.Classes _ -> DataSpec.Task.CLASSIFICATION;
              case Target.Quantity _ -> DataSpec.Task.REGRESSION;
            },
            data.seed().value(),
            columns(ColumnKinds.Kind.UNUSED),
            columns(ColumnKinds.Kind.TEXTS),
            Stream.of(dataset.train(), dataset.validation(), dataset.test())
                .map(Dataset.Part::rows)
                .toList());
    return StudyDocument.of(described, study, recorded.stream().sorted().toList());
  }

  private List<String> columns(ColumnKinds.Kind kind) {
    return kinds.known().entrySet().stream()
        .filter(column -> column.getValue() == kind)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /// With nothing recorded.
  public static RunSpec of(String file, ColumnKinds kinds, DataSpec data, StudySpec study) {
    return new RunSpec(file, kinds, data, study, Set.of());
  }

  public RunSpec withRecorded(Set<Recorded> some) {
    return new RunSpec(file, kinds, data, study, some);
  }
}
