package dev.seedbed.io.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;

/// Tensors to be written to a safetensors file.
final class TensorBook {
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  private record Tensor(long[] shape, float[] values) {}

  /// @param shape such as "64, 32"
  TensorBook put(String name, String shape, float... values) {
    long[] lengths = Arrays.stream(shape.split(", ", -1)).mapToLong(Long::parseLong).toArray();
    tensors.put(name, new Tensor(lengths, values));
    return this;
  }

  float[] values(String name) {
    return Objects.requireNonNull(tensors.get(name), name).values();
  }

  /// @param type F32, F16 or BF16
  Path write(Path file, String type) throws IOException {
    int bytes = type.equals("F32") ? Float.BYTES : Short.BYTES;
    var header = new StringJoiner(",", "{\"__metadata__\":{\"format\":\"pt\"},", "}");
    int at = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      int end = at + entry.getValue().values().length * bytes;
      header.add(
          "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(entry.getKey(), type, Arrays.toString(entry.getValue().shape()), at, end));
      at = end;
    }
    byte[] json = header.toString().getBytes(UTF_8);
    var buffer = ByteBuffer.allocate(8 + json.length + at).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(json.length).put(json);
    for (Tensor tensor : tensors.values()) {
      for (float value : tensor.values()) {
        switch (type) {
          case "F32" -> buffer.putFloat(value);
          case "F16" -> buffer.putShort(Float.floatToFloat16(value));
          default -> {
            int bits = Float.floatToRawIntBits(value);
            buffer.putShort((short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16));
          }
        }
      }
    }
    return Files.write(file, buffer.array());
  }
}
