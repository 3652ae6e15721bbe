package dev.seedbed.io.table;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.data.InputException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// A text file, plain or compressed with gzip.
///
/// @param encoding UTF-8 if it is not known, or UTF-16 if a byte order mark says so
record TextSource(Path file, Optional<Charset> encoding) {
  private static final int BUFFER = 1 << 16;
  private static final byte[] GZIP = {0x1F, (byte) 0x8B};

  /// The characters from the first on that is no byte order mark. What is not in the encoding ends
  /// the reading.
  Reader open() throws IOException {
    InputStream in = bytes(file);
    try {
      Charset charset = afterMark(in);
      var decoder =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
      return new BufferedReader(new InputStreamReader(in, decoder), BUFFER);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /// The bytes of a file, unpacked if it is compressed with gzip; a stream that can be marked.
  static InputStream bytes(Path file) throws IOException {
    var raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      raw.mark(GZIP.length);
      boolean packed = Arrays.equals(raw.readNBytes(GZIP.length), GZIP);
      raw.reset();
      return packed ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER) : raw;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private Charset afterMark(InputStream in) throws IOException {
    for (Charset charset : new Charset[] {UTF_8, UTF_16LE, UTF_16BE}) {
      byte[] mark = "\uFEFF".getBytes(charset);
      in.mark(mark.length);
      if (Arrays.equals(in.readNBytes(mark.length), mark)) {
        return charset;
      }
      in.reset();
    }
    return encoding.orElse(UTF_8);
  }

  InputException notInEncoding() {
    return encoding.isPresent()
        ? new InputException("%s is not a text in %s".formatted(file, encoding.get()))
        : new InputException(
            "%s is not a text in UTF-8: save it with that encoding".formatted(file),
            new InputException.Hint.NameEncoding());
  }
}
