package dev.seedbed.io.weights;

import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.file.FileSnapshot;
import dev.seedbed.io.weights.OnnxTensor.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The files beside an ONNX model that hold numbers of its tensors. A model comes from anywhere, so
/// that none of them may lie outside the model's folder, by whatever way, nor be anything but a
/// regular file of one name.
final class ExternalFiles {
  private final Path folder;

  /// By the location that the model gives.
  private final Map<String, FileSnapshot> files = new HashMap<>();

  /// @param folder of the model
  ExternalFiles(Path folder) throws IOException {
    this.folder = folder.toRealPath();
  }

  /// The bytes [`begin`, `end`) of `file`.
  record Range(FileSnapshot file, long begin, long end) {}

  /// Where the numbers of `tensor` stand.
  ///
  /// @throws MalformedModelException if they cannot, or must not
  Range range(OnnxTensor tensor, List<Entry> entries) throws IOException {
    String location = "";
    long offset = 0;
    OptionalLong length = OptionalLong.empty();
    for (Entry entry : entries) {
      switch (entry.key()) {
        case "location" -> location = entry.value();
        case "offset" -> offset = number(tensor, entry);
        case "length" -> length = OptionalLong.of(number(tensor, entry));
        default -> {
          // A checksum, or what we do not know: it says nothing about where.
        }
      }
    }
    FileSnapshot file = file(tensor, location);
    if (tensor.type().number() == OnnxType.STRING) {
      throw broken(tensor, "not be of type STRING", location);
    }
    OptionalInt bits = tensor.type().bits();
    long rest = Math.max(0, file.size() - offset);
    long size =
        bits.isPresent()
            ? Math.ceilDiv(tensor.elements() * bits.getAsInt(), Byte.SIZE)
            : length.orElse(rest);
    if (length.orElse(size) != size) {
      throw broken(
          tensor, "have length " + size + ", as its shape says", Long.toString(length.orElse(0)));
    }
    if (offset > file.size() || size > rest) {
      throw broken(
          tensor,
          "lie within %s, which has %d bytes".formatted(Quoted.of(location), file.size()),
          "%d bytes from %d on".formatted(size, offset));
    }
    return new Range(file, offset, offset + size);
  }

  private static long number(OnnxTensor tensor, Entry entry) throws MalformedModelException {
    if (!entry.value().matches("[0-9]{1,18}")) {
      throw broken(
          tensor, "have a whole number from 0 on as " + entry.key(), Quoted.of(entry.value()));
    }
    return Long.parseLong(entry.value());
  }

  private FileSnapshot file(OnnxTensor tensor, String location) throws IOException {
    FileSnapshot known = files.get(location);
    if (known != null) {
      return known;
    }
    FileSnapshot file = FileSnapshot.of(path(tensor, location));
    files.put(location, file);
    return file;
  }

  private Path path(OnnxTensor tensor, String location) throws IOException {
    boolean relative =
        !location.isBlank()
            && !location.startsWith("/")
            && !location.contains("\\")
            && !location.contains(":")
            && !Arrays.asList(location.split("/")).contains("..");
    if (!relative) {
      throw broken(tensor, "be in a file in the model's folder", Quoted.of(location));
    }
    Path path;
    try {
      path = folder.resolve(location).toRealPath();
    } catch (IOException | InvalidPathException e) {
      throw broken(tensor, "be in a file that exists in the model's folder", Quoted.of(location));
    }
    if (!path.startsWith(folder)) {
      throw broken(tensor, "be in the model's folder, where no link leaves", Quoted.of(location));
    }
    if (!Files.isRegularFile(path)) {
      throw broken(tensor, "be in a regular file", Quoted.of(location));
    }
    if (path.getFileSystem().supportedFileAttributeViews().contains("unix")
        && Files.getAttribute(path, "unix:nlink") instanceof Integer links
        && links > 1) {
      throw broken(
          tensor,
          "be in a file with one name; copy it, for it has hard links",
          Quoted.of(location));
    }
    return path;
  }

  private static MalformedModelException broken(OnnxTensor tensor, String rule, String value) {
    return new MalformedModelException(
        "the external numbers of tensor '%s' must %s: %s"
            .formatted(Quoted.of(tensor.name()), rule, value));
  }
}
