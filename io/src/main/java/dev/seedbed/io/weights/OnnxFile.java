package dev.seedbed.io.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// An ONNX file.
public final class OnnxFile implements WeightFile {
  private final Path path;

  private OnnxFile(Path path) {
    this.path = path;
  }

  static OnnxFile read(Path file) {
    return new OnnxFile(file);
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public List<StoredTensor> tensors() {
    return List.of();
  }

  @Override
  public Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  public List<Path> outputs(Path out) {
    return List.of(out);
  }

  @Override
  public void rewrite(Path out, Map<String, ElementSource> values, int threads) throws IOException {
    WeightFile.check(this, out, values);
  }
}
