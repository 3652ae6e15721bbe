package dev.seedbed.io.weights;

import dev.seedbed.data.InputException;
import dev.seedbed.io.file.FileSnapshot;
import dev.seedbed.io.weights.ElementChunks.Placed;
import dev.seedbed.io.weights.Replacement.Elements;
import dev.seedbed.io.zip.ZipArchive;
import dev.seedbed.io.zip.ZipField;
import dev.seedbed.io.zip.ZipMember;
import dev.seedbed.io.zip.ZipNumbers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;

/// A copy of a zip archive in which elements in some members are replaced. Where that leaves
/// lengths as they are, so does the copy; compressed members get new lengths, and what is behind
/// them moves. Checksums, sizes and offsets are made right wherever the archive has them.
final class ArchiveCopy {
  private static final int BUFFER = 1 << 20;

  private final FileSnapshot original;
  private final ZipArchive archive;
  private final List<Replacement> replacements = new ArrayList<>();

  /// Elements that are not one behind the other, and are written over what was copied.
  private final List<Placed> scattered = new ArrayList<>();

  /// The members that change, but keep their lengths.
  private final Map<String, ZipMember> stored = new LinkedHashMap<>();

  private final List<Recompressed> recompressed = new ArrayList<>();

  ArchiveCopy(FileSnapshot original, ZipArchive archive) {
    this.original = original;
    this.archive = archive;
  }

  /// The new bytes of a compressed member.
  @FunctionalInterface
  interface Compression {
    /// Writes them at `at`.
    Compressed writeTo(FileChannel out, long at) throws IOException;
  }

  /// @param length in bytes
  /// @param crc of what was compressed
  record Compressed(long length, int crc) {}

  private record Recompressed(ZipMember member, Compression content) {}

  /// Gives the elements at `place`, in a member that is stored, others.
  void replace(
      ZipMember member, NumberFormat format, ElementPlace place, long count, ElementSource source) {
    stored.put(member.name(), member);
    switch (place) {
      case ElementPlace.Row(long at, _) ->
          replacements.add(Replacement.inPlace(at, format, count, source));
      case StridedPlace _ -> {
        var elements = new Elements(format, count, source, Optional.of(place));
        scattered.add(new Placed(elements, place));
      }
    }
  }

  /// Gives a compressed member other content.
  void replace(ZipMember member, Compression content) {
    recompressed.add(new Recompressed(member, content));
  }

  /// Writes the copy to the beginning of `out`, which can be read as well.
  void writeTo(FileChannel out, int threads) throws IOException {
    var target = new Target(out);
    Map<ZipMember, Compressed> compressed = target.compress();
    new SplicedCopy(original, replacements).writeTo(out, 0, threads);
    try (FileChannel in = original.open()) {
      target.scatter(in, threads);
      target.patch(in, target.checksums(threads), compressed);
      target.patchOffsets(in);
    }
    original.requireUnchanged();
  }

  /// The copy while it is written.
  private final class Target {
    private final FileChannel out;

    /// How far all has moved that begins at a position of the original, or behind it.
    private final NavigableMap<Long, Long> moves = new TreeMap<>();

    Target(FileChannel out) {
      this.out = out;
    }

    /// How far what stood at `at` has moved.
    private long move(long at) {
      Map.Entry<Long, Long> before = moves.floorEntry(at);
      return before == null ? 0 : before.getValue();
    }

    /// Writes the compressed members where they belong, as their lengths are known only then.
    Map<ZipMember, Compressed> compress() throws IOException {
      var written = new LinkedHashMap<ZipMember, Compressed>();
      recompressed.sort(Comparator.comparingLong(each -> each.member().begin()));
      long moved = 0;
      for (Recompressed each : recompressed) {
        ZipMember member = each.member();
        Compressed compressed = each.content().writeTo(out, member.dataBegin() + moved);
        moved += compressed.length() - (member.dataEnd() - member.dataBegin());
        moves.put(member.dataEnd(), moved);
        var present = new Replacement.Present(compressed.length());
        replacements.add(new Replacement(member.dataBegin(), member.dataEnd(), present));
        written.put(member, compressed);
      }
      return written;
    }

    void scatter(FileChannel in, int threads) throws IOException {
      if (scattered.isEmpty()) {
        return;
      }
      List<Placed> moved =
          scattered.stream()
              .map(each -> new Placed(each.elements(), each.place().moved(move(each.place().at()))))
              .toList();
      var chunks = new ElementChunks(original, moved);
      Threads.runAll(Collections.nCopies(threads, () -> chunks.writeAll(in, out)));
    }

    /// The checksums of the members that keep their lengths.
    Map<ZipMember, Integer> checksums(int threads) throws IOException {
      List<ZipMember> members = List.copyOf(stored.values());
      int[] sums = new int[members.size()];
      var next = new AtomicInteger();
      Callable<Void> task =
          () -> {
            for (int i = next.getAndIncrement(); i < sums.length; i = next.getAndIncrement()) {
              sums[i] = checksum(members.get(i));
            }
            return null;
          };
      Threads.runAll(Collections.nCopies(threads, task));
      var byMember = new LinkedHashMap<ZipMember, Integer>();
      for (int i = 0; i < sums.length; i++) {
        byMember.put(members.get(i), sums[i]);
      }
      return byMember;
    }

    private int checksum(ZipMember member) throws IOException {
      var crc = new CRC32();
      long moved = move(member.dataBegin());
      ByteBuffer bytes = ByteBuffer.allocateDirect((int) Math.min(BUFFER, member.size()));
      for (long at = member.dataBegin(); at < member.dataEnd(); at += bytes.limit()) {
        bytes.clear().limit((int) Math.min(bytes.capacity(), member.dataEnd() - at));
        original.read(out, bytes, at + moved);
        crc.update(bytes.duplicate());
      }
      return (int) crc.getValue();
    }

    /// Writes checksums and sizes.
    void patch(
        FileChannel in, Map<ZipMember, Integer> checksums, Map<ZipMember, Compressed> compressed)
        throws IOException {
      for (Map.Entry<ZipMember, Integer> each : checksums.entrySet()) {
        write(ZipNumbers.of(each.getKey(), in).crc(), each.getValue());
      }
      for (Map.Entry<ZipMember, Compressed> each : compressed.entrySet()) {
        ZipNumbers numbers = ZipNumbers.of(each.getKey(), in);
        write(numbers.crc(), each.getValue().crc());
        writeSize(numbers.compressed(), each.getValue().length());
      }
    }

    /// Writes the offsets of what has moved.
    void patchOffsets(FileChannel in) throws IOException {
      if (moves.isEmpty()) {
        return;
      }
      for (ZipMember member : archive.members()) {
        long moved = move(member.begin());
        if (moved != 0) {
          writeSize(List.of(ZipNumbers.of(member, in).offset()), member.begin() + moved);
        }
      }
      for (ZipField field : archive.end().moving()) {
        long value = field.read(in);
        if (field.holds(value)) {
          writeSize(List.of(field), value + move(value));
        }
      }
    }

    private void write(List<ZipField> fields, long value) throws IOException {
      for (ZipField field : fields) {
        field.write(out, field.at() + move(field.at()), value);
      }
    }

    private void writeSize(List<ZipField> fields, long value) throws IOException {
      if (!fields.stream().allMatch(field -> field.holds(value))) {
        throw new InputException(
            original.path() + " would become too large for its archive, which has no zip64 fields");
      }
      write(fields, value);
    }
  }
}
