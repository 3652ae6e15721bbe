package dev.seedbed.bench.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.io.weights.ElementSource;
import dev.seedbed.io.weights.FloatType;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.WeightFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A safetensors file as a library writes it: names, shapes, a type. Numbers are drawn by `seedbed
/// init`.
///
/// @param format the library, as the file's metadata name it: pt, keras, mlx
record StartFile(String format, FloatType type, List<Shape> tensors) {

  /// A tensor without numbers.
  record Shape(String name, long... lengths) {
    long elements() {
      return LongStream.of(lengths).reduce(1, Math::multiplyExact);
    }
  }

  static StartFile of(String format, FloatType type) {
    return new StartFile(format, type, List.of());
  }

  /// The same with one tensor more.
  StartFile tensor(String name, long... lengths) {
    var more = new ArrayList<>(tensors);
    more.add(new Shape(name, lengths));
    return new StartFile(format, type, List.copyOf(more));
  }

  /// Writes the file.
  ///
  /// @param options of `seedbed init`, which say how numbers are drawn; without any, all are 0
  void write(Path file, List<String> options) throws IOException {
    Files.write(file, zeros());
    if (!options.isEmpty()) {
      var command = new ArrayList<>(List.of("init", file.toString(), "-o", file.toString()));
      command.addAll(List.of("--overwrite", "--quiet"));
      command.addAll(options);
      CommandRun.run(command).fine();
    }
  }

  private byte[] zeros() {
    ObjectNode header = JsonMapper.shared().createObjectNode();
    header.putObject("__metadata__").put("format", format);
    long end = 0;
    for (Shape tensor : tensors) {
      ObjectNode entry = header.putObject(tensor.name()).put("dtype", type.name());
      Arrays.stream(tensor.lengths()).forEach(entry.putArray("shape")::add);
      long begin = end;
      end += tensor.elements() * type.bytes();
      entry.putArray("data_offsets").add(begin).add(end);
    }
    byte[] json = header.toString().getBytes(UTF_8);
    return ByteBuffer.allocate(Math.toIntExact(Long.BYTES + json.length + end))
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  /// Gives a tensor of a file other numbers.
  static void change(Path file, String tensor, ElementSource numbers) throws IOException {
    WeightFile.read(file).rewrite(file, Map.of(tensor, numbers), 1);
  }

  /// The numbers of a tensor of a file.
  static float[] numbers(Path file, String name) throws IOException {
    WeightFile weights = WeightFile.read(file);
    StoredTensor tensor =
        weights.tensors().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
    return weights.values(tensor);
  }

  /// The numbers of an array, over and over again.
  static ElementSource repeated(float[] numbers) {
    return (from, values, count) -> {
      for (int i = 0; i < count; i++) {
        values[i] = numbers[(int) ((from + i) % numbers.length)];
      }
    };
  }
}
