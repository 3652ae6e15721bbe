package dev.seedbed.io.weights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.io.MalformedModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// The beginning of a GGUF file of version 2 or 3, little-endian: metadata, and what tensors there
/// are. Their numbers follow, each tensor at a multiple of the alignment.
///
/// The format is that of ggml's `docs/gguf.md`. Limits are those of its reader, `gguf.cpp`, where
/// that has some.
///
/// @param metadata the strings of at most 65,535 bytes; all else is skipped
/// @param entries in the file's order
record GgufHeader(Map<String, String> metadata, List<Entry> entries) {
  /// Vocabularies stand in the metadata: tens of megabytes.
  private static final long LARGEST = 1L << 28;

  private static final int MOST_ENTRIES = 1 << 20;
  private static final int LONGEST_TEXT = 65_535;
  private static final int LONGEST_NAME = 1024;
  private static final int MOST_AXES = 4;
  private static final int DEEPEST = 8;
  private static final int MOST_ALIGNED = 1 << 20;
  private static final String ALIGNMENT = "general.alignment";

  private static final int UINT32 = 4;
  private static final int STRING = 8;
  private static final int ARRAY = 9;

  /// The bytes of a value, by the number of its type; 0 for strings and arrays.
  private static final int[] VALUE_BYTES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

  /// One tensor.
  ///
  /// @param shape slowest axis first; the file has the fastest first
  /// @param begin where its numbers begin in the file
  /// @param bytes that they take, if the type's blocks are known
  record Entry(String name, GgmlType type, long[] shape, long begin, OptionalLong bytes) {
    private Entry from(long dataBegin) {
      return new Entry(name, type, shape, dataBegin + begin, bytes);
    }

    private long end() {
      return begin + bytes.orElse(0);
    }
  }

  /// Reads the header of a file of `size` bytes.
  ///
  /// @throws MalformedModelException if it breaks one of the rules
  static GgufHeader read(InputStream file, long size) throws IOException {
    var in = new GgufReader(file, Math.min(size, LARGEST));
    checkFormat(in);
    long tensors = in.u64("the number of tensors", MOST_ENTRIES);
    long values = in.u64("the number of metadata", MOST_ENTRIES);
    var metadata = new LinkedHashMap<String, String>();
    int alignment = readMetadata(in, values, metadata);
    var entries = new ArrayList<Entry>();
    Set<String> names = new HashSet<>();
    for (long i = 0; i < tensors; i++) {
      Entry entry = entry(in, alignment);
      if (!names.add(entry.name())) {
        throw broken(entry.name(), "be there once", "twice");
      }
      entries.add(entry);
    }
    long dataBegin = Math.ceilDiv(in.position(), (long) alignment) * alignment;
    List<Entry> placed = entries.stream().map(entry -> entry.from(dataBegin)).toList();
    checkPlaces(placed, size);
    return new GgufHeader(metadata, placed);
  }

  private static void checkFormat(GgufReader in) throws IOException {
    String magic = new String(in.bytes(4), ISO_8859_1);
    if (!magic.equals("GGUF")) {
      // Their names are stored as numbers, so that they stand backwards.
      boolean older = List.of("lmgg", "fmgg", "tjgg").contains(magic);
      throw new MalformedModelException(
          older
              ? "it is of %s, an older format than GGUF; convert it with llama.cpp"
                  .formatted(new StringBuilder(magic).reverse())
              : "a GGUF file must begin with 'GGUF': '%s'".formatted(Quoted.of(magic)));
    }
    int version = in.u32();
    if (version == 2 || version == 3) {
      return;
    }
    if ((version & 0xFFFF) == 0 && version != 0) {
      throw new MalformedModelException(
          "it is a big-endian GGUF file; only little-endian ones can be read: convert it with gguf_convert_endian.py of llama.cpp");
    }
    throw new MalformedModelException(
        "only versions 2 and 3 of GGUF can be read: %s%s"
            .formatted(
                Integer.toUnsignedString(version),
                version == 1 ? "; convert the model anew with llama.cpp" : ""));
  }

  /// Puts strings into `metadata`.
  ///
  /// @return the alignment
  private static int readMetadata(GgufReader in, long count, Map<String, String> metadata)
      throws IOException {
    int alignment = 32;
    Set<String> keys = new HashSet<>();
    for (long i = 0; i < count; i++) {
      String key = text(in, "a key of the metadata", LONGEST_TEXT);
      if (!keys.add(key)) {
        throw new MalformedModelException("the metadata have '%s' twice".formatted(Quoted.of(key)));
      }
      int type = in.u32();
      if (key.equals(ALIGNMENT)) {
        alignment = alignment(in, type);
      } else if (type == STRING) {
        int length = (int) in.u64("the length of '%s'".formatted(Quoted.of(key)), LARGEST);
        if (length <= LONGEST_TEXT) {
          metadata.put(key, new String(in.bytes(length), UTF_8));
        } else {
          in.skip(length);
        }
      } else {
        skipValue(in, key, type, 0);
      }
    }
    return alignment;
  }

