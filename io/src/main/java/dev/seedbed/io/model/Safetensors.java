package dev.seedbed.io.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.weights.SafetensorsHeader;
import dev.seedbed.io.weights.SafetensorsHeader.Entry;
import dev.seedbed.jvm.Sha256;
import dev.seedbed.network.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A safetensors file: eight bytes that say how long the header is, the header in JSON, and the
/// tensors' numbers, little-endian, one after the other without holes.
///
/// @param tensors in the order of their numbers
public record Safetensors(Map<String, String> metadata, List<Tensor> tensors) {
  private static final String METADATA = "__metadata__";

  /// The bytes of a file with these tensors.
  public static byte[] encode(List<Tensor> tensors, Map<String, String> metadata) {
    ObjectNode header = JsonMapper.shared().createObjectNode();
    ObjectNode entries = header.putObject(METADATA);
    metadata.forEach(entries::put);
    long offset = 0;
    for (Tensor tensor : tensors) {
      ObjectNode entry = header.putObject(tensor.name()).put("dtype", "F32");
      Arrays.stream(tensor.shape()).forEach(entry.putArray("shape")::add);
      long end = offset + (long) Float.BYTES * tensor.values().length;
      entry.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json = header.toString().getBytes(UTF_8);
    int padded = (json.length + 7) / 8 * 8;
    var buffer =
        ByteBuffer.allocate(Math.toIntExact(Long.BYTES + padded + offset))
            .order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(padded).put(json);
    while (buffer.position() < Long.BYTES + padded) {
      buffer.put((byte) ' ');
    }
    tensors.forEach(tensor -> put(tensor, buffer));
    return buffer.array();
  }

  private static void put(Tensor tensor, ByteBuffer buffer) {
    // All at once: a loop over numbers is slow as long as it is not compiled.
    buffer.asFloatBuffer().put(tensor.values());
    buffer.position(buffer.position() + Float.BYTES * tensor.values().length);
  }

  /// The SHA-256 of the tensors' numbers as a safetensors file holds them: of all its bytes behind
  /// the header.
  public static String sha256(List<Tensor> tensors) {
    var digest = Sha256.digest();
    for (Tensor tensor : tensors) {
      var buffer =
          ByteBuffer.allocate(Float.BYTES * tensor.values().length).order(ByteOrder.LITTLE_ENDIAN);
      put(tensor, buffer);
      digest.update(buffer.array());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /// Reads the bytes of a file of F32 tensors.
  public static Safetensors decode(byte[] bytes) throws IOException {
    var header = SafetensorsHeader.read(new ByteArrayInputStream(bytes), bytes.length);
    int begin = Math.toIntExact(header.dataBegin());
    ByteBuffer data = ByteBuffer.wrap(bytes, begin, bytes.length - begin).slice();
    var tensors = new ArrayList<Tensor>();
    for (Entry entry : header.entries()) {
      tensors.add(tensor(entry, data));
    }
    return new Safetensors(header.metadata(), tensors);
  }

  private static Tensor tensor(Entry entry, ByteBuffer data) throws MalformedModelException {
    if (!entry.dtype().equals("F32")) {
      throw new MalformedModelException(
          "tensor '%s' must have dtype F32: %s".formatted(entry.name(), entry.dtype()));
    }
    int[] shape = new int[entry.shape().length];
    for (int i = 0; i < shape.length; i++) {
      if (entry.shape()[i] > Integer.MAX_VALUE) {
        throw new MalformedModelException(
            "tensor '%s' must have axes shorter than 2^31: %s"
                .formatted(entry.name(), Arrays.toString(entry.shape())));
      }
      shape[i] = (int) entry.shape()[i];
    }
    float[] values = new float[(int) ((entry.end() - entry.begin()) / Float.BYTES)];
    data.slice((int) entry.begin(), (int) (entry.end() - entry.begin()))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return new Tensor(entry.name(), shape, values);
  }
}
