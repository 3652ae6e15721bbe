package dev.seedbed.bench.table;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.seedbed.data.Table;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.random.Seed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/// How fast a CSV file becomes a table, beside FastCSV alone with each field parsed by the JDK: in
/// turns, medians.
public final class TableBench {
  private static final int ROWS = 300_000;
  private static final int COLUMNS = 50;
  private static final int TURNS = 7;

  /// So many different rows are drawn, and repeated.
  private static final int DRAWN = 1000;

  private TableBench() {}

  public static void run() throws IOException {
    Path folder = Files.createTempDirectory("seedbed-tables");
    Path file = folder.resolve("numbers.csv");
    try {
      write(file);
      System.out.printf(
          "%,d rows of %d numbers, %,d MB, JDK %s.%n%n",
          ROWS, COLUMNS, Files.size(file) >> 20, Runtime.version());
      double[] plain = new double[TURNS];
      double[] ours = new double[TURNS];
      for (int turn = 0; turn < TURNS; turn++) {
        long start = System.nanoTime();
        float sum = plainPass(file);
        plain[turn] = (System.nanoTime() - start) / 1e9;
        start = System.nanoTime();
        Table table = TableFiles.read(file);
        ours[turn] = (System.nanoTime() - start) / 1e9;
        if (table.rows() != ROWS || Float.isNaN(sum)) {
          throw new IllegalStateException("not all rows were read");
        }
      }
      Arrays.sort(plain);
      Arrays.sort(ours);
      double theirs = plain[TURNS / 2];
      double own = ours[TURNS / 2];
      System.out.println("| | s | rows/s |");
      System.out.println("|---|---:|---:|");
      System.out.printf(
          Locale.ROOT, "| FastCSV and Float.parseFloat | %.2f | %,.0f |%n", theirs, ROWS / theirs);
      System.out.printf(Locale.ROOT, "| TableFiles.read | %.2f | %,.0f |%n", own, ROWS / own);
      System.out.printf(Locale.ROOT, "| their speed by ours | %.2f | |%n", theirs / own);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    }
  }

  private static void write(Path file) throws IOException {
    float[] numbers = new float[DRAWN * COLUMNS];
    new Seed(1).stream("numbers").symmetricUniform(0, numbers);
    try (var out = new PrintWriter(Files.newBufferedWriter(file))) {
      for (int column = 0; column < COLUMNS; column++) {
        out.print((column == 0 ? "" : ",") + "c" + column);
      }
      out.print('\n');
      for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < COLUMNS; column++) {
          out.print(column == 0 ? "" : ",");
          out.print(numbers[row % DRAWN * COLUMNS + column]);
        }
        out.print('\n');
      }
    }
  }

  private static float plainPass(Path file) throws IOException {
    float sum = 0;
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(file)) {
      boolean header = true;
      for (CsvRecord record : reader) {
        for (int i = 0; !header && i < record.getFieldCount(); i++) {
          sum += Float.parseFloat(record.getField(i));
        }
        header = false;
      }
    }
    return sum;
  }
}
