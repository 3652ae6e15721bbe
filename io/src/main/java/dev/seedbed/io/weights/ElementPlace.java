package dev.seedbed.io.weights;

import dev.seedbed.io.file.FileSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Where the elements of a tensor stand in a file.
sealed interface ElementPlace permits ElementPlace.Row, StridedPlace {

  /// The byte of the file from which on they are counted.
  long at();

  /// Fills the bytes of `into`, from 0 to its limit, with those of the elements `from`, `from` + 1,
  /// … in row-major order. Then it is ready to be read.
  void read(FileSnapshot file, FileChannel in, long from, ByteBuffer into) throws IOException;

  /// Writes all bytes of `elements`, those of the elements `from`, `from` + 1, …
  void write(FileChannel out, long from, ByteBuffer elements) throws IOException;

  /// How many elements are best read or written at once.
  int chunk();

  /// The same, `bytes` further on.
  ElementPlace moved(long bytes);

  /// One after the other.
  ///
  /// @param at where the first stands
  /// @param bytes of an element
  record Row(long at, int bytes) implements ElementPlace {
    @Override
    public void read(FileSnapshot file, FileChannel in, long from, ByteBuffer into)
        throws IOException {
      file.read(in, into, at + from * bytes);
    }

    @Override
    public void write(FileChannel out, long from, ByteBuffer elements) throws IOException {
      writeFully(out, elements, at + from * bytes);
    }

    @Override
    public int chunk() {
      return ElementChunks.CHUNK;
    }

    @Override
    public Row moved(long distance) {
      return new Row(at + distance, bytes);
    }
  }

  /// Writes what remains of `bytes` at `at`.
  static void writeFully(FileChannel out, ByteBuffer bytes, long at) throws IOException {
    long end = at + bytes.remaining();
    while (bytes.hasRemaining()) {
      out.write(bytes, end - bytes.remaining());
    }
  }
}
