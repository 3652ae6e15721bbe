package dev.seedbed.io.weights;

import dev.seedbed.io.file.AtomicFiles;
import dev.seedbed.io.file.FileSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A GGUF file, as llama.cpp and other programs on ggml read it. Its length does not change, and
/// its header is copied as it is. Quantised tensors are listed by their types; they are no real
/// numbers here.
final class GgufFile implements WeightFile {
  private final FileSnapshot snapshot;
  private final GgufHeader header;
  private final List<StoredTensor> tensors;
  private final TensorIndex places;

  private GgufFile(FileSnapshot snapshot, GgufHeader header) {
    this.snapshot = snapshot;
    this.header = header;
    this.tensors =
        NamedRoles.assign(
            header.entries().stream()
                .map(entry ->
                    new StoredTensor(
                        entry.name(),
                        entry.type().name(),
                        entry.shape(),
                        entry.type().floatType(),
                        Optional.empty(),
                        Role.Parameter.OTHER))
                .toList());
    this.places = TensorIndex.of(tensors);
  }

  static GgufFile read(Path file) throws IOException {
    FileSnapshot snapshot = FileSnapshot.of(file);
    try (var in = Files.newInputStream(file)) {
      return new GgufFile(snapshot, GgufHeader.read(in, snapshot.size()));
    }
  }

  @Override
  public Path path() {
    return snapshot.path();
  }

  @Override
  public List<StoredTensor> tensors() {
    return tensors;
  }

  /// The strings of the file's metadata, such as `general.architecture`, and "format" -> "gguf".
  @Override
  public Map<String, String> metadata() {
    var metadata = new HashMap<>(header.metadata());
    metadata.put("format", "gguf");
    return metadata;
  }

  @Override
  public Map<String, String> biases() {
    return Map.of();
  }

  @Override
  public TensorElements open(StoredTensor tensor) throws IOException {
    int place = places.get(tensor, path());
    long begin = header.entries().get(place).begin();
    return StoredElements.open(snapshot, begin, tensors.get(place));
  }

  @Override
  public List<Path> outputs(Path out) {
    return List.of(out);
  }

  @Override
  public void rewrite(Path out, Map<String, ElementSource> values, int threads) throws IOException {
    RewriteChecks.check(this, out, values);
    List<Replacement> replacements =
        Replacement.inPlace(tensors, i -> header.entries().get(i).begin(), values);
    var copy = new SplicedCopy(snapshot, replacements);
    AtomicFiles.writeChannel(out, channel -> copy.writeTo(channel, 0, threads));
  }
}
