package dev.seedbed.io.array;

import dev.seedbed.data.InputException;
import dev.seedbed.graph.BooleanArray;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.io.file.VisibleText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Reads whole arrays as NumPy saves them: one in a `.npy` file, several with names in an `.npz`
/// archive. All real numbers become float.
public final class NpyFile {
  /// How the names of an archive's arrays end.
  public static final String SUFFIX = ".npy";

  private NpyFile() {}

  /// The arrays of an `.npz` archive, by name.
  ///
  /// @throws InputException if it is none, or holds something else
  public static Map<String, NdArray> readArchive(Path file) throws IOException {
    var arrays = new LinkedHashMap<String, NdArray>();
    try (var zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        if (!entry.getName().endsWith(SUFFIX)) {
          throw new InputException(
              "%s: not an array: %s".formatted(file, VisibleText.message(entry.getName())));
        }
        String name = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
        try (InputStream in = zip.getInputStream(entry)) {
          arrays.put(name, read(file + ", " + VisibleText.message(name), in, entry.getSize()));
        }
      }
    } catch (ZipException e) {
      throw notAnArchive(file);
    }
    return arrays;
  }

  /// That a file is no `.npz` archive.
  public static InputException notAnArchive(Path file) {
    return new InputException("%s: not an .npz archive, or damaged".formatted(file));
  }

  /// The array of an `.npy` file.
  ///
  /// @throws InputException if it is none
  public static NdArray read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in, Files.size(file));
    }
  }

  private static NdArray read(String name, InputStream in, long available) throws IOException {
    var reader = new NpyReader(name, in);
    if (reader.holdsTexts()) {
      throw reader.notNumbers();
    }
    NdArray array;
    try {
      TensorShape shape = shape(reader);
      reader.requireWithin(available);
      array = read(shape, reader);
    } catch (IllegalArgumentException e) {
      throw new InputException("%s: %s".formatted(name, e.getMessage()));
    }
    reader.end();
    return reader.firstAxisFastest() ? array.transposed() : array;
  }

  /// If the first axis varies fastest, the elements are those of the transposed array in our order.
  private static TensorShape shape(NpyReader reader) {
    long[] lengths = reader.lengths();
    long[] ours = lengths.clone();
    if (reader.firstAxisFastest()) {
      for (int i = 0; i < ours.length; i++) {
        ours[i] = lengths[lengths.length - 1 - i];
      }
    }
    return TensorShape.of(ours);
  }

  private static NdArray read(TensorShape shape, NpyReader reader) throws IOException {
    NdArray array =
        reader.holdsReals()
            ? FloatArray.of(shape)
            : reader.holdsBooleans() ? BooleanArray.of(shape) : LongArray.of(shape);
    for (int i = 0; i < shape.elements(); i++) {
      switch (array) {
        case FloatArray(TensorShape _, float[] data) -> data[i] = (float) reader.number();
        case LongArray(TensorShape _, long[] data) -> data[i] = reader.whole();
        case BooleanArray(TensorShape _, boolean[] data) -> data[i] = reader.whole() != 0;
      }
    }
    return array;
  }
}