  private static int alignment(GgufReader in, int type) throws IOException {
    int alignment = type == UINT32 ? in.u32() : 0;
    if (alignment <= 0 || alignment > MOST_ALIGNED || Integer.bitCount(alignment) != 1) {
      throw new MalformedModelException(
          "%s must be a power of two up to %d, of type UINT32: %s"
              .formatted(
                  ALIGNMENT,
                  MOST_ALIGNED,
                  type == UINT32 ? Integer.toUnsignedString(alignment) : "type " + type));
    }
    return alignment;
  }

  private static void skipValue(GgufReader in, String key, int type, int depth) throws IOException {
    if (type < 0 || type >= VALUE_BYTES.length || depth > DEEPEST) {
      throw new MalformedModelException(
          depth > DEEPEST
              ? "'%s' must not be nested deeper than %d".formatted(Quoted.of(key), DEEPEST)
              : "'%s' must have a known type: %s"
                  .formatted(Quoted.of(key), Integer.toUnsignedString(type)));
    }
    String length = "the length of '%s'".formatted(Quoted.of(key));
    if (type == STRING) {
      in.skip(in.u64(length, LARGEST));
    } else if (type == ARRAY) {
      int inner = in.u32();
      long count = in.u64(length, LARGEST);
      if (inner >= 0 && inner < VALUE_BYTES.length && VALUE_BYTES[inner] > 0) {
        in.skip(count * VALUE_BYTES[inner]);
        return;
      }
      for (long i = 0; i < count; i++) {
        skipValue(in, key, inner, depth + 1);
      }
    } else {
      in.skip(VALUE_BYTES[type]);
    }
  }

  private static String text(GgufReader in, String what, int longest) throws IOException {
    byte[] bytes = in.bytes((int) in.u64("the length of " + what, longest));
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedModelException(what + " is not UTF-8");
    }
  }

  /// One tensor, of which `begin` counts from where the numbers begin.
  private static Entry entry(GgufReader in, int alignment) throws IOException {
    String name = text(in, "a tensor's name", LONGEST_NAME);
    int axes = in.u32();
    if (axes < 0 || axes > MOST_AXES) {
      throw broken(
          name, "have at most %d axes".formatted(MOST_AXES), Integer.toUnsignedString(axes));
    }
    var shape = new long[axes];
    for (int i = axes - 1; i >= 0; i--) {
      shape[i] = in.u64("a length of tensor '%s'".formatted(Quoted.of(name)), Long.MAX_VALUE);
    }
    GgmlType type = GgmlType.of(in.u32());
    OptionalLong bytes;
    try {
      bytes = type.bytes(Shapes.elements(shape));
    } catch (ArithmeticException e) {
      throw broken(name, "have fewer than 2^63 bytes", Arrays.toString(shape));
    }
    long row = axes == 0 ? 1 : shape[axes - 1];
    if (type.block() > 1 && row % type.block() != 0) {
      throw broken(
          name,
          "have rows of whole blocks of %d, as its type %s has"
              .formatted(type.block(), type.name()),
          Long.toString(row));
    }
    long begin = in.u64("the offset of tensor '%s'".formatted(Quoted.of(name)), Long.MAX_VALUE);
    if (begin % alignment != 0) {
      throw broken(name, "begin at a multiple of " + alignment, Long.toString(begin));
    }
    return new Entry(name, type, shape, begin, bytes);
  }

  /// All tensors are within the file, and none lies on another.
  private static void checkPlaces(List<Entry> entries, long size) throws MalformedModelException {
    long free = 0;
    for (Entry entry : entries.stream().sorted(Comparator.comparingLong(Entry::begin)).toList()) {
      if (entry.begin() < 0
          || entry.begin() > size
          || entry.bytes().orElse(0) > size - entry.begin()) {
        throw broken(
            entry.name(),
            "lie within the file's %d bytes, or it is cut off".formatted(size),
            "%s bytes from %s on"
                .formatted(entry.bytes().orElse(0), Long.toUnsignedString(entry.begin())));
      }
      if (entry.begin() < free && entry.bytes().orElse(1) > 0) {
        throw broken(
            entry.name(), "begin behind the one before it, at " + free, "" + entry.begin());
      }
      free = Math.max(free, entry.end());
    }
  }

  private static MalformedModelException broken(String name, String rule, String value) {
    return new MalformedModelException(
        "tensor '%s' must %s: %s".formatted(Quoted.of(name), rule, value));
  }
}
