package dev.seedbed.io.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.data.InputException;
import dev.seedbed.io.NotEnoughMemoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/// Damaged copies of a file: whatever they are, reading them ends in time, with an error of one
/// line or none.
final class Mutations {
  private static final long MOST_NANOS = 60_000_000_000L;

  /// Numbers that lengths and addresses must not be.
  private static final int[] ODD = {0, 1, 0x7F, 0x80, 0xFF, 0xFE, 0x10, 0x20};

  private Mutations() {}

  /// Reads `count` mutants of `original`, all tensors of each.
  ///
  /// @param damage how many of the first bytes are damaged
  /// @return how many were refused
  static int readAll(Path file, byte[] original, int damage, long seed, int count)
      throws IOException {
    var random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < count; i++) {
      byte[] mutant = mutant(original, Math.min(damage, original.length), random);
      Files.write(file, mutant);
      long begin = System.nanoTime();
      refused += isRefused(file) ? 1 : 0;
      assertThat(System.nanoTime() - begin)
          .as("mutant %d of seed %d", i, seed)
          .isLessThan(MOST_NANOS);
    }
    return refused;
  }

  private static byte[] mutant(byte[] original, int damage, Random random) {
    byte[] mutant = original.clone();
    int places = 1 + random.nextInt(4);
    for (int i = 0; i < places; i++) {
      int at = random.nextInt(damage);
      int length = Math.min(1 << random.nextInt(4), mutant.length - at);
      switch (random.nextInt(4)) {
        case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> Arrays.fill(mutant, at, at + length, (byte) ODD[random.nextInt(ODD.length)]);
        case 2 ->
            System.arraycopy(original, random.nextInt(damage - length + 1), mutant, at, length);
        default -> mutant = Arrays.copyOf(mutant, Math.max(damage, at + 1));
      }
    }
    return mutant;
  }

  /// Whether reading a file and all its tensors is refused.
  static boolean isRefused(Path path) {
    try {
      WeightFile file = WeightFile.read(path);
      for (StoredTensor tensor : file.tensors()) {
        if (tensor.floatType().isPresent() && tensor.elements() < 1 << 20) {
          file.values(tensor);
        }
      }
      return false;
    } catch (InputException | IOException | NotEnoughMemoryException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n").hasSizeLessThan(1000);
      return true;
    }
  }
}
