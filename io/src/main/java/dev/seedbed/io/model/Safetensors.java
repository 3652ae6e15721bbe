package dev.seedbed.io.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.network.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A safetensors file: eight bytes that say how long the header is, the header in JSON, and the
/// tensors' numbers, little-endian, one after the other without holes.
///
/// @param tensors in the order of their numbers
public record Safetensors(Map<String, String> metadata, List<Tensor> tensors) {
  private static final String METADATA = "__metadata__";
  private static final int LARGEST_HEADER = 100_000_000;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// The bytes of a file with these tensors.
  static byte[] encode(List<Tensor> tensors, Map<String, String> metadata) {
    ObjectNode header = JSON.createObjectNode();
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
    for (float value : tensor.values()) {
      buffer.putFloat(value);
    }
  }

  /// The SHA-256 of the tensors' numbers as a safetensors file holds them: of all its bytes behind
  /// the header.
  public static String sha256(List<Tensor> tensors) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (Tensor tensor : tensors) {
        var buffer =
            ByteBuffer.allocate(Float.BYTES * tensor.values().length)
                .order(ByteOrder.LITTLE_ENDIAN);
        put(tensor, buffer);
        digest.update(buffer.array());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// Where a tensor's numbers stand behind the header.
  private record Entry(String name, int[] shape, long begin, long end) {}

  /// Reads the bytes of a file of F32 tensors.
  static Safetensors decode(byte[] bytes) throws MalformedModelException {
    return decode(bytes, LARGEST_HEADER);
  }

  /// As above, with another limit for the header, for tests.
  static Safetensors decode(byte[] bytes, int largestHeader) throws MalformedModelException {
    if (bytes.length < Long.BYTES) {
      throw new MalformedModelException(
          "a safetensors file must have at least 8 bytes: " + bytes.length);
    }
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long headerLength = buffer.getLong();
    if (headerLength < 2 || headerLength > Math.min(buffer.remaining(), largestHeader)) {
      throw new MalformedModelException(
          "the header's length must be within the file and at most %d: %s"
              .formatted(largestHeader, Long.toUnsignedString(headerLength)));
    }
    ByteBuffer data =
        buffer.slice(Long.BYTES + (int) headerLength, buffer.remaining() - (int) headerLength);
    JsonNode header = header(buffer.slice(Long.BYTES, (int) headerLength));
    var metadata = new LinkedHashMap<String, String>();
    var entries = new ArrayList<Entry>();
    for (Map.Entry<String, JsonNode> property : header.properties()) {
      if (property.getKey().equals(METADATA)) {
        readMetadata(property.getValue(), metadata);
      } else {
        entries.add(entry(property.getKey(), property.getValue()));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long expected = 0;
    for (Entry entry : entries) {
      if (entry.begin() != expected) {
        throw new MalformedModelException(
            "tensor '%s' must begin where the one before it ends, at %d: %d"
                .formatted(entry.name(), expected, entry.begin()));
      }
      expected = entry.end();
    }
    if (expected != data.limit()) {
      throw new MalformedModelException(
          "the tensors must fill the rest of the file, %d bytes, or it is cut off: %d"
              .formatted(data.limit(), expected));
    }
    return new Safetensors(metadata, entries.stream().map(entry -> tensor(entry, data)).toList());
  }

  private static JsonNode header(ByteBuffer bytes) throws MalformedModelException {
    try {
      String text = UTF_8.newDecoder().decode(bytes).toString();
      if (text.charAt(0) != '{') {
        throw new MalformedModelException("the header must begin with '{'");
      }
      return JSON.readTree(text);
    } catch (CharacterCodingException e) {
      throw new MalformedModelException("the header must be UTF-8");
    } catch (JacksonException e) {
      throw new MalformedModelException("the header must be JSON: " + e.getOriginalMessage());
    }
  }

  private static void readMetadata(JsonNode node, Map<String, String> metadata)
      throws MalformedModelException {
    if (!node.isObject()) {
      throw new MalformedModelException("'" + METADATA + "' must be an object of strings");
    }
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      if (!property.getValue().isString()) {
        throw new MalformedModelException(
            "'%s' must hold strings only: '%s'".formatted(METADATA, property.getKey()));
      }
      metadata.put(property.getKey(), property.getValue().stringValue());
    }
  }

  private static Entry entry(String name, JsonNode node) throws MalformedModelException {
    JsonNode dtype = node.path("dtype");
    if (!dtype.isString() || !dtype.stringValue().equals("F32")) {
      throw new MalformedModelException(
          "tensor '%s' must have dtype F32: %s".formatted(name, dtype.toString()));
    }
    long[] shape = wholeNumbers(name, "shape", node.path("shape"));
    long[] offsets = wholeNumbers(name, "data_offsets", node.path("data_offsets"));
    long count = 1;
    for (long length : shape) {
      if (length > Integer.MAX_VALUE || (count *= length) > Integer.MAX_VALUE) {
        throw new MalformedModelException(
            "tensor '%s' must have fewer than 2^31 elements: %s"
                .formatted(name, Arrays.toString(shape)));
      }
    }
    if (offsets.length != 2
        || offsets[1] < offsets[0]
        || offsets[1] - offsets[0] != count * Float.BYTES) {
      throw new MalformedModelException(
          "tensor '%s' must have data_offsets [begin, begin + %d]: %s"
              .formatted(name, count * Float.BYTES, Arrays.toString(offsets)));
    }
    return new Entry(
        name, Arrays.stream(shape).mapToInt(Math::toIntExact).toArray(), offsets[0], offsets[1]);
  }

  private static long[] wholeNumbers(String name, String key, JsonNode node)
      throws MalformedModelException {
    long[] numbers = new long[node.size()];
    boolean sound = node.isArray();
    for (int i = 0; sound && i < numbers.length; i++) {
      JsonNode item = node.get(i);
      sound = item.isIntegralNumber() && item.canConvertToLong() && item.longValue() >= 0;
      numbers[i] = sound ? item.longValue() : 0;
    }
    if (!sound) {
      throw new MalformedModelException(
          "tensor '%s' must have a list of whole numbers from 0 on as %s: %s"
              .formatted(name, key, node.toString()));
    }
    return numbers;
  }

  private static Tensor tensor(Entry entry, ByteBuffer data) {
    float[] values = new float[(int) ((entry.end() - entry.begin()) / Float.BYTES)];
    data.slice((int) entry.begin(), (int) (entry.end() - entry.begin()))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return new Tensor(entry.name(), entry.shape(), values);
  }
}
