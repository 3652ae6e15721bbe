package dev.seedbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.cli.CommandRunner.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files that others change while they are read.
class ChangedFilesTest {
  private static final Path TABLES = Path.of("io/src/test/resources/dev/seedbed/io/table");
  private static final Path WEIGHTS = Path.of("io/src/test/resources/dev/seedbed/io/weights");
  private static final Path MORE_WEIGHTS = Path.of("io/src/test/resources/weights");

  @TempDir private Path folder = Path.of("");

  /// How others change a file.
  private enum Change {
    LONGER {
      @Override
      void make(Path file) throws IOException {
        FileTime modified = Files.getLastModifiedTime(file);
        Files.write(file, new byte[] {'\n'}, StandardOpenOption.APPEND);
        Files.setLastModifiedTime(file, modified);
      }
    },
    WRITTEN {
      @Override
      void make(Path file) throws IOException {
        FileTime modified = Files.getLastModifiedTime(file);
        Files.setLastModifiedTime(file, FileTime.fromMillis(modified.toMillis() + 1));
      }
    },
    /// By a file of the same length and time.
    REPLACED {
      @Override
      void make(Path file) throws IOException {
        Path other = file.resolveSibling("other");
        Files.copy(file, other, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      }
    },
    GONE {
      @Override
      void make(Path file) throws IOException {
        Files.delete(file);
      }
    };

    abstract void make(Path file) throws IOException;
  }

  @BeforeEach
  void writeFiles() throws IOException {
    copy(Path.of("examples/iris.csv"));
    copy(Path.of("examples/luck/runs.csv"));
    copy(Path.of("io/src/test/resources/networks/mlp.onnx"));
    copy(TABLES.resolve("near.parquet"));
    copy(TABLES.resolve("matrix.npy"));
    copy(WEIGHTS.resolve("views.pt"));
    copy(WEIGHTS.resolve("stored.npz"));
    copy(WEIGHTS.resolve("deflated.npz"));
    copy(MORE_WEIGHTS.resolve("small.gguf"));
    copy(MORE_WEIGHTS.resolve("types.weights.h5"));
    CommandRunner.runCommand(
        "init --layers 4,3,2 --quiet --out", folder.resolve("start.safetensors"));
    Files.createDirectory(folder.resolve("parts"));
    Files.copy(TABLES.resolve("near.parquet"), folder.resolve("parts/part.parquet"));
    Files.writeString(
        folder.resolve("flowers.arff"),
        "@relation r\n@attribute size numeric\n@data\n1\n2\n3\n",
        UTF_8);
    write("images-idx3-ubyte", "00000803 00000006 00000001 00000002" + "00010203FDFE".repeat(2));
    write("labels-idx1-ubyte", "00000801 00000006 070307030703");
  }

  private void copy(Path file) throws IOException {
    Files.copy(file, folder.resolve(file.getFileName()));
  }

  private void write(String name, String hex) throws IOException {
    Files.write(folder.resolve(name), HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  /// Whichever of the changed file's openings others come upon.
  @ParameterizedTest
  @CsvSource({
    "inspect DIR/iris.csv, iris.csv",
    "inspect DIR/flowers.arff, flowers.arff",
    "inspect DIR/images-idx3-ubyte, images-idx3-ubyte",
    "inspect DIR/images-idx3-ubyte, labels-idx1-ubyte",
    "inspect DIR/near.parquet, near.parquet",
    "inspect DIR/matrix.npy, matrix.npy",
    "inspect DIR/parts, parts/part.parquet",
    "luck DIR/runs.csv, runs.csv",
    "check DIR/mlp.onnx, mlp.onnx",
    "check DIR/start.safetensors, start.safetensors",
    "verify DIR/mlp.onnx --as glorot-uniform, mlp.onnx",
    "verify DIR/start.safetensors --as glorot-uniform, start.safetensors",
    "verify DIR/views.pt --as glorot-uniform, views.pt",
    "verify DIR/stored.npz --as glorot-uniform, stored.npz",
    "verify DIR/deflated.npz --as glorot-uniform, deflated.npz",
    "verify DIR/small.gguf --as glorot-uniform, small.gguf",
    "verify DIR/types.weights.h5 --as glorot-uniform, types.weights.h5",
    "init DIR/mlp.onnx --out DIR/copy.onnx, mlp.onnx",
    "init DIR/stored.npz --out DIR/copy.npz, stored.npz",
    "init DIR/deflated.npz --out DIR/copy.npz, deflated.npz"
  })
  void read_changedAfterAnyOpening_oneLineAndNoCopy(String words, String changed)
      throws IOException {
    Path file = folder.resolve(changed);
    String command = words.replace("DIR", folder.toString());
    var openings = new AtomicInteger();
    Run undisturbed = run(command, opened -> openings.addAndGet(opened.equals(file) ? 1 : 0));
    assertThat(undisturbed.exitCode()).as(undisturbed.err()).isNotEqualTo(2);
    assertThat(openings.get()).isPositive();
    deleteCopies();
    byte[] content = Files.readAllBytes(file);
    for (int opening = 1; opening <= openings.get(); opening++) {
      Change change = Change.values()[opening % Change.values().length];
      int last = opening;
      var count = new AtomicInteger();
      Run run =
          run(
              command,
              opened -> {
                if (opened.equals(file) && count.incrementAndGet() == last) {
                  change.make(file);
                }
              });
      Files.write(file, content);
      assertThat(run.err())
          .as("%s after opening %d", change, opening)
          .isEqualTo("seedbed: %s changed while it was read: try again\n".formatted(file));
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(deleteCopies()).isFalse();
    }
  }

  private boolean deleteCopies() throws IOException {
    boolean onnx = Files.deleteIfExists(folder.resolve("copy.onnx"));
    boolean npz = Files.deleteIfExists(folder.resolve("copy.npz"));
    return onnx || npz;
  }

  private static Run run(String command, FaultyFiles.Opened opened) {
    var files = new FaultyFiles(Faults.none(), opened);
    return CommandRunner.run(text -> files.path(Path.of(text)), command.split(" "));
  }
}
