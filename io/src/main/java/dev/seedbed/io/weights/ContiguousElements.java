package dev.seedbed.io.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Elements that stand in a file one after the other.
///
/// @param in the file, open
/// @param at where the first stands, in bytes
record ContiguousElements(FileSnapshot file, FileChannel in, long at, FloatType type)
    implements TensorElements {

  static ContiguousElements open(FileSnapshot file, long at, StoredTensor tensor)
      throws IOException {
    FloatType type = TensorElements.type(tensor);
    return new ContiguousElements(file, file.open(), at, type);
  }

  @Override
  public void read(long from, float[] into, int count) throws IOException {
    int chunk = Math.min(SplicedCopy.CHUNK, count);
    ByteBuffer bytes = ByteBuffer.allocate(chunk * type.bytes());
    for (int done = 0; done < count; done += chunk) {
      int next = Math.min(chunk, count - done);
      bytes.clear().limit(next * type.bytes());
      file.read(in, bytes, at + (from + done) * type.bytes());
      type.decode(bytes, into, done, next);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
