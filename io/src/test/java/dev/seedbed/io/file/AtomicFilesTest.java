package dev.seedbed.io.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  private static final AtomicFiles.Content CONTENT = out -> out.write('x');

  @TempDir private Path folder = Path.of("");

  private long files() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.count();
    }
  }

  @Test
  void write_newOrRegularFile_holdsTheContentAlone() throws IOException {
    Path file = folder.resolve("file");
    AtomicFiles.write(file, CONTENT);
    AtomicFiles.write(file, CONTENT);
    assertThat(file).hasContent("x");
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void write_contentFails_leavesNothing() throws IOException {
    Path file = folder.resolve("file");
    assertThatThrownBy(() ->
            AtomicFiles.write(
                file,
                out -> {
                  out.write('x');
                  throw new IOException("no space left");
                }))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(file + ": no space left");
    assertThat(files()).isZero();
  }

  @Test
  void writeChannel_anyOrder_allThere() throws IOException {
    Path file = folder.resolve("file");
    AtomicFiles.writeChannel(
        file,
        out -> {
          out.write(ByteBuffer.wrap(new byte[] {'b'}), 1);
          out.write(ByteBuffer.wrap(new byte[] {'a'}), 0);
        });
    assertThat(file).hasContent("ab");
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void writeChannel_interrupted_leavesNothingAndSaysSo() throws IOException {
    Path file = folder.resolve("file");
    assertThatThrownBy(() ->
            AtomicFiles.writeChannel(
                file,
                out -> {
                  Thread.currentThread().interrupt();
                  out.write(ByteBuffer.allocate(1));
                }))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(file + ": interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(files()).isZero();
  }

  @Test
  void write_linkOrFolder_refusedAndKept() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "kept");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    assertThatThrownBy(() -> AtomicFiles.write(link, CONTENT))
        .hasMessage(link + ": not a regular file");
    assertThatThrownBy(() -> AtomicFiles.write(folder, CONTENT))
        .hasMessage(folder + ": not a regular file");
    assertThat(target).hasContent("kept");
  }

  @Test
  void write_noSuchFolder_saysSo() {
    Path file = folder.resolve("none").resolve("file");
    assertThatThrownBy(() -> AtomicFiles.write(file, CONTENT))
        .hasMessage(file + ": no such folder");
  }
}
