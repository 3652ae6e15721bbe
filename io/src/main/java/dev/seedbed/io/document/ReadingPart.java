package dev.seedbed.io.document;

import dev.seedbed.data.CellNotation;
import dev.seedbed.io.table.ColumnKinds;
import dev.seedbed.io.table.ColumnKinds.Kind;
import dev.seedbed.io.table.CsvFormat;
import dev.seedbed.io.table.TableSpec;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// How the file of a table is read, as far as somebody said so.
///
/// @param ignored columns that are not read
/// @param text columns that are read as text
/// @param numbers columns that are read as numbers
/// @param dates columns that are read as dates, with their patterns; "" where that is found
/// @param missing what stands for a missing value, beside the usual marks
/// @param delimiter a single character
/// @param labels the file of labels of a file of images
public record ReadingPart(
    List<String> ignored,
    List<String> text,
    List<String> numbers,
    Map<String, String> dates,
    List<String> missing,
    Optional<String> delimiter,
    Optional<Boolean> header,
    Optional<String> encoding,
    Optional<String> labels) {
  public ReadingPart {
    ignored = List.copyOf(ignored);
    text = List.copyOf(text);
    numbers = List.copyOf(numbers);
    missing = List.copyOf(missing);
    delimiter.ifPresent(ReadingPart::checkDelimiter);
  }

  private static void checkDelimiter(String delimiter) {
    if (delimiter.length() != 1) {
      throw new IllegalArgumentException("a delimiter must be one character: " + delimiter);
    }
  }

  /// The document of a specification.
  public static ReadingPart of(TableSpec spec) {
    var dates = new TreeMap<>(spec.notation().dates());
    columns(spec, Kind.DATES).forEach(column -> dates.putIfAbsent(column, ""));
    return new ReadingPart(
        columns(spec, Kind.UNUSED),
        columns(spec, Kind.TEXTS),
        columns(spec, Kind.NUMBERS),
        dates,
        List.copyOf(spec.notation().missing()),
        spec.csv().delimiter().map(String::valueOf),
        spec.csv().header(),
        spec.csv().encoding().map(Charset::name),
        spec.labels().map(Path::toString));
  }

  private static List<String> columns(TableSpec spec, Kind kind) {
    return spec.kinds().known().entrySet().stream()
        .filter(column -> column.getValue() == kind)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /// The specification that this is of.
  ///
  /// @param needed columns that must not be left out
  /// @throws IllegalArgumentException if a value is out of its range
  public TableSpec specification(Set<String> needed) {
    var known = new HashMap<String, Kind>();
    ignored.forEach(column -> known.put(column, Kind.UNUSED));
    text.forEach(column -> known.put(column, Kind.TEXTS));
    numbers.forEach(column -> known.put(column, Kind.NUMBERS));
    dates.keySet().forEach(column -> known.put(column, Kind.DATES));
    var patterns = new HashMap<>(dates);
    patterns.values().removeIf(String::isEmpty);
    return TableSpec.of(new ColumnKinds(known, Kind.FOUND))
        .withNotation(
            new CellNotation(patterns, Set.of(), new HashSet<>(text), new HashSet<>(missing)))
        .withCsv(
            new CsvFormat(
                delimiter.map(text -> text.charAt(0)), header, encoding.map(Charset::forName)))
        .withLabels(labels.map(Path::of))
        .withNeeded(needed);
  }
}
