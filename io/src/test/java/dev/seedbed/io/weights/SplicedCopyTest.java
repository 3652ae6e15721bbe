package dev.seedbed.io.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.io.file.FileSnapshot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplicedCopyTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void writeTo_insertedDeletedAndReplaced_inOrder() throws IOException {
    Path path = Files.writeString(folder.resolve("in"), "0123456789");
    var copy =
        new SplicedCopy(
            FileSnapshot.of(path),
            List.of(
                Replacement.bytes(10, 10, (byte) 'Z'),
                Replacement.bytes(3, 6, (byte) 'c'),
                Replacement.bytes(3, 3, (byte) 'a'),
                Replacement.bytes(3, 3, (byte) 'b'),
                Replacement.bytes(0, 1)));
    assertThat(copy.length()).isEqualTo(10);
    Path out = folder.resolve("out");
    try (var file = new RandomAccessFile(out.toFile(), "rw")) {
      copy.writeTo(file.getChannel(), 2, 1);
    }
    assertThat(Files.readString(out)).isEqualTo("\0\00012abc6789Z");
  }

  /// Places above 2^32 on both sides, without as many bytes on the disk.
  @Test
  void writeTo_placesAbove4Gigabytes_right() throws IOException {
    long far = 5_000_000_000L;
    Path path = folder.resolve("in");
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(far);
      file.write(new byte[] {1, 2, 3, 4, 0, 0, (byte) 0x80, 63});
    }
    var copy =
        new SplicedCopy(
            FileSnapshot.of(path),
            List.of(
                Replacement.bytes(0, far),
                Replacement.inPlace(far + 4, FloatType.F32, 1, Sources.PLUS_ONE)));
    Path out = folder.resolve("out");
    try (var file = new RandomAccessFile(out.toFile(), "rw")) {
      copy.writeTo(file.getChannel(), far + 8, 2);
      assertThat(file.length()).isEqualTo(far + 16);
      file.seek(far + 8);
      byte[] end = new byte[8];
      file.readFully(end);
      assertThat(end).containsExactly(1, 2, 3, 4, 0, 0, 0, 64);
    }
  }
}
