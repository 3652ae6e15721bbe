package dev.seedbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.network.Network;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The program in a JVM that may take 64 MB: what needs more says so in one line, and leaves
/// nothing behind.
class LittleMemoryTest {
  /// Other collectors leave less of it to the program, and the JVM takes one of them on a small
  /// machine. None of this runs for so long that C2 pays.
  private static final List<String> LIMIT =
      List.of("-Xmx64m", "-XX:+UseG1GC", "-XX:TieredStopAtLevel=1");

  @TempDir private Path folder = Path.of("");

  private record Ended(int exitCode, List<String> errors) {}

  private Ended run(String words) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(LIMIT);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Seedbed.class.getName()));
    command.addAll(List.of(words.replace("FOLDER", folder.toString()).split(" ")));
    Path errors = folder.resolve("errors.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(errors.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    // Without the vector module, core says once that it is slower.
    List<String> lines =
        Files.readAllLines(errors, UTF_8).stream()
            .filter(line -> !line.contains("jdk.incubator.vector"))
            .toList();
    Files.delete(errors);
    return new Ended(process.exitValue(), lines);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "init --layers 20000,20000 -o FOLDER/out.onnx; writing a network of 400020000 parameters needs at least 4.5 GB of memory, and the JVM may take 64 MB: use narrower or fewer layers,",
        "check --layers 4,3000000; checking a network of 15000000 parameters needs at least 17.2 GB",
        "check --layers 2000,2000 --seeds 5 --threads 4; checking 4 networks of 4002000 parameters at a time needs at least 124 MB of memory, and the JVM may take 64 MB: use --threads 1 or narrower layers,",
        "train examples/iris.csv --target species --hidden 3000,3000 --threads 2 --out FOLDER/run; training 2 networks of 9027003 parameters at a time needs at least 207 MB of memory,",
        "train examples/iris.csv --target species --seeds 1000000 --out FOLDER/run; a study of 1000000 trials needs at least 1.4 GB of memory, and the JVM may take 64 MB: use fewer --seeds,",
      })
  void work_thatSurelyDoesNotFit_refusedBeforeItBegins(String words, String message)
      throws IOException, InterruptedException {
    Ended ended = run(words);
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.errors()).hasSize(1);
    assertThat(ended.errors().getFirst())
        .startsWith("seedbed: " + message)
        .matches(".*JDK_JAVA_OPTIONS=-Xmx\\d+g");
    assertThat(folder).isEmptyDirectory();
  }

  /// A file whose numbers the disk does not hold: they are all 0.
  private void sparse(String name, int fanOut, int fanIn) throws IOException {
    ObjectNode header = JsonMapper.shared().createObjectNode();
    long end = 0;
    for (int[] shape : List.of(new int[] {fanOut, fanIn}, new int[] {fanOut})) {
      ObjectNode tensor =
          header.putObject(shape.length == 2 ? Network.weightPath(0) : Network.biasPath(0));
      tensor.put("dtype", "F32");
      var offsets = JsonMapper.shared().createArrayNode().add(end);
      end += Float.BYTES * (shape.length == 2 ? (long) fanOut * fanIn : fanOut);
      tensor.set("data_offsets", offsets.add(end));
      for (int length : shape) {
        tensor.withArray("shape").add(length);
      }
    }
    byte[] json = header.toString().getBytes(UTF_8);
    try (var file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
      file.write(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).array());
      file.write(json);
      file.setLength(8 + json.length + end);
    }
  }

  @Test
  void largeModel_refusedBeforeItIsRead() throws IOException, InterruptedException {
    sparse("large.safetensors", 50_000, 9_500);
    Ended predict = run("predict FOLDER/large.safetensors examples/iris.csv");
    assertThat(predict.exitCode()).isEqualTo(1);
    assertThat(predict.errors())
        .containsExactly(
            ("seedbed: reading the model %s needs at least 5.3 GB of memory, and the JVM may take 64 MB: "
                    + "use a smaller model, or give it more with JDK_JAVA_OPTIONS=-Xmx8g")
                .formatted(folder.resolve("large.safetensors")));
    Ended check = run("check FOLDER/large.safetensors");
    assertThat(check.exitCode()).isEqualTo(1);
    assertThat(check.errors())
        .containsExactly(
            "seedbed: tensor 'layer1/weight' of 475000000 elements needs at least 1.8 GB of memory, and the JVM may take 64 MB: "
                + "use a smaller model, or give it more with JDK_JAVA_OPTIONS=-Xmx2g");
  }

  /// Here nobody knew: how large a table is shows as it is read.
  @Test
  void memoryThatRunsOut_oneLine() throws IOException, InterruptedException {
    var rows = new StringBuilder("a,b,c,d,e,f,g,h,class\n");
    for (int i = 0; i < 700_000; i++) {
      rows.append(i % 9).append(",1,2,3,4,5,6,7,").append(i % 2).append('\n');
    }
    Files.writeString(folder.resolve("long.csv"), rows);
    Ended ended =
        run("train FOLDER/long.csv --target class --epochs 1 --seeds 2 --out FOLDER/run --quiet");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.errors()).hasSize(1);
    assertThat(ended.errors().getFirst())
        .isEqualTo(
            "seedbed: not enough memory: the JVM may take 64 MB; use less data, smaller layers, fewer seeds or fewer threads, or give it more with JDK_JAVA_OPTIONS=-Xmx2g");
  }
}
