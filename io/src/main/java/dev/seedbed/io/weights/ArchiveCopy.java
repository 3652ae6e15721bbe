package dev.seedbed.io.weights;

import dev.seedbed.data.InputException;
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
    var growth = new TreeMap<Long, Long>();
    Map<ZipMember, Compressed> written = compress(out, growth);
    new SplicedCopy(original, replacements).writeTo(out, 0, threads);
    try (FileChannel in = original.open()) {
      scatter(in, out, growth, threads);
      Map<ZipMember, Integer> sums = checksums(out, growth, threads);
      for (Map.Entry<ZipMember, Integer> each : sums.entrySet()) {
        write(ZipNumbers.of(each.getKey(), in).crc(), each.getValue(), out, growth);
      }
      for (Map.Entry<ZipMember, Compressed> each : written.entrySet()) {
        ZipNumbers numbers = ZipNumbers.of(each.getKey(), in);
        write(numbers.crc(), each.getValue().crc(), out, growth);
        writeSize(numbers.compressed(), each.getValue().length(), out, growth);
      }
      move(in, out, growth);
    }
  }

  /// How far what stood at `at` has moved.
  private static long growth(TreeMap<Long, Long> growth, long at) {
    Map.Entry<Long, Long> before = growth.floorEntry(at);
    return before == null ? 0 : before.getValue();
  }

  /// Writes the compressed members where they belong, as their lengths are known only then.
  ///
  /// @param growth takes how far all moves that begins at a position of the original, or behind it
  private Map<ZipMember, Compressed> compress(FileChannel out, TreeMap<Long, Long> growth)
      throws IOException {
    var written = new LinkedHashMap<ZipMember, Compressed>();
    recompressed.sort(Comparator.comparingLong(each -> each.member().begin()));
    long moved = 0;
    for (Recompressed each : recompressed) {
      ZipMember member = each.member();
      Compressed compressed = each.content().writeTo(out, member.dataBegin() + moved);
      moved += compressed.length() - (member.dataEnd() - member.dataBegin());
      growth.put(member.dataEnd(), moved);
      var present = new Replacement.Present(compressed.length());
      replacements.add(new Replacement(member.dataBegin(), member.dataEnd(), present));
      written.put(member, compressed);
    }
    return written;
  }

  private void scatter(FileChannel in, FileChannel out, TreeMap<Long, Long> growth, int threads)
      throws IOException {
    if (scattered.isEmpty()) {
      return;
    }
    List<Placed> moved =
        scattered.stream()
            .map(each ->
                new Placed(each.elements(), each.place().moved(growth(growth, each.place().at()))))
            .toList();
    var chunks = new ElementChunks(original, moved);
    Threads.runAll(Collections.nCopies(threads, () -> chunks.writeAll(in, out)));
  }

  private Map<ZipMember, Integer> checksums(
      FileChannel out, TreeMap<Long, Long> growth, int threads) throws IOException {
    List<ZipMember> members = List.copyOf(stored.values());
    int[] sums = new int[members.size()];
    var next = new AtomicInteger();
    Callable<Void> task =
        () -> {
          for (int i = next.getAndIncrement(); i < sums.length; i = next.getAndIncrement()) {
            sums[i] = checksum(out, members.get(i), growth);
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

  private int checksum(FileChannel out, ZipMember member, TreeMap<Long, Long> growth)
      throws IOException {
    var crc = new CRC32();
    long moved = growth(growth, member.dataBegin());
    ByteBuffer bytes = ByteBuffer.allocateDirect((int) Math.min(BUFFER, member.size()));
    for (long at = member.dataBegin(); at < member.dataEnd(); at += bytes.limit()) {
      bytes.clear().limit((int) Math.min(bytes.capacity(), member.dataEnd() - at));
      original.read(out, bytes, at + moved);
      crc.update(bytes.duplicate());
    }
    return (int) crc.getValue();
  }

  private static void write(
      List<ZipField> fields, long value, FileChannel out, TreeMap<Long, Long> growth)
      throws IOException {
    for (ZipField field : fields) {
      field.write(out, field.at() + growth(growth, field.at()), value);
    }
  }

  /// Writes a size or an offset.
  private void writeSize(
      List<ZipField> fields, long value, FileChannel out, TreeMap<Long, Long> growth)
      throws IOException {
    if (!fields.stream().allMatch(field -> field.holds(value))) {
      throw new InputException(
          original.path() + " would become too large for its archive, which has no zip64 fields");
    }
    write(fields, value, out, growth);
  }

  private void move(FileChannel in, FileChannel out, TreeMap<Long, Long> growth)
      throws IOException {
    if (growth.isEmpty()) {
      return;
    }
    for (ZipMember member : archive.members()) {
      long moved = growth(growth, member.begin());
      if (moved != 0) {
        writeSize(List.of(ZipNumbers.of(member, in).offset()), member.begin() + moved, out, growth);
      }
    }
    for (ZipField field : archive.end().moving()) {
      long value = field.read(in);
      if (field.holds(value)) {
        writeSize(List.of(field), value + growth(growth, value), out, growth);
      }
    }
  }
}
