package dev.seedbed.io.table;

import dev.seedbed.data.Column;
import dev.seedbed.notation.Names;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The part of an ARFF file that stands before its rows.
final class ArffHeader {
  private static final String USUAL_DATES = "yyyy-MM-dd'T'HH:mm:ss";

  private ArffHeader() {}

  /// What a column holds.
  sealed interface Attribute {
    ColumnHeader column();
  }

  /// Numbers or texts.
  record Simple(ColumnHeader column) implements Attribute {}

  /// Texts of a set.
  ///
  /// @param first of the values
  record Nominal(ColumnHeader column, Set<String> values, String first) implements Attribute {}

  /// Dates of a pattern.
  record Date(ColumnHeader column, CellReading.Dates reading) implements Attribute {}

  /// Reads the header, up to the line `@data`.
  static List<Attribute> read(ArffLines lines) throws IOException {
    var attributes = new ArrayList<Attribute>();
    while (lines.next()) {
      switch (lines.token().text().toLowerCase(Locale.ROOT)) {
        case "@relation" -> {}
        case "@attribute" -> attributes.add(attribute(lines));
        case "@data" -> {
          if (attributes.isEmpty()) {
            throw lines.fault("no @attribute stands before @data");
          }
          return attributes;
        }
        default -> throw lines.fault("expected @relation, @attribute or @data");
      }
      if (attributes.size() > CsvDialect.MOST_COLUMNS) {
        throw lines.fault("more than %d attributes".formatted(CsvDialect.MOST_COLUMNS));
      }
    }
    throw lines.fault("the file ends before @data");
  }

  private static Attribute attribute(ArffLines lines) {
    String name = lines.token().text();
    if (lines.begins('{')) {
      return nominal(lines, name);
    }
    String type = lines.token().text().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "numeric", "real", "integer" -> new Simple(ColumnHeader.of(name, Column.Kind.NUMBER));
      case "string" -> new Simple(ColumnHeader.of(name, Column.Kind.TEXT));
      case "date" -> date(lines, name);
      case "relational" ->
          throw lines.fault(
              "attribute '%s': relational attributes are not read; make a row of each of its rows"
                  .formatted(Names.shortened(name)));
      default ->
          throw lines.fault(
              "attribute '%s': its type must be numeric, real, integer, string, date or {value, …}: '%s'"
                  .formatted(Names.shortened(name), Names.shortened(type)));
    };
  }

  private static Nominal nominal(ArffLines lines, String name) {
    var values = new LinkedHashSet<String>();
    lines.expect('{');
    while (!lines.begins('}')) {
      values.add(lines.token().text());
      lines.skipComma();
    }
    if (values.isEmpty()) {
      throw lines.fault("attribute '%s' has no values".formatted(Names.shortened(name)));
    }
    return new Nominal(ColumnHeader.of(name, Column.Kind.TEXT), values, values.iterator().next());
  }

  private static Date date(ArffLines lines, String name) {
    String pattern = lines.atEnd() ? USUAL_DATES : lines.token().text();
    try {
      return new Date(ColumnHeader.of(name, Column.Kind.DATE), CellReading.dates(pattern));
    } catch (IllegalArgumentException e) {
      throw lines.fault("attribute '%s': %s".formatted(Names.shortened(name), e.getMessage()));
    }
  }
}
