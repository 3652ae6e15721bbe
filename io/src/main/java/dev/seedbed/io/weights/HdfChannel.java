package dev.seedbed.io.weights;

import dev.seedbed.io.MalformedModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/// An HDF5 file for jhdf: a range of a file, of which only so much can be read before the next
/// [#allow]. A damaged file whose parts refer to each other in circles then ends in an error.
///
/// Opaque types without a tag, as Keras stores bfloat16, cannot be read by jhdf 0.13.0: it takes
/// the file for damaged. In a header of an object they are shown to it as strings of as many bytes.
/// (Headers of version 2, which h5py writes with `libver="latest"`, have a checksum, so that this
/// does not help there.)
final class HdfChannel implements SeekableByteChannel {
  /// Far above what sound files need: a group of one layer takes about 1,000 bytes and 20 reads.
  private static final long MOST_READS = 10_000_000;

  /// A message of type 3, of 8 bytes, of any flags: data type of class 5, version 1, no tag, 2
  /// bytes.
  private static final byte[] OPAQUE = {3, 0, 8, 0, 0, 0, 0, 0, 0x15, 0, 0, 0, 2, 0, 0, 0};

  private static final int FLAGS = 4;
  private static final int CLASS = 8;
  private static final byte STRING = 0x13;

  private final FileChannel in;
  private final long begin;
  private final long length;
  private long position;
  private long reads;
  private long bytes;
  private boolean numbers;

  /// @param in is closed with this
  HdfChannel(FileChannel in, long begin, long length) {
    this.in = in;
    this.begin = begin;
    this.length = length;
    allow();
  }

  /// Allows as much reading as listing the contents of a sound file takes.
  void allow() {
    reads = Math.min(MOST_READS, 20_000 + length / 8);
    bytes = (1L << 24) + 4 * length;
  }

  /// What is read from now on are numbers, to be shown as they are.
  void numbersFollow() {
    numbers = true;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    reads--;
    bytes -= into.remaining();
    if (reads < 0 || bytes < 0) {
      throw new MalformedModelException("its parts refer to each other in circles");
    }
    if (position >= length) {
      return -1;
    }
    int limit = into.limit();
    int begun = into.position();
    into.limit((int) Math.min(limit, begun + length - position));
    try {
      // jhdf does not ask for the rest of a read that is cut short.
      int count = 1;
      while (into.hasRemaining() && count > 0) {
        count = in.read(into, begin + position);
        position += Math.max(0, count);
      }
      if (!numbers && into.hasArray()) {
        showTypes(into.array(), into.arrayOffset() + begun, into.arrayOffset() + into.position());
      }
      return into.position() - begun;
    } finally {
      into.limit(limit);
    }
  }

  private static void showTypes(byte[] bytes, int begin, int end) {
    for (int at = begin; at + OPAQUE.length <= end; at++) {
      int same = 0;
      while (same < OPAQUE.length && (same == FLAGS || bytes[at + same] == OPAQUE[same])) {
        same++;
      }
      if (same == OPAQUE.length) {
        bytes[at + CLASS] = STRING;
      }
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long next) {
    position = next;
    return this;
  }

  @Override
  public long size() {
    return length;
  }

  @Override
  public boolean isOpen() {
    return in.isOpen();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }
}
