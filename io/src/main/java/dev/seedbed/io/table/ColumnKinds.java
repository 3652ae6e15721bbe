package dev.seedbed.io.table;

import dev.seedbed.data.Encoder;
import dev.seedbed.data.Feature;
import java.util.HashMap;
import java.util.Map;

/// How the columns of a file are to be read.
///
/// @param known columns by name; the file must have them
/// @param others how all other columns are read
public record ColumnKinds(Map<String, Kind> known, Kind others) {

  /// How a column is read.
  public enum Kind {
    /// Found out from what it holds: numbers if more than half of the cells that are not missing
    /// are.
    FOUND,
    /// As numbers; a text in it is an error.
    NUMBERS,
    /// As texts, even if they look like numbers.
    TEXTS,
    /// Not at all.
    UNUSED
  }

  public ColumnKinds {
    known = Map.copyOf(known);
  }

  /// All kinds are found out.
  public static ColumnKinds found() {
    return new ColumnKinds(Map.of(), Kind.FOUND);
  }

  /// The columns that a model with this encoder needs, and no others.
  public static ColumnKinds neededBy(Encoder encoder) {
    var known = new HashMap<String, Kind>();
    for (Feature feature : encoder.features()) {
      known.put(
          feature.column(),
          switch (feature) {
            case Feature.Scaled _ -> Kind.NUMBERS;
            case Feature.OneHot _ -> Kind.TEXTS;
          });
    }
    return new ColumnKinds(known, Kind.UNUSED);
  }

  Kind of(String column) {
    return known.getOrDefault(column, others);
  }
}
