package dev.seedbed.io.weights;

import dev.seedbed.data.InputException;
import dev.seedbed.io.file.FileSnapshot;
import dev.seedbed.io.weights.OnnxTensor.Entry;
import dev.seedbed.io.weights.OnnxTensor.External;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The numbers of an ONNX model that stand in other files.
final class OnnxExternalData {
  /// Where a file begins within the one that they all go to: at a page, so that runtimes can map
  /// it.
  private static final long ALIGNMENT = 4096;

  /// A tensor and where its numbers stand.
  private record Placed(
      OnnxTensor tensor,
      List<OnnxTensor.Range> fields,
      List<Entry> entries,
      ExternalFiles.Range range) {}

  /// In the order of their places.
  private final List<Placed> tensors;

  private final IdentityHashMap<OnnxTensor, ExternalFiles.Range> ranges = new IdentityHashMap<>();

  private OnnxExternalData(List<Placed> tensors) {
    this.tensors = tensors;
    tensors.forEach(each -> ranges.put(each.tensor(), each.range()));
  }

  /// @param folder of the model
  static OnnxExternalData of(Path folder, List<OnnxTensor> external) throws IOException {
    var files = new ExternalFiles(folder);
    var tensors = new ArrayList<Placed>();
    for (OnnxTensor tensor : external) {
      if (tensor.data() instanceof External(var fields, var entries)) {
        tensors.add(new Placed(tensor, fields, entries, files.range(tensor, entries)));
      }
    }
    return new OnnxExternalData(tensors);
  }

  /// Where the numbers of `tensor` stand, which is one of them.
  ExternalFiles.Range range(OnnxTensor tensor) {
    return Objects.requireNonNull(ranges.get(tensor));
  }

  boolean isEmpty() {
    return tensors.isEmpty();
  }

  /// Checks that a model's copy does not take away what another model, or this one, is made of.
  /// Only a model that is replaced by its copy may have its only other file replaced, too.
  void checkNotOverwritten(Path model, Path out, Path dataFile) throws IOException {
    Set<FileSnapshot> files = new HashSet<>();
    tensors.forEach(each -> files.add(each.range().file()));
    boolean replaced = Files.exists(out) && Files.isSameFile(model, out);
    for (FileSnapshot file : files) {
      boolean overwritten =
          same(file, out) || (same(file, dataFile) && !(replaced && files.size() == 1));
      if (overwritten) {
        throw new InputException(
            "%s holds numbers of %s and would be overwritten; write the copy under another name"
                .formatted(file.path(), model));
      }
    }
  }

  private static boolean same(FileSnapshot file, Path path) throws IOException {
    return Files.exists(path) && Files.isSameFile(file.path(), path);
  }

  /// A copy of all the files, one behind the other.
  ///
  /// @param location what the model calls it
  /// @param changed the tensors of the model, external or not, that get other elements
  /// @throws InputException if one of them shares bytes with another tensor
  Copy copy(String location, Map<OnnxTensor, ElementSource> changed) {
    checkNotShared(changed.keySet());
    return new Copy(location, changed);
  }

  private void checkNotShared(Set<OnnxTensor> changed) {
    var sorted = new ArrayList<>(tensors);
    sorted.sort(
        Comparator.comparing((Placed each) -> each.range().file().path())
            .thenComparingLong(each -> each.range().begin()));
    Path file = Path.of("");
    long end = 0;
    long changedEnd = 0;
    for (Placed each : sorted) {
      ExternalFiles.Range range = each.range();
      if (!range.file().path().equals(file)) {
        file = range.file().path();
        end = 0;
        changedEnd = 0;
      }
      if (range.begin() == range.end()) {
        continue;
      }
      boolean changes = changed.contains(each.tensor());
      if (range.begin() < (changes ? end : changedEnd)) {
        throw new InputException(
            "tensor '%s' shares its numbers in %s with another, so that one cannot change alone"
                .formatted(Quoted.of(each.tensor().name()), file));
      }
      end = Math.max(end, range.end());
      changedEnd = changes ? Math.max(changedEnd, range.end()) : changedEnd;
    }
  }

  final class Copy {
    private final String location;
    private final Map<OnnxTensor, ElementSource> changed;

    /// Where each file begins in the copy.
    private final Map<FileSnapshot, Long> bases = new LinkedHashMap<>();

    private Copy(String location, Map<OnnxTensor, ElementSource> changed) {
      this.location = location;
      this.changed = changed;
      long base = 0;
      for (Placed each : tensors) {
        FileSnapshot file = each.range().file();
        if (bases.putIfAbsent(file, base) == null) {
          base += Math.ceilDiv(file.size(), ALIGNMENT) * ALIGNMENT;
        }
      }
    }

    /// The edits by which the tensors say where their numbers stand in the copy. A checksum of
    /// numbers that change goes.
    List<Frame.Edit> locations() {
      var edits = new ArrayList<Frame.Edit>();
      for (Placed each : tensors) {
        List<Entry> entries = entries(each);
        if (entries.equals(each.entries())) {
          continue;
        }
        Frame frame = each.tensor().frame();
        int first = each.fields().getFirst().begin();
        edits.add(new Frame.Edit(frame, Replacement.bytes(first, first, encode(entries))));
        for (OnnxTensor.Range field : each.fields()) {
          edits.add(new Frame.Edit(frame, Replacement.bytes(field.begin(), field.end())));
        }
      }
      return edits;
    }

    private List<Entry> entries(Placed placed) {
      var entries = new ArrayList<Entry>();
      long base = bases.getOrDefault(placed.range().file(), 0L);
      String offset = Long.toString(base + placed.range().begin());
      boolean hasOffset = false;
      for (Entry entry : placed.entries()) {
        switch (entry.key()) {
          case "location" -> entries.add(new Entry("location", location));
          case "offset" -> {
            hasOffset = true;
            entries.add(base == 0 ? entry : new Entry("offset", offset));
          }
          case "checksum" -> {
            if (!changed.containsKey(placed.tensor())) {
              entries.add(entry);
            }
          }
          default -> entries.add(entry);
        }
      }
      if (!hasOffset && base != 0) {
        entries.add(new Entry("offset", offset));
      }
      return entries;
    }

    private static byte[] encode(List<Entry> entries) {
      return Frame.encode(out -> {
        for (Entry entry : entries) {
          byte[] pair =
              Frame.encode(inner -> {
                inner.writeString(1, entry.key());
                inner.writeString(2, entry.value());
              });
          out.writeByteArray(13, pair);
        }
      });
    }

    void writeTo(FileChannel out, int threads) throws IOException {
      var replacements = new HashMap<FileSnapshot, List<Replacement>>();
      for (Placed each : tensors) {
        ElementSource source = changed.get(each.tensor());
        if (source != null) {
          FloatType type = each.tensor().type().floatType().orElseThrow();
          replacements
              .computeIfAbsent(each.range().file(), file -> new ArrayList<>())
              .add(
                  Replacement.inPlace(
                      each.range().begin(), type, each.tensor().elements(), source));
        }
      }
      for (var entry : bases.entrySet()) {
        FileSnapshot file = entry.getKey();
        new SplicedCopy(file, replacements.getOrDefault(file, List.of()))
            .writeTo(out, entry.getValue(), threads);
      }
    }
  }
}
