package dev.seedbed.io.weights;

import dev.seedbed.io.weights.Replacement.Bytes;
import dev.seedbed.io.weights.Replacement.Elements;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// A copy of a file in which some ranges are replaced. What stays is copied by the operating
/// system; a tensor's new elements are made chunk by chunk, by several threads, each of which
/// writes its chunks where they belong. Memory does not grow with the file.
final class SplicedCopy {
  /// Elements that are asked for at once: large enough that a call costs nothing, small enough for
  /// the cache.
  static final int CHUNK = 1 << 18;

  private final FileSnapshot original;

  /// In the file's order, no two of the same bytes.
  private final List<Replacement> replacements;

  SplicedCopy(FileSnapshot original, List<Replacement> replacements) {
    this.original = original;
    this.replacements = new ArrayList<>(replacements);
    // The sort is stable: of several insertions at one place, the first stays the first.
    this.replacements.sort(
        Comparator.comparingLong(Replacement::begin).thenComparingLong(Replacement::end));
  }

  /// The length of the copy in bytes.
  long length() {
    long length = original.size();
    for (Replacement replacement : replacements) {
      length += replacement.content().length() - (replacement.end() - replacement.begin());
    }
    return length;
  }

  /// Writes the copy to [`at`, `at` + length) of `out`, whose position changes too.
  void writeTo(FileChannel out, long at, int threads) throws IOException {
    try (FileChannel in = original.open()) {
      var chunks = new Chunks(placed(at));
      var tasks = new ArrayList<Callable<Void>>();
      // Copies go by the channel's position, of which there is one: one thread makes them all.
      tasks.add(() -> {
        copyKept(in, out, at);
        return chunks.writeAll(in, out);
      });
      for (int i = 1; i < threads; i++) {
        tasks.add(() -> chunks.writeAll(in, out));
      }
      Threads.runAll(tasks);
    }
  }

  /// Elements, and where they go.
  private record Placed(Elements elements, long at) {}

  private List<Placed> placed(long at) {
    var placed = new ArrayList<Placed>();
    long shift = at;
    for (Replacement replacement : replacements) {
      if (replacement.content() instanceof Elements elements) {
        placed.add(new Placed(elements, replacement.begin() + shift));
      }
      shift += replacement.content().length() - (replacement.end() - replacement.begin());
    }
    return placed;
  }

  private void copyKept(FileChannel in, FileChannel out, long at) throws IOException {
    long from = 0;
    long to = at;
    for (Replacement replacement : replacements) {
      copy(in, from, replacement.begin() - from, out, to);
      to += replacement.begin() - from;
      if (replacement.content() instanceof Bytes(byte[] bytes)) {
        writeFully(out, ByteBuffer.wrap(bytes), to);
      }
      to += replacement.content().length();
      from = replacement.end();
    }
    copy(in, from, original.size() - from, out, to);
  }

  private void copy(FileChannel in, long from, long length, FileChannel out, long to)
      throws IOException {
    out.position(to);
    for (long done = 0; done < length; ) {
      long moved = in.transferTo(from + done, length - done, out);
      if (moved <= 0) {
        throw original.cutOff();
      }
      done += moved;
    }
  }

  private static void writeFully(FileChannel out, ByteBuffer bytes, long at) throws IOException {
    long end = at + bytes.remaining();
    while (bytes.hasRemaining()) {
      out.write(bytes, end - bytes.remaining());
    }
  }

  private record Chunk(Elements elements, long from, int count, long at) {}

  /// Hands out the chunks of all elements, each to one thread.
  private final class Chunks {
    private final List<Placed> placed;
    private int next;

    /// The first element of `placed.get(next)` that is still to do.
    private long from;

    Chunks(List<Placed> placed) {
      this.placed = placed;
    }

    private synchronized Optional<Chunk> next() {
      while (next < placed.size() && from == placed.get(next).elements().count()) {
        next++;
        from = 0;
      }
      if (next == placed.size()) {
        return Optional.empty();
      }
      Elements elements = placed.get(next).elements();
      int count = (int) Math.min(CHUNK, elements.count() - from);
      long at = placed.get(next).at() + from * elements.type().bytes();
      var chunk = new Chunk(elements, from, count, at);
      from += count;
      return Optional.of(chunk);
    }

    Void writeAll(FileChannel in, FileChannel out) throws IOException {
      var values = new float[CHUNK];
      ByteBuffer bytes = ByteBuffer.allocateDirect(CHUNK * Double.BYTES);
      for (var chunk = next(); chunk.isPresent(); chunk = next()) {
        write(chunk.get(), values, bytes, in, out);
      }
      return null;
    }

    private void write(
        Chunk chunk, float[] values, ByteBuffer bytes, FileChannel in, FileChannel out)
        throws IOException {
      Elements elements = chunk.elements();
      FloatType type = elements.type();
      bytes.clear().limit(chunk.count() * type.bytes());
      if (elements.source().readsCurrent()) {
        original.read(in, bytes, elements.current().orElseThrow() + chunk.from() * type.bytes());
        type.decode(bytes, values, chunk.count());
      }
      elements.source().fill(chunk.from(), values, chunk.count());
      type.encode(values, chunk.count(), bytes);
      writeFully(out, bytes, chunk.at());
    }
  }
}
