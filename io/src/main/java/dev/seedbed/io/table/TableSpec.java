package dev.seedbed.io.table;

import dev.seedbed.data.CellNotation;
import dev.seedbed.data.Column;
import dev.seedbed.data.Encoder;
import dev.seedbed.data.Feature;
import dev.seedbed.data.Table;
import dev.seedbed.data.Target;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// How a file becomes a table.
///
/// @param kinds of its columns
/// @param notation what is known of how cells are written
/// @param decimalMarks whether the notation says which columns have decimal commas
/// @param csv how a CSV file is written
/// @param labels the file of labels that belongs to a file of images
/// @param needed columns that must not be left out, whatever they hold
/// @param optional columns of a known kind that the file need not have
public record TableSpec(
    ColumnKinds kinds,
    CellNotation notation,
    DecimalMarks decimalMarks,
    CsvFormat csv,
    Optional<Path> labels,
    Set<String> needed,
    Set<String> optional) {

  /// What decides whether a column has decimal commas.
  public enum DecimalMarks {
    /// The column itself, as a whole.
    FOUND,
    /// The notation.
    AS_NOTED
  }

  /// All is found out.
  public static final TableSpec FOUND = of(ColumnKinds.found());

  public TableSpec {
    needed = Set.copyOf(needed);
    optional = Set.copyOf(optional);
    notation.dates().values().forEach(CellReading::dates);
  }

  /// Columns of these kinds; all else is found out.
  public static TableSpec of(ColumnKinds kinds) {
    return new TableSpec(
        kinds,
        CellNotation.USUAL,
        DecimalMarks.FOUND,
        CsvFormat.FOUND,
        Optional.empty(),
        Set.of(),
        Set.of());
  }

  /// The columns that a model with this encoder needs, read as those that it learnt from, and no
  /// others.
  public static TableSpec neededBy(Encoder encoder) {
    var known = new HashMap<String, ColumnKinds.Kind>();
    for (Feature feature : encoder.features()) {
      known.put(
          feature.column(),
          switch (feature) {
            case Feature.Scaled _ -> ColumnKinds.Kind.NUMBERS;
            case Feature.Dated _ -> ColumnKinds.Kind.DATES;
            case Feature.OneHot _ -> ColumnKinds.Kind.TEXTS;
          });
    }
    return new TableSpec(
        new ColumnKinds(known, ColumnKinds.Kind.UNUSED),
        encoder.notation().of(known.keySet()),
        DecimalMarks.AS_NOTED,
        CsvFormat.FOUND,
        Optional.empty(),
        Set.of(),
        Set.of());
  }

  /// Likewise, with the column that such a model predicts.
  public static TableSpec neededBy(Encoder encoder, Target target) {
    TableSpec inputs = neededBy(encoder);
    return new TableSpec(
            inputs.kinds,
            encoder.notation(),
            inputs.decimalMarks,
            inputs.csv,
            inputs.labels,
            inputs.needed,
            Set.of())
        .withKind(
            target.column(),
            target instanceof Target.Classes classes && !classes.numeric()
                ? ColumnKinds.Kind.TEXTS
                : ColumnKinds.Kind.NUMBERS);
  }

  /// With one more column of a known kind.
  public TableSpec withKind(String column, ColumnKinds.Kind kind) {
    var known = new HashMap<>(kinds.known());
    known.put(column, kind);
    return new TableSpec(
        new ColumnKinds(known, kinds.others()),
        notation,
        decimalMarks,
        csv,
        labels,
        needed,
        optional);
  }

  /// With a column that names the rows: texts, as they are.
  public TableSpec withName(String column) {
    var verbatim = new TreeSet<>(notation.verbatim());
    verbatim.add(column);
    return withKind(column, ColumnKinds.Kind.TEXTS)
        .withNotation(
            new CellNotation(
                notation.dates(), notation.decimalCommas(), verbatim, notation.missing()));
  }

  public TableSpec withNotation(CellNotation newNotation) {
    return new TableSpec(kinds, newNotation, decimalMarks, csv, labels, needed, optional);
  }

  public TableSpec withCsv(CsvFormat format) {
    return new TableSpec(kinds, notation, decimalMarks, format, labels, needed, optional);
  }

  public TableSpec withLabels(Optional<Path> file) {
    return new TableSpec(kinds, notation, decimalMarks, csv, file, needed, optional);
  }

  public TableSpec withNeeded(Set<String> columns) {
    return new TableSpec(kinds, notation, decimalMarks, csv, labels, columns, optional);
  }

  /// With columns that the file need not have.
  public TableSpec withOptional(Set<String> columns) {
    return new TableSpec(kinds, notation, decimalMarks, csv, labels, needed, columns);
  }

  /// How the rows for the test are read, that stand in a file of their own: as `table` was, which
  /// the others come from.
  public TableSpec like(Table table) {
    var known = new HashMap<String, ColumnKinds.Kind>();
    for (Column column : table.columns()) {
      known.put(
          column.name(),
          switch (column.kind()) {
            case NUMBER -> ColumnKinds.Kind.NUMBERS;
            case DATE -> ColumnKinds.Kind.DATES;
            case TEXT -> ColumnKinds.Kind.TEXTS;
          });
    }
    return new TableSpec(
        new ColumnKinds(known, ColumnKinds.Kind.UNUSED),
        table.notation(),
        DecimalMarks.AS_NOTED,
        csv,
        Optional.empty(),
        Set.of(),
        known.keySet());
  }
}
