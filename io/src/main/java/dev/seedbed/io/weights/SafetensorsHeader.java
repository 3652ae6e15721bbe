package dev.seedbed.io.weights;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.io.MalformedModelException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/// The beginning of a safetensors file: the length of the header in eight bytes, and the header in
/// JSON. The tensors' numbers follow, without gaps.
///
/// @param metadata the strings under `__metadata__`
/// @param entries in the order of their numbers
/// @param dataBegin where the numbers begin in the file
public record SafetensorsHeader(Map<String, String> metadata, List<Entry> entries, long dataBegin) {
  private static final String METADATA = "__metadata__";

  /// The limit of the reference implementation.
  private static final int LARGEST = 100_000_000;

  private static final int MOST_AXES = 64;

  /// The bits of one element.
  private static final Map<String, Integer> BITS =
      Map.ofEntries(
          Map.entry("BOOL", 8),
          Map.entry("F4", 4),
          Map.entry("F6_E2M3", 6),
          Map.entry("F6_E3M2", 6),
          Map.entry("U8", 8),
          Map.entry("I8", 8),
          Map.entry("F8_E5M2", 8),
          Map.entry("F8_E4M3", 8),
          Map.entry("F8_E5M2FNUZ", 8),
          Map.entry("F8_E4M3FNUZ", 8),
          Map.entry("F8_E8M0", 8),
          Map.entry("I16", 16),
          Map.entry("U16", 16),
          Map.entry("F16", 16),
          Map.entry("BF16", 16),
          Map.entry("I32", 32),
          Map.entry("U32", 32),
          Map.entry("F32", 32),
          Map.entry("C64", 64),
          Map.entry("F64", 64),
          Map.entry("I64", 64),
          Map.entry("U64", 64));

