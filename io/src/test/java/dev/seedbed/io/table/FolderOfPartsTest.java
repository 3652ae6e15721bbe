package dev.seedbed.io.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderOfPartsTest {
  @TempDir private Path root = Path.of("");
  private Path folder = root;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(root.resolve("flights.2024"));
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  @Test
  void read_partsOfCsv_sortedByName() throws IOException {
    write("part-00001.csv", "a,b\n3,z\n");
    write("part-00000.csv", "a,b\n1,x\n2,y\n");
    write("part-00002.csv", "");
    write("_SUCCESS", "");
    write("_committed_1", "{}");
    write(".part-00000.csv.crc", "crc");
    Files.createDirectory(folder.resolve("within"));
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("part-00003.csv.gz")))) {
      out.write("a,b\n4,z\n".getBytes(UTF_8));
    }
    Table table = TableFiles.read(folder);
    assertThat(TableText.of(table)).isEqualTo("a NUMBER: 1 2 3 4\nb TEXT: x y z z");
    assertThat(table.name()).isEqualTo("flights.2024");
  }

  @Test
  void read_fault_namesItsPart() throws IOException {
    write("0.csv", "a,b\n1,2\n3,4\n5,6\n");
    write("1.csv", "a,b\n1,2\n3,x\n");
    assertThatThrownBy(() -> TableFiles.read(folder))
        .hasMessageEndingWith(
            "1.csv, line 3, column 'b': 'x' is not a number; correct it or leave it empty");
  }

  @Test
  void read_wrongParts_oneLine() throws IOException {
    assertThatThrownBy(() -> TableFiles.read(folder))
        .isInstanceOf(InputException.class)
        .hasMessage(folder + " has no file of a table; folders within it are not read");
    write("a.csv", "a,b\n1,2\n");
    write("b.csv", "a,c\n1,2\n");
    assertThatThrownBy(() -> TableFiles.read(folder))
        .hasMessageContaining("b.csv has other columns than");
    write("b.csv", "@relation r\n@attribute a numeric\n@data\n1\n");
    assertThatThrownBy(() -> TableFiles.read(folder))
        .hasMessageContaining("b.csv is a file of ARFF, but");
    write("a.csv", "@relation r\n@attribute a numeric\n@data\n1\n");
    assertThatThrownBy(() -> TableFiles.read(folder))
        .hasMessageEndingWith(
            "only CSV and Parquet files can be parts of a table, not those of ARFF");
    Files.delete(folder.resolve("b.csv"));
    assertThat(TableText.of(TableFiles.read(folder))).isEqualTo("a NUMBER: 1");
  }

  @ParameterizedTest
  @CsvSource({
    "mnist.csv.gz, mnist",
    "mnist.csv, mnist",
    "mnist, mnist",
    "mnist.train.tsv, mnist.train",
    ".csv, .csv"
  })
  void read_nameOfTable(String file, String name) throws IOException {
    write(file, "a,b\n1,2\n");
    assertThat(TableFiles.read(folder.resolve(file)).name()).isEqualTo(name);
  }
}
