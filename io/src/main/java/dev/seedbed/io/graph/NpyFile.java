package dev.seedbed.io.graph;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.data.InputException;
import dev.seedbed.graph.BooleanArray;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.io.weights.Quoted;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Reads arrays as NumPy saves them: one in a `.npy` file, several with names in an `.npz` archive.
/// The [format](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html), versions 1
/// to 3, of real numbers of 16, 32 and 64 bits, whole numbers, and booleans. All real numbers
/// become float.
public final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 1 << 16;
  private static final int CHUNK = 1 << 16;
  private static final Pattern HEADER =
      Pattern.compile(
          "\\s*\\{(?=.*'descr': *'(?<descr>[^']*)')(?=.*'fortran_order': *(?<fortran>True|False))"
              + "(?=.*'shape': *\\((?<shape>[0-9, L]*)\\)).*\\}\\s*",
          Pattern.DOTALL);
  private static final Pattern DESCR =
      Pattern.compile("(?<order>[<>|=]?)(?<kind>[fiub])(?<size>[1248])");

  private NpyFile() {}

  /// The arrays of an `.npz` archive, by name.
  ///
  /// @throws InputException if it is none, or holds something else
  public static Map<String, NdArray> readArchive(Path file) throws IOException {
    var arrays = new LinkedHashMap<String, NdArray>();
    try (var zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        if (!entry.getName().endsWith(".npy")) {
          throw new InputException(
              "%s: not an array: %s".formatted(file, Quoted.of(entry.getName())));
        }
        String name = entry.getName().substring(0, entry.getName().length() - 4);
        try (InputStream in = zip.getInputStream(entry)) {
          arrays.put(name, read(file + ", " + Quoted.of(name), in));
        }
      }
    } catch (ZipException e) {
      throw new InputException("%s: not an .npz archive, or damaged".formatted(file));
    }
    return arrays;
  }

  /// The array of an `.npy` file.
  ///
  /// @throws InputException if it is none
  public static NdArray read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in);
    }
  }

  private static NdArray read(String name, InputStream raw) throws IOException {
    try {
      var in = new DataInputStream(new BufferedInputStream(raw, CHUNK));
      byte[] begin = new byte[MAGIC.length];
      in.readFully(begin);
      if (!Arrays.equals(begin, MAGIC)) {
        throw new InputException("%s: not an .npy array".formatted(name));
      }
      int version = in.readUnsignedByte();
      in.readUnsignedByte();
      int length =
          version == 1
              ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
              : Integer.reverseBytes(in.readInt());
      if (version < 1 || version > 3 || length < 0 || length > LONGEST_HEADER) {
        throw new InputException(
            "%s: the version of an .npy array must be 1, 2 or 3: %d".formatted(name, version));
      }
      byte[] header = new byte[length];
      in.readFully(header);
      return read(name, new String(header, UTF_8), in);
    } catch (EOFException e) {
      throw new InputException("%s: cut off".formatted(name));
    }
  }

  private static NdArray read(String name, String header, DataInputStream in) throws IOException {
    Matcher fields = HEADER.matcher(header);
    if (!fields.matches()) {
      throw new InputException(
          "%s: malformed header of an .npy array: %s".formatted(name, Quoted.of(header.strip())));
    }
    Matcher type = DESCR.matcher(fields.group("descr"));
    if (!type.matches()) {
      throw new InputException(
          "%s: must hold real numbers, whole numbers or booleans: %s"
              .formatted(name, Quoted.of(fields.group("descr"))));
    }
    long[] lengths =
        Pattern.compile("[, L]+")
            .splitAsStream(fields.group("shape"))
            .filter(length -> !length.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    boolean fortran = fields.group("fortran").equals("True");
    NdArray array;
    try {
      array = read(shape(lengths, fortran), type, in);
    } catch (IllegalArgumentException e) {
      throw new InputException("%s: %s".formatted(name, e.getMessage()));
    }
    if (in.read() >= 0) {
      throw new InputException("%s: more numbers than its shape says".formatted(name));
    }
    return fortran ? array.transposed() : array;
  }

  /// In Fortran's order the first axis varies fastest: that is the transposed array in ours.
  private static TensorShape shape(long[] lengths, boolean fortran) {
    long[] ours = lengths.clone();
    if (fortran) {
      for (int i = 0; i < ours.length; i++) {
        ours[i] = lengths[lengths.length - 1 - i];
      }
    }
    return TensorShape.of(ours);
  }

  private static NdArray read(TensorShape shape, Matcher type, DataInputStream in)
      throws IOException {
    int size = Integer.parseInt(type.group("size"));
    String kind = type.group("kind");
    ByteOrder order =
        type.group("order").equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    NdArray array =
        switch (kind) {
          case "f" -> FloatArray.of(shape);
          case "b" -> BooleanArray.of(shape);
          default -> LongArray.of(shape);
        };
    byte[] bytes = new byte[CHUNK];
    int perChunk = CHUNK / size;
    for (int at = 0; at < shape.elements(); at += perChunk) {
      int count = Math.min(perChunk, shape.elements() - at);
      in.readFully(bytes, 0, count * size);
      ByteBuffer chunk = ByteBuffer.wrap(bytes).order(order);
      for (int i = 0; i < count; i++) {
        switch (array) {
          case FloatArray(TensorShape _, float[] data) -> data[at + i] = real(chunk, i, size);
          case LongArray(TensorShape _, long[] data) ->
              data[at + i] = whole(chunk, i, size, kind.equals("i"));
          case BooleanArray(TensorShape _, boolean[] data) -> data[at + i] = chunk.get(i) != 0;
        }
      }
    }
    return array;
  }

  private static float real(ByteBuffer chunk, int i, int size) {
    return switch (size) {
      case Double.BYTES -> (float) chunk.getDouble(i * Double.BYTES);
      case Float.BYTES -> chunk.getFloat(i * Float.BYTES);
      case Short.BYTES -> Float.float16ToFloat(chunk.getShort(i * Short.BYTES));
      default -> throw new IllegalArgumentException("must have real numbers of 16, 32 or 64 bits");
    };
  }

  private static long whole(ByteBuffer chunk, int i, int size, boolean signed) {
    return switch (size) {
      case Long.BYTES -> chunk.getLong(i * Long.BYTES);
      case Integer.BYTES -> {
        int value = chunk.getInt(i * Integer.BYTES);
        yield signed ? value : Integer.toUnsignedLong(value);
      }
      case Short.BYTES -> {
        short value = chunk.getShort(i * Short.BYTES);
        yield signed ? value : Short.toUnsignedLong(value);
      }
      default -> signed ? chunk.get(i) : Byte.toUnsignedLong(chunk.get(i));
    };
  }
}
