package dev.seedbed.io.weights;

import dev.seedbed.io.file.AtomicFiles;
import dev.seedbed.io.file.FileSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A safetensors file. Its length does not change, and its header is copied as it is.
public final class SafetensorsFile implements WeightFile {
  private static final Map<String, FloatType> FLOATS =
      Map.of(
          "F32", FloatType.F32, "F64", FloatType.F64, "F16", FloatType.F16, "BF16", FloatType.BF16);

  private final FileSnapshot snapshot;
  private final SafetensorsHeader header;
  private final List<StoredTensor> tensors;
  private final TensorIndex places;

  private SafetensorsFile(FileSnapshot snapshot, SafetensorsHeader header) {
    this.snapshot = snapshot;
    this.header = header;
    this.tensors =
        NamedRoles.assign(
            header.entries().stream()
                .map(entry ->
                    new StoredTensor(
                        entry.name(),
                        entry.dtype(),
                        entry.shape(),
                        Optional.ofNullable(FLOATS.get(entry.dtype())),
                        Optional.empty(),
                        Role.Parameter.OTHER))
                .toList());
    this.places = TensorIndex.of(tensors);
  }

  static SafetensorsFile read(Path file) throws IOException {
    FileSnapshot snapshot = FileSnapshot.of(file);
    try (var in = Files.newInputStream(file)) {
      return new SafetensorsFile(snapshot, SafetensorsHeader.read(in, snapshot.size()));
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

  @Override
  public Map<String, String> metadata() {
    return header.metadata();
  }

  @Override
  public Map<String, String> biases() {
    return Map.of();
  }

  @Override
  public TensorElements open(StoredTensor tensor) throws IOException {
    int place = places.get(tensor, path());
    long begin = header.dataBegin() + header.entries().get(place).begin();
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
        Replacement.inPlace(
            tensors, i -> header.dataBegin() + header.entries().get(i).begin(), values);
    var copy = new SplicedCopy(snapshot, replacements);
    AtomicFiles.writeChannel(out, channel -> copy.writeTo(channel, 0, threads));
  }
}
