package dev.seedbed.io.run;

import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Table;
import dev.seedbed.data.Target;
import dev.seedbed.io.document.ColumnPart;
import dev.seedbed.io.document.ReadingPart;
import dev.seedbed.io.document.Recorded;
import dev.seedbed.io.document.SplitPart;
import dev.seedbed.io.document.StudyDocument;
import dev.seedbed.io.table.ColumnKinds;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.io.table.TableSpec;
import dev.seedbed.study.StudySpec;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The specification of a run.
///
/// @param file the table's path as it was given
/// @param reading how it is read
/// @param test the file of the rows for the test, if they stand in one of their own
/// @param data how it becomes a dataset
/// @param recorded what is written down beside the result
public record RunSpec(
    String file,
    TableSpec reading,
    Optional<TestFile> test,
    DataSpec data,
    StudySpec study,
    Set<Recorded> recorded) {

  /// A file of rows for the test.
  ///
  /// @param file its path as it was given
  /// @param labels of a file of images
  public record TestFile(String file, Optional<String> labels) {
    public TestFile {
      checkName(file);
      labels.ifPresent(RunSpec::checkName);
    }
  }

  /// The tables of a run.
  ///
  /// @param test the rows for the test, if they stand in a file of their own
  public record Tables(Table table, Optional<Table> test) {
    /// One table, with the rows for the test among the others.
    public static Tables of(Table table) {
      return new Tables(table, Optional.empty());
    }

    /// Reads them.
    ///
    /// @throws dev.seedbed.data.InputException if one cannot be read as a table
    public static Tables read(Path file, TableSpec reading, Optional<TestFile> test) {
      Table table = TableFiles.read(file, reading);
      return new Tables(
          table,
          test.map(some ->
              TableFiles.read(
                  Path.of(some.file()),
                  reading.like(table).withLabels(some.labels().map(Path::of)))));
    }

    /// The dataset that they become.
    ///
    /// @throws dev.seedbed.data.InputException if they cannot be used so
    public Dataset dataset(DataSpec spec) {
      return Dataset.of(table, test, spec);
    }
  }

  public RunSpec {
    recorded = Set.copyOf(recorded);
    checkTarget(reading.kinds(), data);
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
    if (kind == ColumnKinds.Kind.TEXTS && data.task() == DataSpec.Task.REGRESSION) {
      throw new IllegalArgumentException(
          "the target of a regression must not be read as text: '" + data.target() + "'");
    }
    if (kind == ColumnKinds.Kind.DATES) {
      throw new IllegalArgumentException(
          "the target must hold classes or numbers, not dates: '" + data.target() + "'");
    }
  }

  /// The specification in `study.json`.
  ///
  /// @throws IllegalArgumentException if a value is out of its range, or names nothing
  static RunSpec of(StudyDocument document) {
    StudyDocument.Data data = document.data();
    DataSpec specification = data.specification();
    return new RunSpec(
        data.file(),
        data.reading().specification(specification.columns()),
        data.split().test().map(test -> new TestFile(test.file(), test.labels())),
        specification,
        document.specification(),
        Set.copyOf(document.recorded().orElse(List.of())));
  }

  /// The content of `study.json`.
  public StudyDocument document(Tables tables, Dataset dataset) {
    List<Integer> split =
        Stream.of(dataset.train(), dataset.validation(), dataset.test())
            .map(Dataset.Part::rows)
            .toList();
    var described =
        new StudyDocument.Data(
            file,
            tables.table().sha256(),
            tables.table().rows(),
            data.target(),
            switch (dataset.target()) {
              case Target.Classes _ -> DataSpec.Task.CLASSIFICATION;
              case Target.Quantity _ -> DataSpec.Task.REGRESSION;
            },
            data.seed().value(),
            ReadingPart.of(reading),
            SplitPart.of(
                data.split(),
                split,
                test.map(some ->
                    new SplitPart.Test(
                        some.file(), some.labels(), tables.test().orElseThrow().sha256()))),
            data.id(),
            dataset.columns().stream().map(ColumnPart::of).toList());
    return StudyDocument.of(described, study, recorded.stream().sorted().toList());
  }

  /// A run on one table, with nothing recorded.
  public static RunSpec of(String file, TableSpec reading, DataSpec data, StudySpec study) {
    return new RunSpec(file, reading, Optional.empty(), data, study, Set.of());
  }

  public RunSpec withTest(Optional<TestFile> some) {
    return new RunSpec(file, reading, some, data, study, recorded);
  }

  public RunSpec withRecorded(Set<Recorded> some) {
    return new RunSpec(file, reading, test, data, study, some);
  }
}
