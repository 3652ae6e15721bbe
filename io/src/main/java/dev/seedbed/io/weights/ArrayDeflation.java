package dev.seedbed.io.weights;

import dev.seedbed.io.file.FileSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// Other elements of an array that is deflated in an archive: behind its header as it was, they are
/// deflated as they are made. Those of an array whose first axis varies fastest are made first, all
/// of them.
///
/// @param current the elements that it has
record ArrayDeflation(
    FileSnapshot original,
    NpzMember array,
    StoredTensor tensor,
    NumberFormat format,
    WeightFile current,
    ElementSource source)
    implements ArchiveCopy.Compression {
  private static final int BUFFER = 1 << 16;

  @Override
  public ArchiveCopy.Compressed writeTo(FileChannel out, long at) throws IOException {
    var bytes = new Positioned(out, at);
    var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try (var deflated = new DeflaterOutputStream(bytes, deflater, BUFFER)) {
      var summed = new CheckedOutputStream(deflated, new CRC32());
      try (FileChannel in = original.open();
          InputStream before = array.member().open(in)) {
        summed.write(before.readNBytes(array.header().size()));
      }
      if (array.view().isRowMajor()) {
        writeInOrder(summed);
      } else {
        writeReordered(summed);
      }
      deflated.finish();
      return new ArchiveCopy.Compressed(bytes.next - at, (int) summed.getChecksum().getValue());
    } finally {
      deflater.end();
    }
  }

  private void writeInOrder(OutputStream out) throws IOException {
    float[] values = new float[ElementChunks.CHUNK];
    try (TensorElements before = current.open(tensor)) {
      for (long from = 0; from < tensor.elements(); from += ElementChunks.CHUNK) {
        int count = (int) Math.min(ElementChunks.CHUNK, tensor.elements() - from);
        fill(before, from, values, count);
        write(values, 0, count, out);
      }
    }
  }

  private void writeReordered(OutputStream out) throws IOException {
    float[] values = TensorElements.room(tensor, tensor.elements());
    try (TensorElements before = current.open(tensor)) {
      fill(before, 0, values, values.length);
    }
    float[] stored = TensorElements.room(tensor, tensor.elements());
    array.view().scatter(values, stored);
    for (int from = 0; from < stored.length; from += ElementChunks.CHUNK) {
      write(stored, from, Math.min(ElementChunks.CHUNK, stored.length - from), out);
    }
  }

  private void fill(TensorElements before, long from, float[] values, int count)
      throws IOException {
    if (source.readsCurrent()) {
      before.read(from, values, count);
    }
    source.fill(from, values, count);
  }

  private void write(float[] values, int from, int count, OutputStream out) throws IOException {
    byte[] bytes = new byte[count * format.bytes()];
    format.encode(Arrays.copyOfRange(values, from, from + count), count, ByteBuffer.wrap(bytes));
    out.write(bytes);
  }

  /// Writes to a file from a position on.
  private static final class Positioned extends OutputStream {
    private final FileChannel out;
    private long next;

    Positioned(FileChannel out, long next) {
      this.out = out;
      this.next = next;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      ElementPlace.writeFully(out, ByteBuffer.wrap(bytes, from, length), next);
      next += length;
    }
  }
}
