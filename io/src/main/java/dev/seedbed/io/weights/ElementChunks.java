package dev.seedbed.io.weights;

import dev.seedbed.io.file.FileSnapshot;
import dev.seedbed.io.weights.Replacement.Elements;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;

/// New elements of several tensors, handed out chunk by chunk, each to one thread.
final class ElementChunks {
  /// Elements that are asked for at once: large enough that a call costs nothing, small enough for
  /// the cache.
  static final int CHUNK = 1 << 18;

  private final FileSnapshot original;
  private final List<Placed> placed;
  private int next;

  /// The first element of `placed.get(next)` that is still to do.
  private long from;

  /// @param original where the elements that they replace stand
  ElementChunks(FileSnapshot original, List<Placed> placed) {
    this.original = original;
    this.placed = placed;
  }

  /// Elements, and where they go.
  record Placed(Elements elements, ElementPlace place) {}

  private record Chunk(Placed placed, long from, int count) {}

  private synchronized Optional<Chunk> next() {
    while (next < placed.size() && from == placed.get(next).elements().count()) {
      next++;
      from = 0;
    }
    if (next == placed.size()) {
      return Optional.empty();
    }
    Placed to = placed.get(next);
    int count = (int) Math.min(to.place().chunk(), to.elements().count() - from);
    var chunk = new Chunk(to, from, count);
    from += count;
    return Optional.of(chunk);
  }

  /// Writes chunks until there are no more.
  Void writeAll(FileChannel in, FileChannel out) throws IOException {
    int largest = placed.stream().mapToInt(each -> each.place().chunk()).max().orElse(0);
    var values = new float[largest];
    ByteBuffer bytes = ByteBuffer.allocateDirect(largest * Double.BYTES);
    for (var chunk = next(); chunk.isPresent(); chunk = next()) {
      write(chunk.get(), values, bytes, in, out);
    }
    return null;
  }

  private void write(Chunk chunk, float[] values, ByteBuffer bytes, FileChannel in, FileChannel out)
      throws IOException {
    Elements elements = chunk.placed().elements();
    NumberFormat format = elements.format();
    bytes.clear().limit(chunk.count() * format.bytes());
    if (elements.source().readsCurrent()) {
      elements.current().orElseThrow().read(original, in, chunk.from(), bytes);
      format.decode(bytes, values, 0, chunk.count());
    }
    elements.source().fill(chunk.from(), values, chunk.count());
    format.encode(values, chunk.count(), bytes);
    chunk.placed().place().write(out, chunk.from(), bytes);
  }
}