  /// Names and texts may be long; names are all different, so that a table of those seen would only
  /// grow.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNameLength(LARGEST)
                  .maxStringLength(LARGEST)
                  .build())
          .build();

  /// One tensor. Its numbers stand at [`begin`, `end`) behind the header.
  public record Entry(String name, String dtype, long[] shape, long begin, long end) {}

  /// Reads the header of a file of `size` bytes and checks it by the rules of the reference
  /// implementation.
  ///
  /// @throws MalformedModelException if it breaks one of them
  public static SafetensorsHeader read(InputStream file, long size) throws IOException {
    return read(file, size, LARGEST);
  }

  /// As above, with another limit for the header, for tests.
  static SafetensorsHeader read(InputStream file, long size, int largest) throws IOException {
    if (size < Long.BYTES) {
      throw new MalformedModelException("a safetensors file must have at least 8 bytes: " + size);
    }
    long length =
        ByteBuffer.wrap(file.readNBytes(Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > Math.min(size - Long.BYTES, largest)) {
      throw new MalformedModelException(
          "the header's length must be within the file and at most %d: %s"
              .formatted(largest, Long.toUnsignedString(length)));
    }
    byte[] json = new byte[(int) length];
    if (file.readNBytes(json, 0, json.length) < json.length) {
      throw new MalformedModelException("the file was cut off while it was read");
    }
    SafetensorsHeader header = parse(json);
    header.checkOffsets(size - header.dataBegin);
    return header;
  }

  private static SafetensorsHeader parse(byte[] json) throws IOException {
    if (json[0] != '{') {
      throw new MalformedModelException("the header does not begin with '{'");
    }
    var reader = new InputStreamReader(new ByteArrayInputStream(json), UTF_8.newDecoder());
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), reader)) {
      Map<String, String> metadata = Map.of();
      var entries = new ArrayList<Entry>();
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals(METADATA)) {
          metadata = metadata(parser);
        } else {
          entries.add(entry(name, parser));
        }
      }
      if (parser.nextToken() != null) {
        throw new MalformedModelException("the header is not valid JSON: more than one object");
      }
      entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
      return new SafetensorsHeader(metadata, entries, Long.BYTES + json.length);
    } catch (JacksonException e) {
      throw new MalformedModelException(
          e.getCause() instanceof CharacterCodingException
              ? "the header is not UTF-8"
              : "the header is not valid JSON: " + Quoted.of(e));
    }
  }

  private static Map<String, String> metadata(JsonParser parser) throws MalformedModelException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return Map.of();
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new MalformedModelException("'" + METADATA + "' is not an object of strings");
    }
    var metadata = new LinkedHashMap<String, String>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_STRING) {
        throw new MalformedModelException(
            "'%s' must hold strings only: '%s'".formatted(METADATA, Quoted.of(key)));
      }
      metadata.put(key, parser.getString());
    }
    return metadata;
  }

  private static Entry entry(String name, JsonParser parser) throws MalformedModelException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw broken(name, "be an object", parser.getString());
    }
    Optional<String> dtype = Optional.empty();
    Optional<long[]> shape = Optional.empty();
    Optional<long[]> offsets = Optional.empty();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      switch (key) {
        case "dtype" -> dtype = Optional.of(dtype(name, parser));
        case "shape" -> shape = Optional.of(wholeNumbers(name, key, parser));
        case "data_offsets" -> offsets = Optional.of(wholeNumbers(name, key, parser));
        default -> parser.skipChildren();
      }
    }
    if (dtype.isEmpty() || shape.isEmpty() || offsets.isEmpty()) {
      throw new MalformedModelException(
          "tensor '%s' must have dtype, shape and data_offsets".formatted(Quoted.of(name)));
    }
    return entry(name, dtype.get(), shape.get(), offsets.get());
  }

  private static String dtype(String name, JsonParser parser) throws MalformedModelException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw broken(name, "have a known dtype", parser.getString());
    }
    return parser.getString();
  }

  private static Entry entry(String name, String dtype, long[] shape, long[] offsets)
      throws MalformedModelException {
    Integer bits = BITS.get(dtype);
    if (bits == null) {
      throw broken(name, "have a known dtype", dtype);
    }
    long size;
    try {
      size = Math.multiplyExact(Shapes.elements(shape), (long) bits);
    } catch (ArithmeticException e) {
      throw broken(name, "have fewer than 2^63 bits", Arrays.toString(shape));
    }
    if (size % Byte.SIZE != 0) {
      throw broken(name, "fill whole bytes", size + " bits");
    }
    if (offsets.length != 2
        || offsets[1] < offsets[0]
        || offsets[1] - offsets[0] != size / Byte.SIZE) {
      throw broken(
          name,
          "have data_offsets [begin, begin + %d]".formatted(size / Byte.SIZE),
          Arrays.toString(offsets));
    }
    return new Entry(name, dtype, shape, offsets[0], offsets[1]);
  }

  private static long[] wholeNumbers(String name, String key, JsonParser parser)
      throws MalformedModelException {
    var numbers = new long[MOST_AXES];
    int count = 0;
    boolean sound = parser.currentToken() == JsonToken.START_ARRAY;
    while (sound && parser.nextToken() != JsonToken.END_ARRAY) {
      sound =
          count < MOST_AXES
              && parser.currentToken() == JsonToken.VALUE_NUMBER_INT
              && parser.getNumberType() != NumberType.BIG_INTEGER
              && parser.getLongValue() >= 0;
      if (sound) {
        numbers[count++] = parser.getLongValue();
      }
    }
    if (!sound) {
      throw broken(
          name,
          "have a list of at most %d whole numbers from 0 on as %s".formatted(MOST_AXES, key),
          parser.getString());
    }
    return Arrays.copyOf(numbers, count);
  }

  /// Each tensor begins where the one before it ends, and the last ends with the file.
  private void checkOffsets(long dataSize) throws MalformedModelException {
    long expected = 0;
    for (Entry entry : entries) {
      if (entry.begin() != expected) {
        throw broken(
            entry.name(),
            "begin where the one before it ends, at " + expected,
            Long.toString(entry.begin()));
      }
      expected = entry.end();
    }
    if (expected != dataSize) {
      throw new MalformedModelException(
          "the tensors must fill the rest of the file, %d bytes, or it is cut off: %d"
              .formatted(dataSize, expected));
    }
  }

  private static MalformedModelException broken(String name, String rule, String value) {
    return new MalformedModelException(
        "tensor '%s' must %s: %s".formatted(Quoted.of(name), rule, Quoted.of(value)));
  }
}
