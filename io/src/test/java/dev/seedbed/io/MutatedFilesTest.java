package dev.seedbed.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.seedbed.data.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Damaged files of each format: whatever they are, reading them ends in time, with an error of one
/// line or none. `./seedbed-bench fuzz` looks for more.
class MutatedFilesTest {
  private static final Path HOME = Path.of("");
  private static final Duration MOST = Duration.ofSeconds(20);

  /// A copy is forced to the disk, which takes its time.
  private static final int MUTANTS_A_COPY = 25;

  @TempDir private Path folder = Path.of("");

  /// Counts by what a mutant takes: half a minute for all.
  @ParameterizedTest
  @CsvSource({
    "CSV, 1500",
    "CSV_GZIP, 300",
    "RESULTS, 700",
    "ARFF, 1000",
    "PARQUET, 1000",
    "NPY, 700",
    "NPZ_TABLE, 700",
    "IDX, 700",
    "IDX_GZIP, 300",
    "SAFETENSORS, 1500",
    "INDEX, 600",
    "ONNX, 1000",
    "TORCH, 1000",
    "NPZ, 700",
    "NPZ_ARRAYS, 400",
    "GGUF, 1000",
    "HDF5, 200",
    "KERAS, 200"
  })
  void mutants_endInOneLine(ReadableFormat format, int count) throws IOException {
    assertEndInOneLine(format, 0, count);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("measurement")
  void moreMutants_endInOneLine(ReadableFormat format) throws IOException {
    assertEndInOneLine(format, 1_000_000, 2_000);
  }

  private void assertEndInOneLine(ReadableFormat format, long firstSeed, int count)
      throws IOException {
    List<byte[]> sound = format.sound(HOME);
    int refused = 0;
    for (byte[] bytes : sound) {
      refused += isRefused(format, bytes, 1) ? 1 : 0;
    }
    // Some networks of operators cannot be run on inputs of any length.
    assertThat(refused).as("sound files that are refused").isLessThanOrEqualTo(sound.size() / 3);
    for (long seed = firstSeed; seed < firstSeed + count; seed++) {
      byte[] chosen = sound.get(new SplittableRandom(seed).nextInt(sound.size()));
      byte[] mutant = new FileMutator(seed).mutant(chosen, format.envelope());
      refused += isRefused(format, mutant, seed) ? 1 : 0;
    }
    // Both happen: a format that refuses no mutant, or all, is not read.
    assertThat(refused).isBetween(count / 20, count * 99 / 100);
  }

  private boolean isRefused(ReadableFormat format, byte[] content, long seed) {
    String which = "%s of seed %d".formatted(format, seed);
    return assertTimeoutPreemptively(
        MOST,
        () -> {
          try {
            Path file = format.write(folder, content);
            format.read(file);
            if (seed % MUTANTS_A_COPY == 0) {
              format.rewrite(file);
            }
            return false;
          } catch (InputException | IOException | NotEnoughMemoryException e) {
            assertThat(e.getMessage()).as(which).isNotBlank();
            return true;
          } catch (RuntimeException | Error e) {
            throw new AssertionError(which, e);
          }
        },
        which);
  }
}
