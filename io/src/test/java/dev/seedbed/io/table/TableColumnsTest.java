package dev.seedbed.io.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A format whose files say how many rows they had, of which one is there.
class TableColumnsTest {
  private static Table read(long rows) throws IOException {
    var columns =
        new TableColumns(
            Path.of("a.csv"),
            List.of(ColumnHeader.found("x")),
            TableSpec.FOUND,
            new MissingMarks(Set.of()),
            false);
    columns.look(List.of("1"));
    return columns.read(
        "a",
        readers -> {
          readers.getFirst().orElseThrow().add("1", 1);
          return rows;
        });
  }

  @Test
  void read_moreRowsThanAnArrayHolds_refused() throws IOException {
    assertThat(read(2_147_483_630).columns()).hasSize(1);
    assertThat(read(2_147_483_631).columns()).hasSize(1);
    assertThatThrownBy(() -> read(2_147_483_632L))
        .isInstanceOf(InputException.class)
        .hasMessage("a.csv has more rows than fit into memory");
  }
}
