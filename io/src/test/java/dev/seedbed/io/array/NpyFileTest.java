package dev.seedbed.io.array;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedbed.data.InputException;
import dev.seedbed.graph.NdArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyFileTest {
  @TempDir private Path folder;

  /// A file as `numpy.save` writes it.
  private Path file(int version, String descr, boolean fortran, String shape, ByteBuffer numbers)
      throws IOException {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }\n"
            .formatted(descr, fortran ? "True" : "False", shape);
    ByteBuffer bytes =
        ByteBuffer.allocate(12 + header.length() + numbers.capacity())
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(UTF_8)).put((byte) version).put((byte) 0);
    if (version == 1) {
      bytes.putShort((short) header.length());
    } else {
      bytes.putInt(header.length());
    }
    bytes.put(header.getBytes(UTF_8)).put(numbers.position(0));
    byte[] all = new byte[bytes.position()];
    bytes.get(0, all);
    return Files.write(folder.resolve("x.npy"), all);
  }

  private static ByteBuffer room(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void read_realNumbers() throws IOException {
    Path file = file(1, "<f4", false, "2, 1", room(8).putFloat(1.5f).putFloat(-2));
    NdArray array = NpyFile.read(file);
    assertEquals("2x1", array.shape().toString());
    assertArrayEquals(new float[] {1.5f, -2}, array.asFloats().data());

    file = file(2, "<f8", false, "2,", room(16).putDouble(0.1).putDouble(1e300));
    assertArrayEquals(
        new float[] {0.1f, Float.POSITIVE_INFINITY}, NpyFile.read(file).asFloats().data());

    file = file(1, "<f2", false, "", room(2).putShort(Float.floatToFloat16(0.5f)));
    assertEquals("scalar", NpyFile.read(file).shape().toString());
    assertArrayEquals(new float[] {0.5f}, NpyFile.read(file).asFloats().data());
  }

  @Test
  void read_wholeNumbersAndBooleans() throws IOException {
    Path file = file(1, ">i4", false, "2,", ByteBuffer.allocate(8).putInt(-3).putInt(7));
    assertArrayEquals(new long[] {-3, 7}, NpyFile.read(file).asLongs().data());

    file = file(1, "|u1", false, "2,", room(2).put((byte) 200).put((byte) 1));
    assertArrayEquals(new long[] {200, 1}, NpyFile.read(file).asLongs().data());

    file = file(1, "|b1", false, "2,", room(2).put((byte) 1).put((byte) 0));
    assertArrayEquals(new boolean[] {true, false}, NpyFile.read(file).asBooleans().data());
  }

  @Test
  void read_fortranOrder() throws IOException {
    // [[1, 2, 3], [4, 5, 6]]
    ByteBuffer columns = room(24);
    for (float value : new float[] {1, 4, 2, 5, 3, 6}) {
      columns.putFloat(value);
    }
    NdArray array = NpyFile.read(file(1, "<f4", true, "2, 3", columns));
    assertEquals("2x3", array.shape().toString());
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, array.asFloats().data());
  }

  @Test
  void read_refusesWhatIsNoArrayOfNumbers() throws IOException {
    refuses("must hold real numbers, whole numbers or booleans: |O", "|O", "1,", 8);
    refuses("must hold real numbers, whole numbers or booleans: <U5", "<U5", "1,", 20);
    refuses("cut off", "<f4", "3,", 8);
    refuses("cut off", "<f4", "2000000000,", 8);
    refuses("more numbers than its shape says", "<f4", "1,", 8);
    refuses(
        "an array must hold fewer than 2^31 elements: 1000000x1000000",
        "<f4",
        "1000000, 1000000",
        8);
  }

  private void refuses(String message, String descr, String shape, int bytes) throws IOException {
    Path file = file(1, descr, false, shape, room(bytes));
    var refused = assertThrows(InputException.class, () -> NpyFile.read(file));
    assertEquals(file + ": " + message, refused.getMessage());
  }

  @Test
  void readArchive_refusesWhatIsNone() throws IOException {
    Path file = Files.writeString(folder.resolve("x.npz"), "no archive");
    var refused = assertThrows(InputException.class, () -> NpyFile.readArchive(file));
    assertEquals(file + ": not an .npz archive, or damaged", refused.getMessage());
  }
}
