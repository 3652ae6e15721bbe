package dev.seedbed.io.weights;

import dev.seedbed.io.file.FileSnapshot;
import dev.seedbed.io.weights.ElementChunks.Placed;
import dev.seedbed.io.weights.Replacement.Bytes;
import dev.seedbed.io.weights.Replacement.Elements;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;

/// A copy of a file in which some ranges are replaced. What stays is copied by the operating
/// system; a tensor's new elements are made chunk by chunk, by several threads, each of which
/// writes its chunks where they belong. Memory does not grow with the file.
final class SplicedCopy {
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
    return original.size() + replacements.stream().mapToLong(SplicedCopy::growth).sum();
  }

  private static long growth(Replacement replacement) {
    return replacement.content().length() - (replacement.end() - replacement.begin());
  }

  /// Writes the copy to [`at`, `at` + length) of `out`, whose position changes too.
  void writeTo(FileChannel out, long at, int threads) throws IOException {
    try (FileChannel in = original.open()) {
      var chunks = new ElementChunks(original, placed(at));
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
    original.requireUnchanged();
  }

  private List<Placed> placed(long at) {
    var placed = new ArrayList<Placed>();
    long shift = at;
    for (Replacement replacement : replacements) {
      if (replacement.content() instanceof Elements elements) {
        long begin = replacement.begin() + shift;
        placed.add(new Placed(elements, new ElementPlace.Row(begin, elements.format().bytes())));
      }
      shift += growth(replacement);
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
        ElementPlace.writeFully(out, ByteBuffer.wrap(bytes), to);
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
}
