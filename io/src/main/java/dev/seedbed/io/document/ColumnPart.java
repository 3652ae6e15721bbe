package dev.seedbed.io.document;

import dev.seedbed.data.Column;
import dev.seedbed.data.ColumnUse;
import java.util.Optional;

/// What became of a column of a file: of `data.columns` in several documents.
///
/// @param used whether the network, or what it learns, is made from it
/// @param reason why it is not used; empty if it is
/// @param inputs how many inputs of the network it became
/// @param missing the share of rows in which its value is missing, from 0 to 1
public record ColumnPart(
    String name,
    Column.Kind kind,
    boolean used,
    Optional<String> reason,
    int inputs,
    double missing) {

  public static ColumnPart of(ColumnUse use) {
    return new ColumnPart(
        use.name(),
        use.kind(),
        use.used(),
        use.leftOut().map(ColumnUse.Reason::words),
        use.inputs(),
        use.missing());
  }
}
