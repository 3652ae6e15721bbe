package dev.seedbed.io.weights;

import dev.seedbed.io.file.FileSnapshot;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;

/// Elements of an array that is deflated. They can be read forward only: who goes back begins anew.
/// Several threads that each go forward have a stream each.
final class DeflatedElements implements TensorElements {
  /// Streams that wait to be read further, at most.
  private static final int MOST_WAITING = 16;

  private final FileSnapshot file;
  private final FileChannel in;
  private final NpzMember array;
  private final NumberFormat format;

  /// Those that no thread is reading.
  private final List<Forward> waiting = new ArrayList<>();

  private DeflatedElements(
      FileSnapshot file, FileChannel in, NpzMember array, NumberFormat format) {
    this.file = file;
    this.in = in;
    this.array = array;
    this.format = format;
  }

  static DeflatedElements open(FileSnapshot file, NpzMember array, NumberFormat format)
      throws IOException {
    return new DeflatedElements(file, file.open(), array, format);
  }

  /// The elements in row-major order, of an array that is stored in another. All are read at once.
  static TensorElements reordered(
      FileSnapshot file, NpzMember array, NumberFormat format, StoredTensor tensor)
      throws IOException {
    try (TensorElements inOrderOfFile = open(file, array, format)) {
      float[] stored = inOrderOfFile.all(tensor);
      float[] elements = TensorElements.room(tensor, tensor.elements());
      array.view().gather(stored, elements);
      return TensorElements.held(elements);
    }
  }

  /// A stream, and where it is in the array's bytes.
  private static final class Forward {
    private final InputStream bytes;
    private long position;

    Forward(InputStream bytes) {
      this.bytes = bytes;
    }

    void skipTo(long to) throws IOException {
      bytes.skipNBytes(to - position);
      position = to;
    }

    void fill(byte[] into, int length) throws IOException {
      if (bytes.readNBytes(into, 0, length) < length) {
        throw new EOFException();
      }
      position += length;
    }
  }

  @Override
  public void read(long from, float[] into, int count) throws IOException {
    long begin = array.header().size() + from * format.bytes();
    Forward stream = take(begin);
    try {
      stream.skipTo(begin);
      decode(stream, into, count);
    } catch (EOFException | ZipException e) {
      stream.bytes.close();
      throw new IOException(
          "'%s' of %s is damaged: its numbers cannot be decompressed"
              .formatted(Quoted.of(array.member().name()), file.path()));
    }
    giveBack(stream);
  }

  private void decode(Forward stream, float[] into, int count) throws IOException {
    int chunk = Math.min(ElementChunks.CHUNK, count);
    byte[] bytes = new byte[chunk * format.bytes()];
    for (int done = 0; done < count; done += chunk) {
      int next = Math.min(chunk, count - done);
      stream.fill(bytes, next * format.bytes());
      format.decode(ByteBuffer.wrap(bytes), into, done, next);
    }
  }

  /// The stream that has the least way to go.
  private synchronized Forward take(long begin) {
    Optional<Forward> nearest =
        waiting.stream()
            .filter(stream -> stream.position <= begin)
            .max(Comparator.comparingLong(stream -> stream.position));
    nearest.ifPresent(waiting::remove);
    return nearest.orElseGet(() -> new Forward(array.member().open(in)));
  }

  private synchronized void giveBack(Forward stream) throws IOException {
    waiting.add(stream);
    if (waiting.size() > MOST_WAITING) {
      waiting.removeFirst().bytes.close();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    for (Forward stream : waiting) {
      stream.bytes.close();
    }
    waiting.clear();
    in.close();
    file.requireUnchanged();
  }
}
