package dev.seedbed.io.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// The files that `torch_files.py` made.
final class WeightFixtures {

  private WeightFixtures() {}

  static Path path(String name) {
    try {
      return Path.of(Objects.requireNonNull(WeightFixtures.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static WeightFile read(String name) {
    return WeightFile.read(path(name));
  }

  static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(path(name));
  }

  static StoredTensor tensor(WeightFile file, String name) {
    return file.tensors().stream()
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name));
  }

  static float[] numbers(WeightFile file, String name) throws IOException {
    return file.values(tensor(file, name));
  }

  /// As [#numbers], for streams.
  static float[] all(WeightFile file, String name) {
    try {
      return numbers(file, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// `count` numbers from `first` on.
  static float[] counting(float first, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = first + i;
    }
    return numbers;
  }
}
