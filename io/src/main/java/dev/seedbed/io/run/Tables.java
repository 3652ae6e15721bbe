package dev.seedbed.io.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.seedbed.io.file.AtomicFiles;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The tables of a run folder: RFC 4180, UTF-8, a header line, `.` as the decimal point, empty
/// where there is no number.
final class Tables {

  private Tables() {}

  static void write(Path file, List<String> header, Stream<List<String>> rows) throws IOException {
    AtomicFiles.write(
        file,
        out -> {
          var csv =
              CsvWriter.builder()
                  .lineDelimiter(LineDelimiter.LF)
                  .build(new OutputStreamWriter(out, UTF_8));
          csv.writeRecord(header);
          rows.forEach(csv::writeRecord);
          csv.flush();
        });
  }

  static String number(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "";
  }

  static String number(float value) {
    return Float.isFinite(value) ? Float.toString(value) : "";
  }
}
