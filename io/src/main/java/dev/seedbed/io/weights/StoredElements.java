package dev.seedbed.io.weights;

import dev.seedbed.io.file.FileSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Elements that stand in a file as they are.
///
/// @param in the file, open
record StoredElements(FileSnapshot file, FileChannel in, NumberFormat format, ElementPlace place)
    implements TensorElements {

  /// Where each thread reads to: outside the heap, as the system wants it, and warm.
  private static final ThreadLocal<ByteBuffer> ROOM =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(0));

  /// Elements that stand one after the other, little-endian.
  ///
  /// @param at where the first stands, in bytes
  static TensorElements open(FileSnapshot file, long at, StoredTensor tensor) throws IOException {
    var format = NumberFormat.littleEndian(TensorElements.type(tensor));
    return open(file, format, new ElementPlace.Row(at, format.bytes()), tensor);
  }

  static TensorElements open(
      FileSnapshot file, NumberFormat format, ElementPlace place, StoredTensor tensor)
      throws IOException {
    var elements = new StoredElements(file, file.open(), format, place);
    return switch (place) {
      case ElementPlace.Row _ -> elements;
      case StridedPlace _ -> new BlockElements(elements, place.chunk(), tensor.elements());
    };
  }

  @Override
  public void read(long from, float[] into, int count) throws IOException {
    int chunk = Math.min(place.chunk(), count);
    ByteBuffer bytes = room(chunk * format.bytes());
    for (int done = 0; done < count; done += chunk) {
      int next = Math.min(chunk, count - done);
      bytes.clear().limit(next * format.bytes());
      place.read(file, in, from + done, bytes);
      format.decode(bytes, into, done, next);
    }
  }

  private static ByteBuffer room(int bytes) {
    if (ROOM.get().capacity() < bytes) {
      ROOM.set(ByteBuffer.allocateDirect(bytes));
    }
    return ROOM.get();
  }

  @Override
  public void close() throws IOException {
    in.close();
    file.requireUnchanged();
  }
}
