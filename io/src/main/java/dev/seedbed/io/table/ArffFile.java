package dev.seedbed.io.table;

import dev.seedbed.data.Column;
import dev.seedbed.data.Table;
import dev.seedbed.io.table.ArffHeader.Attribute;
import dev.seedbed.notation.Names;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A file in Weka's [attribute-relation file
/// format](https://waikato.github.io/weka-wiki/formats_and_processing/arff_stable/).
///
/// @param name of the table
record ArffFile(String name, Path file, TableSpec spec) {

  Table read() throws IOException {
    List<Attribute> attributes = attributes();
    var missing = new MissingMarks(spec.notation().missing());
    var columns =
        new TableColumns(
            file, attributes.stream().map(Attribute::column).toList(), spec, missing, false);
    return columns.read(name, readers -> pass(attributes, readers));
  }

  private List<Attribute> attributes() throws IOException {
    try (ArffLines lines = open()) {
      return ArffHeader.read(lines);
    } catch (CharacterCodingException e) {
      throw source().notInEncoding();
    }
  }

  private ArffLines open() throws IOException {
    return new ArffLines(file, source().open());
  }

  private TextSource source() {
    return new TextSource(file, spec.csv().encoding());
  }

  private long pass(List<Attribute> attributes, List<Optional<ColumnReader>> readers)
      throws IOException {
    readers.forEach(reader -> reader.ifPresent(r -> r.from(file + ", line")));
    long rows = 0;
    try (ArffLines lines = open()) {
      ArffHeader.read(lines);
      while (lines.next()) {
        if (lines.begins('{')) {
          readSparse(lines, attributes, readers);
        } else {
          readDense(lines, attributes, readers);
        }
        rows++;
      }
    } catch (CharacterCodingException e) {
      throw source().notInEncoding();
    }
    return rows;
  }

  private static void readDense(
      ArffLines lines, List<Attribute> attributes, List<Optional<ColumnReader>> readers) {
    for (int i = 0; i < attributes.size(); i++) {
      if (lines.atEnd()) {
        throw lines.fault("%d values for %d attributes".formatted(i, attributes.size()));
      }
      read(lines, attributes.get(i), readers.get(i));
      lines.skipComma();
    }
    refuseMore(lines, "more values than the %d attributes".formatted(attributes.size()));
  }

  private static void readSparse(
      ArffLines lines, List<Attribute> attributes, List<Optional<ColumnReader>> readers) {
    lines.expect('{');
    int next = 0;
    while (!lines.begins('}')) {
      String index = lines.token().text();
      int at = index.matches("\\d{1,9}") ? Integer.parseInt(index) : -1;
      if (at < next || at >= attributes.size()) {
        throw lines.fault(
            "'%s' must be the number of an attribute, from %d to %d"
                .formatted(Names.shortened(index), next, attributes.size() - 1));
      }
      for (; next < at; next++) {
        omit(lines, attributes.get(next), readers.get(next));
      }
      read(lines, attributes.get(next), readers.get(next));
      next++;
      lines.skipComma();
    }
    lines.expect('}');
    for (; next < attributes.size(); next++) {
      omit(lines, attributes.get(next), readers.get(next));
    }
    lines.skipComma();
    refuseMore(lines, "more after the row's end");
  }

  private static void refuseMore(ArffLines lines, String what) {
    if (lines.begins('{')) {
      throw lines.fault("weights of rows are not read: remove the last {…} of each row");
    }
    if (!lines.atEnd()) {
      throw lines.fault(what);
    }
  }

  private static void read(ArffLines lines, Attribute attribute, Optional<ColumnReader> reader) {
    ArffLines.Token token = lines.token();
    if (reader.isEmpty()) {
      return;
    }
    if (token.isMissing()) {
      reader.get().addMissing();
      return;
    }
    String text = token.text();
    switch (attribute) {
      case ArffHeader.Nominal nominal when !nominal.values().contains(text) ->
          throw lines.fault(
              "attribute '%s': '%s' is none of its values: %s"
                  .formatted(
                      Names.shortened(nominal.column().name()),
                      Names.shortened(text),
                      Names.hint(nominal.values(), text)));
      case ArffHeader.Date date when reader.get().wanted() ->
          reader.get().addDays(days(lines, date, text), lines.number());
      case ArffHeader.Date _, ArffHeader.Nominal _, ArffHeader.Simple _ ->
          reader.get().add(text, lines.number());
    }
  }

  private static double days(ArffLines lines, ArffHeader.Date date, String text) {
    double days = date.reading().days(new DateScanner(), text.toCharArray(), 0, text.length());
    if (Double.isNaN(days)) {
      throw lines.fault(
          "attribute '%s': '%s' is not a date of the pattern %s"
              .formatted(
                  Names.shortened(date.column().name()),
                  Names.shortened(text),
                  date.reading().pattern()));
    }
    return days;
  }

  /// Takes what a sparse row leaves out: 0, or the first of the values.
  private static void omit(ArffLines lines, Attribute attribute, Optional<ColumnReader> some) {
    if (some.isEmpty()) {
      return;
    }
    ColumnReader reader = some.get();
    switch (attribute) {
      case ArffHeader.Nominal nominal -> reader.add(nominal.first(), lines.number());
      case ArffHeader.Date _ -> reader.addDays(0, lines.number());
      case ArffHeader.Simple simple -> {
        if (simple.column().stored().equals(Optional.of(Column.Kind.NUMBER))) {
          reader.add(0, lines.number());
        } else {
          reader.addMissing();
        }
      }
    }
  }
}
