package dev.seedbed.io.table;

import java.util.Set;

/// Columns whose kind is not left to be found out. A name that the table does not have is passed
/// over.
///
/// @param texts columns of texts, even where these look like numbers
/// @param numbers columns of numbers; a text in one of them is an error
public record ColumnKinds(Set<String> texts, Set<String> numbers) {
  /// All kinds are found out.
  public static final ColumnKinds FOUND = new ColumnKinds(Set.of(), Set.of());

  public ColumnKinds {
    texts = Set.copyOf(texts);
    numbers = Set.copyOf(numbers);
  }
}
