package dev.seedbed.io.graph;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.seedbed.data.InputException;
import dev.seedbed.graph.BooleanArray;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Run;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.kernel.Team;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sound files with damage by a seed: flipped bits, other bytes, parts moved, numbers that are
/// extreme, the end cut off. Each is read and run forward and backward, or refused.
class MutatedGraphsTest {
  private static final int LARGEST = 60_000;
  private static final long[] EXTREMES = {
    -1, 0, 1L << 31, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, 255
  };

  @TempDir private Path folder;

  private static Path resource(String name) {
    Path file = Path.of("src/test/resources").resolve(name);
    return Files.exists(file) ? file : Path.of("io").resolve(file);
  }

  private static List<byte[]> sound() throws IOException {
    var sound = new ArrayList<byte[]>();
    try (var files = Files.list(resource("networks"))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".onnx")).sorted().toList()) {
        if (Files.size(file) < LARGEST) {
          sound.add(Files.readAllBytes(file));
        }
      }
    }
    try (var zip = new ZipFile(resource("operators/cases.zip").toFile())) {
      for (var entry : zip.stream().filter(it -> it.getName().endsWith(".onnx")).toList()) {
        try (var in = zip.getInputStream(entry)) {
          sound.add(in.readAllBytes());
        }
      }
    }
    return sound;
  }

  private static byte[] mutated(byte[] sound, SplittableRandom random) {
    byte[] bytes = sound.clone();
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(5)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      case 1 -> {
        for (int i = 0; i < 3; i++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
      }
      case 2 -> {
        int to = random.nextInt(bytes.length);
        int count = Math.min(1 + random.nextInt(40), bytes.length - Math.max(at, to));
        System.arraycopy(sound, at, bytes, to, count);
      }
      case 3 -> {
        long extreme = EXTREMES[random.nextInt(EXTREMES.length)];
        for (int i = 0; i < Math.min(Long.BYTES, bytes.length - at); i++) {
          bytes[at + i] = (byte) (extreme >>> (i * Byte.SIZE));
        }
      }
      default -> bytes = Arrays.copyOf(bytes, at);
    }
    return bytes;
  }

  private void run(byte[] bytes) throws IOException {
    Graph graph = GraphFiles.read(Files.write(folder.resolve("model.onnx"), bytes));
    var inputs = new LinkedHashMap<String, NdArray>();
    for (Graph.Input input : graph.inputs()) {
      long[] lengths = input.axes().stream().mapToLong(it -> Math.clamp(it, 1, 8)).toArray();
      TensorShape shape = TensorShape.of(Arrays.copyOf(lengths, Math.min(6, lengths.length)));
      inputs.put(
          input.name(),
          switch (input.type()) {
            case FLOAT -> FloatArray.of(shape);
            case LONG -> LongArray.of(shape);
            case BOOLEAN -> BooleanArray.of(shape);
          });
    }
    Run run = Run.forBackward(graph, inputs, Team.ALONE, Run.Observer.NONE);
    run.backward(
        run.outputs().stream()
            .map(it -> it instanceof FloatArray y ? Optional.of(y) : Optional.<FloatArray>empty())
            .toList());
  }

  @Test
  void damagedFiles_areRunOrRefused() throws IOException {
    assertRunOrRefused(1_000);
  }

  @Test
  @Tag("exhaustive")
  void manyDamagedFiles_areRunOrRefused() throws IOException {
    assertRunOrRefused(3_000);
  }

  private void assertRunOrRefused(int files) throws IOException {
    List<byte[]> sound = sound();
    int refused = 0;
    for (int i = 0; i < files; i++) {
      var random = new SplittableRandom(i);
      byte[] bytes = mutated(sound.get(random.nextInt(sound.size())), random);
      int seed = i;
      refused +=
          assertTimeoutPreemptively(
              Duration.ofSeconds(20), () -> isRefused(bytes, seed), () -> "seed " + seed);
    }
    assertTrue(refused > files / 4 && refused < files, refused + " of them are refused");
  }

  private int isRefused(byte[] bytes, int seed) throws IOException {
    try {
      run(bytes);
      return 0;
    } catch (MalformedModelException | InputException e) {
      return 1;
    } catch (RuntimeException e) {
      return fail("seed " + seed, e);
    }
  }
}
