package dev.seedbed.io.table;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignFormatTest {
  @TempDir private Path folder = Path.of("");

  /// The name of a file, how it begins, and what it looks like; the advice follows.
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "a.xls # \\xD0\\xCF\\x11\\xE0\\xA1\\xB1\\x1A\\xE1 # an Excel workbook: save the sheet as CSV (UTF-8)",
        "a.doc # \\xD0\\xCF\\x11\\xE0\\xA1\\xB1\\x1A\\xE1 # a Word document: save its table as CSV (UTF-8)",
        "a.h5 # \\x89HDF\\x0D\\x0A\\x1A\\x0A # an HDF5 file: in Python, pandas.read_hdf(…).to_csv(…, index=False)",
        "a.feather # ARROW1\\x00\\x00 # a Feather or Arrow file: in Python, pandas.read_feather(…).to_csv(…, index=False)",
        "a.feather # FEA1\\x00 # a Feather or Arrow file: in Python, pandas.read_feather(…).to_csv(…, index=False)",
        "a.orc # ORC\\x0A\\x00 # an ORC file: in Python, pandas.read_orc(…).to_csv(…, index=False)",
        "a.avro # Obj\\x01\\x02 # an Avro file: in Spark, spark.read.format(\"avro\").load(…).write.parquet(…)",
        "a.db # SQLite format 3\\x00 # a SQLite database: sqlite3 -header -csv FILE 'select * from TABLE' > table.csv",
        "a.pkl # \\x80\\x04\\x95 # a Python pickle: in Python, pandas.read_pickle(…).to_csv(…, index=False)",
        "a.rds # X\\x0A\\x00\\x00\\x00\\x03 # a file of R: in R, write.csv(…, row.names = FALSE)",
        "a.RData # RDX3\\x0AX # a file of R: in R, write.csv(…, row.names = FALSE)",
        "a.dta # \\x72\\x02\\x01\\x00 # a Stata file: in Python, pandas.read_stata(…).to_csv(…, index=False)",
        "a.dta # <stata_dta><header> # a Stata file: in Python, pandas.read_stata(…).to_csv(…, index=False)",
        "a.sas7bdat # \\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\xC2\\xEA\\x81\\x60 # a SAS file: in Python, pandas.read_sas(…).to_csv(…, index=False)",
        "a.sav # $FL2@ # an SPSS file: in Python, pandas.read_spss(…).to_csv(…, index=False)",
        "a.mat # MATLAB 5.0 MAT-file # a MATLAB file: in MATLAB, writetable(…)",
        "a.json # [{\"a\": 1}] # JSON: in Python, pandas.read_json(…).to_csv(…, index=False), with lines=True if each line is a record",
        "a.jsonl # {\"a\": 1}\\x0A{\"a\": 2} # JSON: in Python, pandas.read_json(…).to_csv(…, index=False), with lines=True if each line is a record",
        "a.csv # <!DOCTYPE html><html> # a web page: get the data file itself, such as its CSV",
        "a.xml # <?xml version='1.0'?> # XML: in Python, pandas.read_xml(…).to_csv(…, index=False)",
        "a.pdf # %PDF-1.7 # a PDF document: get the data that it was made from as CSV",
        "a.csv.bz2 # BZh91AY&SY # a file packed with bzip2: unpack it with bunzip2",
        "a.csv.xz # \\xFD7zXZ\\x00 # a file packed with xz: unpack it with unxz",
        "a.csv.zst # \\x28\\xB5\\x2F\\xFD # a file packed with zstd: unpack it with unzstd",
        "a.7z # 7z\\xBC\\xAF\\x27\\x1C # an archive: unpack it, and give the table that it holds",
        "a.parquet # PARE\\x00 # an encrypted Parquet file: decrypt it",
        "a.png # \\x89PNG # an image: make a table of its numbers, one row an image",
        "a.csv # version https://git-lfs.github.com/spec/v1 # a pointer of Git LFS: fetch the file with git lfs pull",
        "a.safetensors # \\x10\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\": # the weights of a model: give a table of data, such as a CSV file",
        "a.onnx # \\x08\\x08\\x12\\x07 # the weights of a model: give a table of data, such as a CSV file"
      })
  void read_otherFormats_saysWhatAndHow(String name, String begin, String message)
      throws IOException {
    Path file = Files.write(folder.resolve(name), bytes(begin));
    assertThatThrownBy(() -> TableFiles.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + " looks like " + message);
  }

  private static byte[] bytes(String escaped) {
    var text = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      boolean escape = escaped.startsWith("\\x", i);
      text.append(escape ? (char) Integer.parseInt(escaped, i + 2, i + 4, 16) : escaped.charAt(i));
      i += escape ? 3 : 0;
    }
    return text.toString().getBytes(ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "xl/workbook.xml # an Excel workbook: save the sheet as CSV (UTF-8)",
        "word/document.xml # a Word document: save its table as CSV (UTF-8)",
        "mimetype # an OpenDocument file: save the sheet as CSV (UTF-8)",
        "model/data.pkl # the weights of a model: give a table of data, such as a CSV file",
        "data.csv # a zip archive: unpack it, and give the table that it holds"
      })
  void read_zipArchives_saysWhatAndHow(String entry, String message) throws IOException {
    Path file = folder.resolve("data.zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(entry));
    }
    assertThatThrownBy(() -> TableFiles.read(file)).hasMessage(file + " looks like " + message);
    Files.write(file, new byte[] {'P', 'K', 3, 4, 0});
    assertThatThrownBy(() -> TableFiles.read(file))
        .hasMessageEndingWith(
            "looks like a zip archive that is damaged or packed: unpack it, or get it again");
  }

  /// Names of columns that begin like another format.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "PK",
        "ORC",
        "PAR1",
        "PARE_",
        "FEA1",
        "ARROW1",
        "GGUF",
        "X",
        "A",
        "<b>",
        "<script>",
        "Obj",
        "%",
        "@data",
        "[a]",
        "{a}",
        "BZh9",
        "%PDF",
        "RDX3"
      })
  void read_csvThatBeginsAlike_isCsv(String column) throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), column + "|b\n2|3\n");
    assertThat(TableText.of(TableFiles.read(file))).isEqualTo(column + " NUMBER: 2\nb NUMBER: 3");
  }
}
