package dev.seedbed.io.weights;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.file.FileSnapshot;
import dev.seedbed.io.zip.ZipArchive;
import dev.seedbed.io.zip.ZipMember;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

/// The HDF5 file that holds a Keras model's numbers: a file of its own, or a range of a .keras
/// file. If it is compressed there, a copy is unpacked into the folder of temporary files, which is
/// deleted when the JVM ends.
///
/// @param begin where it begins in `file`
/// @param archive a .keras file
/// @param member its weights, if they are not compressed
/// @param config the configuration of a .keras file, as JSON
record KerasData(
    FileSnapshot file,
    long begin,
    long length,
    Optional<ZipArchive> archive,
    Optional<ZipMember> member,
    Optional<String> config) {
  static final String WEIGHTS = "model.weights.h5";
  private static final String CONFIG = "config.json";
  private static final int BUFFER = 1 << 18;
  private static final long LARGEST_CONFIG = 1L << 26;

  /// The most that deflate makes of a byte.
  private static final long MOST_INFLATED = 1032;

  static KerasData of(FileSnapshot file) throws IOException {
    if (!RewriteChecks.ending(file.path()).equals("keras")) {
      return new KerasData(
          file, 0, file.size(), Optional.empty(), Optional.empty(), Optional.empty());
    }
    try (FileChannel in = file.open()) {
      ZipArchive archive = ZipArchive.read(in);
      Optional<ZipMember> weights = member(archive, WEIGHTS);
      if (weights.isEmpty()) {
        throw new MalformedModelException(
            member(archive, "model.weights.npz").isPresent()
                ? "its weights are in NumPy's format, not in HDF5; save the model anew with Keras"
                : "the archive has no '%s', as Keras 3 writes it".formatted(WEIGHTS));
      }
      Optional<ZipMember> found = member(archive, CONFIG);
      Optional<String> config =
          found.isPresent() ? Optional.of(text(in, found.get())) : Optional.empty();
      ZipMember member = weights.get();
      if (member.stored()) {
        return new KerasData(
            file, member.dataBegin(), member.size(), Optional.of(archive), weights, config);
      }
      FileSnapshot copy = unpacked(in, member);
      return new KerasData(copy, 0, copy.size(), Optional.of(archive), Optional.empty(), config);
    }
  }

  private static Optional<ZipMember> member(ZipArchive archive, String name)
      throws MalformedModelException {
    for (ZipMember member : archive.members()) {
      if (member.name().equals(name)) {
        if (!member.stored() && !member.deflated()) {
          throw new MalformedModelException(
              "%s is compressed by method %d, which cannot be read"
                  .formatted(name, member.method()));
        }
        return Optional.of(member);
      }
    }
    return Optional.empty();
  }

  HdfReader open() throws IOException {
    return HdfReader.open(file, begin, length);
  }

  private static String text(FileChannel in, ZipMember member) throws IOException {
    if (member.size() > LARGEST_CONFIG) {
      throw new MalformedModelException(
          "%s must have at most %d bytes: %d"
              .formatted(member.name(), LARGEST_CONFIG, member.size()));
    }
    try (InputStream content = member.open(in)) {
      return new String(content.readNBytes((int) member.size()), UTF_8);
    }
  }

  private static FileSnapshot unpacked(FileChannel in, ZipMember member) throws IOException {
    long compressed = member.dataEnd() - member.dataBegin();
    if (member.size() / MOST_INFLATED > compressed) {
      throw new MalformedModelException(
          "the archive says that %s has %d bytes, which %d cannot become"
              .formatted(member.name(), member.size(), compressed));
    }
    Path copy = Files.createTempFile("seedbed-", ".h5");
    copy.toFile().deleteOnExit();
    long room = Files.getFileStore(copy).getUsableSpace();
    if (member.size() > room) {
      throw new MalformedModelException(
          "%s is compressed, and %s has no room for its %d bytes; store it uncompressed, as Keras does"
              .formatted(member.name(), copy.getParent(), member.size()));
    }
    try (InputStream content = member.open(in);
        OutputStream out = Files.newOutputStream(copy)) {
      var sum = new CRC32();
      var buffer = new byte[BUFFER];
      long rest = member.size();
      for (int count = 1; count > 0 && rest > 0; rest -= Math.max(0, count)) {
        count = content.read(buffer, 0, (int) Math.min(buffer.length, rest));
        out.write(buffer, 0, Math.max(0, count));
        sum.update(buffer, 0, Math.max(0, count));
      }
      if (rest > 0 || (int) sum.getValue() != member.crc()) {
        throw new ZipException();
      }
    } catch (ZipException e) {
      throw new MalformedModelException("the archive is damaged in " + member.name());
    }
    return FileSnapshot.of(copy);
  }
}
