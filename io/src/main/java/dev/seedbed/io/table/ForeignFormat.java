package dev.seedbed.io.table;

import dev.seedbed.data.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A format that is not read.
///
/// @param look what a file of it looks like
/// @param advice how to make a table of it that is read
record ForeignFormat(String look, String advice) {
  private static final String SAVE = "save the sheet as CSV (UTF-8)";
  private static final String UNPACK = "unpack it, and give the table that it holds";
  private static final ForeignFormat EXCEL = new ForeignFormat("an Excel workbook", SAVE);
  private static final ForeignFormat WORD =
      new ForeignFormat("a Word document", "save its table as CSV (UTF-8)");
  private static final ForeignFormat OPEN_DOCUMENT =
      new ForeignFormat("an OpenDocument file", SAVE);
  private static final ForeignFormat WEIGHTS =
      new ForeignFormat("the weights of a model", "give a table of data, such as a CSV file");

  /// How a file begins, and what that tells.
  ///
  /// @param name a pattern of its lower-case name, where the bytes alone do not tell
  private record Sign(Pattern begin, Pattern name, ForeignFormat format) {
    static Sign of(String begin, String name, ForeignFormat format) {
      return new Sign(Pattern.compile(begin, Pattern.DOTALL), Pattern.compile(name), format);
    }

    static Sign of(String begin, String look, String advice) {
      return of(begin, "", new ForeignFormat(look, advice));
    }
  }

  private static final List<Sign> SIGNS =
      List.of(
          Sign.of("\\xD0\\xCF\\x11\\xE0", "\\.doc$", WORD),
          Sign.of("\\xD0\\xCF\\x11\\xE0", "", EXCEL),
          Sign.of("\\x89HDF\\r\\n", "an HDF5 file", pandas("read_hdf")),
          Sign.of("(ARROW1|FEA1)(?=.*\\x00)", "a Feather or Arrow file", pandas("read_feather")),
          Sign.of(
              "\\xFF{4}..\\x00\\x00\\x10\\x00",
              "an Arrow stream",
              "in Python, pyarrow.csv.write_csv(pyarrow.ipc.open_stream(…).read_all(), …)"),
          Sign.of("ORC(?=.*\\x00)", "an ORC file", pandas("read_orc")),
          Sign.of(
              "Obj\\x01",
              "an Avro file",
              "in Spark, spark.read.format(\"avro\").load(…).write.parquet(…)"),
          Sign.of("PARE(?=.*\\x00)", "an encrypted Parquet file", "decrypt it"),
          Sign.of(
              "SQLite format 3\\x00",
              "a SQLite database",
              "sqlite3 -header -csv FILE 'select * from TABLE' > table.csv"),
          Sign.of("\\x80[\\x02-\\x05]", "a Python pickle", pandas("read_pickle")),
          Sign.of(
              "(RD[AX][23]\\n|X\\n\\x00\\x00)",
              "a file of R",
              "in R, write.csv(…, row.names = FALSE)"),
          Sign.of("<stata_dta>", "a Stata file", pandas("read_stata")),
          Sign.of(
              "[\\x69-\\x73][\\x01\\x02]\\x01\\x00",
              "\\.dta(\\.gz)?$",
              new ForeignFormat("a Stata file", pandas("read_stata"))),
          Sign.of(
              "\\x00{12}\\xC2\\xEA\\x81\\x60|HEADER RECORD\\*{7}",
              "a SAS file", pandas("read_sas")),
          Sign.of("\\$FL[23]", "an SPSS file", pandas("read_spss")),
          Sign.of("MATLAB 5.0 MAT-file", "a MATLAB file", "in MATLAB, writetable(…)"),
          Sign.of("%PDF-", "a PDF document", "get the data that it was made from as CSV"),
          Sign.of("\\{\\\\rtf", "", WORD),
          Sign.of(
              "(\\xEF\\xBB\\xBF)?\\s*+\\[\\s*+[\\[{]|(\\xEF\\xBB\\xBF)?\\s*+\\{[^\\n]*\\}\\s*\\n\\s*+\\{",
              "JSON",
              json()),
          Sign.of("(\\xEF\\xBB\\xBF)?\\s*+\\{\\s*+[\"}]", "JSON", json()),
          Sign.of(
              "(\\xEF\\xBB\\xBF)?\\s*+<(?i:!doctype html|html)",
              "a web page",
              "get the data file itself, such as its CSV"),
          Sign.of("(\\xEF\\xBB\\xBF)?\\s*+<(\\?xml|!)", "XML", pandas("read_xml")),
          Sign.of("BZh[1-9]1AY&SY", "a file packed with bzip2", "unpack it with bunzip2"),
          Sign.of("\\xFD7zXZ\\x00", "a file packed with xz", "unpack it with unxz"),
          Sign.of("\\x28\\xB5\\x2F\\xFD", "a file packed with zstd", "unpack it with unzstd"),
          Sign.of("\\x04\\x22\\x4D\\x18", "a file packed with lz4", "unpack it with unlz4"),
          Sign.of("7z\\xBC\\xAF|Rar!\\x1A|PK(\\x05\\x06|\\x07\\x08)", "an archive", UNPACK),
          Sign.of(".{257}ustar", "a tar archive", UNPACK),
          Sign.of(
              "\\x89PNG|\\xFF\\xD8\\xFF",
              "an image",
              "make a table of its numbers, one row an image"),
          Sign.of(
              "version https://git-lfs",
              "a pointer of Git LFS",
              "fetch the file with git lfs pull"),
          Sign.of(".{4}\\x00{4}\\{", "", WEIGHTS),
          Sign.of("GGUF(?=.*\\x00)|\\x08[\\x01-\\x20][\\x12:]", "", WEIGHTS));

  private static String pandas(String reader) {
    return "in Python, pandas.%s(…).to_csv(…, index=False)".formatted(reader);
  }

  private static String json() {
    return pandas("read_json") + ", with lines=True if each line is a record";
  }

  /// The format of a file by how it begins, if it is one of these.
  ///
  /// @param begin each byte a character
  /// @param name of the file, in lower case
  static Optional<ForeignFormat> of(String begin, String name) {
    return SIGNS.stream()
        .filter(sign -> sign.begin.matcher(begin).lookingAt() && sign.name.matcher(name).find())
        .map(Sign::format)
        .findFirst();
  }

  /// The format of a zip archive that holds no arrays.
  ///
  /// @param entries their names
  static ForeignFormat ofArchive(List<String> entries) {
    if (entries.stream().anyMatch(entry -> entry.startsWith("xl/"))) {
      return EXCEL;
    }
    if (entries.stream().anyMatch(entry -> entry.startsWith("word/"))) {
      return WORD;
    }
    if (entries.contains("mimetype")) {
      return OPEN_DOCUMENT;
    }
    return entries.stream().anyMatch(entry -> entry.endsWith("data.pkl"))
        ? WEIGHTS
        : new ForeignFormat("a zip archive", UNPACK);
  }

  /// That a file is of this format.
  InputException refused(Path file) {
    return new InputException("%s looks like %s: %s".formatted(file, look, advice));
  }
}
