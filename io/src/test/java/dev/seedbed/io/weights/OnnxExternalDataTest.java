package dev.seedbed.io.weights;

import static dev.seedbed.io.weights.Onnx.FLOAT;
import static dev.seedbed.io.weights.Onnx.external;
import static dev.seedbed.io.weights.Onnx.floats;
import static dev.seedbed.io.weights.Onnx.initializer;
import static dev.seedbed.io.weights.Onnx.input;
import static dev.seedbed.io.weights.Onnx.message;
import static dev.seedbed.io.weights.Onnx.model;
import static dev.seedbed.io.weights.Onnx.node;
import static dev.seedbed.io.weights.Onnx.output;
import static dev.seedbed.io.weights.OnnxRuntime.run;
import static dev.seedbed.io.weights.SafetensorsBytes.pattern;
import static dev.seedbed.io.weights.Sources.COUNTING;
import static dev.seedbed.io.weights.Sources.PLUS_ONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import dev.seedbed.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Numbers of ONNX tensors in other files.
class OnnxExternalDataTest {
  private static final long[] TWO = {2};
  private static final long[] SQUARE = {2, 2};

  @TempDir private Path root = Path.of("");

  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(root.resolve("folder"));
  }

  private Path write(byte[]... graph) throws IOException {
    return Files.write(folder.resolve("model.onnx"), model(graph));
  }

  /// y = x·W + V, both in `w`, and K, which nobody uses, in `k`.
  private Path linear(String w, String k) throws IOException {
    return write(
        node("Gemm", "x,W,V", "y"),
        Onnx.field(2, "graph"),
        initializer(
            external("W", FLOAT, SQUARE, w, external("offset", "8"), external("length", "16"))),
        initializer(external("V", FLOAT, TWO, w, external("checksum", "abc"))),
        initializer(external("K", FLOAT, TWO, k)),
        input("x", 1, 2),
        output("y", 1, 2));
  }

  @Test
  void rewrite_twoFiles_becomeOneBesideTheCopy() throws IOException, OrtException {
    Files.write(folder.resolve("w.bin"), message(Onnx.bytes(1, 2, 3, 4, 5, 6), pattern(5000)));
    Files.createDirectory(folder.resolve("sub"));
    Files.write(folder.resolve("sub/k.bin"), Onnx.bytes(7, 8));
    Path model = linear("w.bin", "sub/k.bin");
    byte[] before = Files.readAllBytes(model);
    Path out = root.resolve("copy.onnx");
    Path data = root.resolve("copy.onnx.data");
    WeightFile file = WeightFile.read(model);
    assertThat(file.outputs(out)).containsExactly(out, data);
    file.rewrite(out, Map.of("W", COUNTING, "K", PLUS_ONE), 2);
    assertThat(run(out, 1, 1)).containsExactly(0 + 2 + 1, 1 + 3 + 2);
    assertThat(Files.readAllBytes(data))
        .containsExactly(
            message(
                Onnx.bytes(1, 2, 0, 1, 2, 3),
                pattern(5000),
                new byte[8192 - 5024],
                Onnx.bytes(8, 9)));
    assertThat(Files.readAllBytes(model)).containsExactly(before);

    // A copy of the copy has its numbers in one file already.
    Path again = root.resolve("again.onnx");
    WeightFile.read(out).rewrite(again, Map.of("V", COUNTING), 1);
    assertThat(run(again, 1, 1)).containsExactly(0 + 2 + 0, 1 + 3 + 1);
  }

  @Test
  void rewrite_nothingElseChanges_locationsAlone() throws IOException {
    Files.write(folder.resolve("w.bin"), Onnx.bytes(1, 2, 3, 4, 5, 6));
    Path model = linear("w.bin", "w.bin");
    byte[] before = Files.readAllBytes(model);
    Path out = folder.resolve("o.onnx");
    WeightFile.read(model).rewrite(out, Map.of(), 1);
    linear("o.onnx.data", "o.onnx.data");
    assertThat(Files.readAllBytes(out)).containsExactly(Files.readAllBytes(model));
    assertThat(Files.readAllBytes(out)).isNotEqualTo(before);
    assertThat(Files.readAllBytes(folder.resolve("o.onnx.data")))
        .containsExactly(Onnx.bytes(1, 2, 3, 4, 5, 6));
  }

  @Test
  void rewrite_inPlace_replacesBoth() throws IOException, OrtException {
    Path data = Files.write(folder.resolve("model.onnx.data"), Onnx.bytes(1, 2, 3, 4, 5, 6));
    Path model =
        write(
            node("MatMul", "x,W", "y"),
            Onnx.field(2, "graph"),
            initializer(external("W", FLOAT, SQUARE, "model.onnx.data")),
            input("x", 1, 2),
            output("y", 1, 2));
    byte[] before = Files.readAllBytes(model);
    WeightFile.read(model).rewrite(model, Map.of("W", COUNTING), 1);
    assertThat(run(model, 1, 1)).containsExactly(2, 4);
    assertThat(Files.readAllBytes(model)).containsExactly(before);
    assertThat(Files.readAllBytes(data)).containsExactly(Onnx.bytes(0, 1, 2, 3, 5, 6));
  }

  @Test
  void rewrite_wouldOverwriteNumbersOfTheModel_refused() throws IOException {
    Path data = Files.write(folder.resolve("o.onnx.data"), Onnx.bytes(1, 2, 3, 4, 5, 6));
    Files.write(folder.resolve("k.onnx"), Onnx.bytes(1, 2));
    WeightFile file = WeightFile.read(linear("o.onnx.data", "k.onnx"));
    for (String name : new String[] {"o.onnx", "k.onnx"}) {
      assertThatThrownBy(() -> file.rewrite(folder.resolve(name), Map.of("K", COUNTING), 1))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("would be overwritten; write the copy under another name");
    }
    assertThat(Files.readAllBytes(data)).containsExactly(Onnx.bytes(1, 2, 3, 4, 5, 6));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void rewrite_numbersSharedByTwoTensors_refusedIfOneChanges() throws IOException {
    Files.write(folder.resolve("w.bin"), Onnx.bytes(1, 2, 3));
    WeightFile file =
        WeightFile.read(
            write(
                initializer(external("a", FLOAT, TWO, "w.bin")),
                initializer(external("b", FLOAT, TWO, "./w.bin", external("offset", "4")))));
    Path out = root.resolve("o.onnx");
    for (String name : new String[] {"a", "b"}) {
      assertThatThrownBy(() -> file.rewrite(out, Map.of(name, COUNTING), 1))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("shares its numbers");
    }
    file.rewrite(out, Map.of(), 1);
    assertThat(Files.readAllBytes(root.resolve("o.onnx.data")))
        .containsExactly(Onnx.bytes(1, 2, 3));
  }

  @Test
  void rewrite_dataFileChangedSince_refusedAndNothingWritten() throws IOException {
    Path data = Files.write(folder.resolve("w.bin"), Onnx.bytes(1, 2, 3, 4, 5, 6));
    WeightFile file = WeightFile.read(linear("w.bin", "w.bin"));
    Files.write(data, new byte[100]);
    Path out = root.resolve("o.onnx");
    assertThatThrownBy(() -> file.rewrite(out, Map.of(), 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("changed while it was read: try again");
    try (Stream<Path> files = Files.list(root)) {
      assertThat(files).containsExactly(folder);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "`` # be in a file in the model's folder",
        "../secret # be in a file in the model's folder: ../secret",
        "a/../../secret # be in a file in the model's folder",
        "a/.. # be in a file in the model's folder",
        "/etc/passwd # be in a file in the model's folder",
        "..\\secret # be in a file in the model's folder",
        "C:secret # be in a file in the model's folder",
        "file:///etc/passwd # be in a file in the model's folder",
        "none # be in a file that exists",
        "link # be in the model's folder, where no link leaves: link",
        "away/secret # be in the model's folder, where no link leaves",
        "broken # be in a file that exists",
        ". # be in a regular file",
        "pipe # be in a regular file",
        "hard # has hard links: hard"
      })
  void read_locationThatIsNotAllowed_refused(String location, String message)
      throws IOException, InterruptedException {
    Path secret = Files.write(root.resolve("secret"), Onnx.bytes(1, 2));
    Files.createSymbolicLink(folder.resolve("link"), secret);
    Files.createSymbolicLink(folder.resolve("away"), root);
    Files.createSymbolicLink(folder.resolve("broken"), root.resolve("none"));
    Files.createLink(folder.resolve("hard"), secret);
    String pipe = folder.resolve("pipe").toString();
    assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();
    Path model = write(initializer(external("w", FLOAT, TWO, location)));
    assertThatThrownBy(() -> WeightFile.read(model))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(model + ": the external numbers of tensor 'w' must ")
        .hasMessageContaining(message);
  }

  @Test
  void read_oddLocations_refused() throws IOException {
    for (String location : new String[] {"a\0b", "x".repeat(100_000), "a\nb"}) {
      Path model = write(initializer(external("w", FLOAT, TWO, location)));
      assertThatThrownBy(() -> WeightFile.read(model))
          .isInstanceOf(InputException.class)
          .message()
          .doesNotContain("\n", "\0")
          .hasSizeLessThan(500);
    }
    Path none = write(initializer(Onnx.tensor("w", FLOAT, TWO, Onnx.field(14, 1))));
    assertThatThrownBy(() -> WeightFile.read(none))
        .hasMessageContaining("be in a file in the model's folder: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "offset # -1 # whole number from 0 on as offset: -1",
        "offset # 0x1 # whole number from 0 on as offset",
        "offset # 99999999999999999999 # whole number from 0 on as offset",
        "offset # 1 # lie within w.bin, which has 8 bytes: 8 bytes from 1 on",
        "offset # 999999999999999999 # lie within w.bin, which has 8 bytes",
        "length # -1 # whole number from 0 on as length",
        "length # 9 # have length 8, as its shape says: 9",
        "length # 999999999999999999 # have length 8, as its shape says",
        "length # 4 # have length 8, as its shape says: 4"
      })
  void read_placeThatIsNotThere_refused(String key, String value, String message)
      throws IOException {
    Files.write(folder.resolve("w.bin"), Onnx.bytes(1, 2));
    Path model = write(initializer(external("w", FLOAT, TWO, "w.bin", external(key, value))));
    assertThatThrownBy(() -> WeightFile.read(model))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  /// Wherever the tensor stands, listed or not.
  @Test
  void read_externalTensorAnywhere_itsFileIsChecked() throws IOException {
    byte[] bad = external("w", FLOAT, TWO, "../secret");
    byte[][] graphs = {
      node("Constant", "", "c", Onnx.tensorAttribute("value", bad)),
      node("Any", "", "c", message(Onnx.field(1, "list"), Onnx.field(10, bad))),
      node("Any", "", "c", message(Onnx.field(1, "s"), Onnx.field(22, Onnx.field(1, bad)))),
      Onnx.field(15, Onnx.field(2, bad)),
      node("If", "c", "y", Onnx.graphAttribute("then_branch", initializer(bad))),
    };
    for (byte[] graph : graphs) {
      Path model = write(floats("v", TWO, 1, 2), graph);
      assertThatThrownBy(() -> WeightFile.read(model)).hasMessageContaining("../secret");
    }
    byte[] function =
        Onnx.field(25, Onnx.field(7, Arrays.copyOfRange(graphs[0], 2, graphs[0].length)));
    byte[] training = Onnx.field(20, Onnx.field(1, initializer(bad)));
    for (byte[] part : new byte[][] {function, training}) {
      Path model = Files.write(folder.resolve("model.onnx"), message(model(), part));
      assertThatThrownBy(() -> WeightFile.read(model)).hasMessageContaining("../secret");
    }
  }
}
