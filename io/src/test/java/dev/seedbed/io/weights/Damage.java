package dev.seedbed.io.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.data.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Files in which a few bytes are others than in a sound one.
final class Damage {
  private static final int MOST_ELEMENTS = 100_000;

  private final byte[] sound;
  private final Random random;

  Damage(byte[] sound, long seed) {
    this.sound = sound;
    this.random = new Random(seed);
  }

  /// One to three bytes are others, or bits in them.
  byte[] next() {
    byte[] damaged = sound.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(damaged.length);
      damaged[at] =
          random.nextBoolean()
              ? (byte) (damaged[at] ^ 1 << random.nextInt(Byte.SIZE))
              : (byte) random.nextInt();
    }
    return damaged;
  }

  /// Reads all numbers of a file, and maybe writes a copy with others. Only errors of one line may
  /// come out.
  ///
  /// @return whether there was none
  boolean tryOut(Path path, Optional<Path> copy) {
    try {
      WeightFile file = WeightFile.read(path);
      Map<String, ElementSource> values = new HashMap<>();
      for (StoredTensor tensor : file.tensors()) {
        if (tensor.floatType().isPresent() && tensor.elements() <= MOST_ELEMENTS) {
          file.values(tensor);
          if (tensor.role() instanceof Role.Parameter) {
            values.put(tensor.name(), Sources.COUNTING);
          }
        }
      }
      if (copy.isPresent()) {
        file.rewrite(copy.get(), values, 1);
      }
      return true;
    } catch (InputException | IOException e) {
      assertThat(e.getMessage()).isNotEmpty().doesNotContain("\n");
      return false;
    }
  }
}
