package dev.seedbed.io.graph;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.seedbed.graph.BooleanArray;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.weights.ExternalNumbers;
import dev.seedbed.io.weights.OnnxType;
import dev.seedbed.io.weights.Quoted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads one `TensorProto` as an array.
final class OnnxArrayReader {
  private static final int MOST_AXES = 64;
  private static final int EXTERNAL = 1;

  private final CodedInputStream in;
  private final ExternalNumbers external;

  private final List<Long> dims = new ArrayList<>();
  private int type;
  private String name = "";
  private boolean elsewhere;
  private final Map<String, String> entries = new LinkedHashMap<>();
  private Optional<ByteBuffer> raw = Optional.empty();
  private final Numbers numbers = new Numbers();

  private OnnxArrayReader(CodedInputStream in, ExternalNumbers external) {
    this.in = in;
    this.external = external;
  }

  /// A tensor with its name.
  ///
  /// @param array empty of texts
  record Named(String name, Optional<NdArray> array) {}

  /// Numbers that stand one by one, as doubles or longs. One list that grows.
  private static final class Numbers {
    private double[] doubles = new double[8];
    private long[] longs = new long[8];
    private int count;

    void add(double real, long whole) {
      if (count == longs.length) {
        doubles = Arrays.copyOf(doubles, 2 * count);
        longs = Arrays.copyOf(longs, 2 * count);
      }
      doubles[count] = real;
      longs[count++] = whole;
    }
  }

  /// Reads up to the end of the message.
  static Named read(CodedInputStream in, ExternalNumbers external) throws IOException {
    var reader = new OnnxArrayReader(in, external);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      reader.field(tag);
    }
    boolean texts = new OnnxType(reader.type).isText();
    return new Named(reader.name, texts ? Optional.empty() : Optional.of(reader.array()));
  }

  private void field(int tag) throws IOException {
    boolean packed = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    switch (WireFormat.getTagFieldNumber(tag)) {
      case 1 -> each(packed, () -> axis(in.readInt64()));
      case 2 -> type = in.readInt32();
      case 4 -> each(packed, () -> numbers.add(in.readFloat(), 0));
      case 5 -> each(packed, () -> whole(in.readInt32()));
      case 7, 11 -> each(packed, () -> whole(in.readInt64()));
      case 8 -> name = in.readStringRequireUtf8();
      case 9 -> raw = Optional.of(in.readByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
      case 10 -> each(packed, () -> numbers.add(in.readDouble(), 0));
      case 13 -> entry();
      case 14 -> elsewhere = in.readInt32() == EXTERNAL;
      default -> {
        if (!in.skipField(tag)) {
          throw OnnxModelReader.cutOff();
        }
      }
    }
  }

  private void axis(long length) throws MalformedModelException {
    if (dims.size() == MOST_AXES) {
      throw broken("have at most %d axes".formatted(MOST_AXES), "more");
    }
    dims.add(length);
  }

  private void whole(long value) {
    numbers.add((double) value, value);
  }

  private interface Element {
    void read() throws IOException;
  }

  private void each(boolean packed, Element element) throws IOException {
    if (!packed) {
      element.read();
      return;
    }
    int outer = in.pushLimit(in.readRawVarint32());
    while (in.getBytesUntilLimit() > 0) {
      element.read();
    }
    in.popLimit(outer);
  }

  private void entry() throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    var pair = new String[] {"", ""};
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int number = WireFormat.getTagFieldNumber(tag);
      if (number == 1 || number == 2) {
        pair[number - 1] = in.readStringRequireUtf8();
      } else {
        in.skipField(tag);
      }
    }
    in.popLimit(outer);
    entries.put(pair[0], pair[1]);
  }

  private NdArray array() throws IOException {
    var onnxType = new OnnxType(type);
    TensorShape shape;
    try {
      shape = TensorShape.of(dims.stream().mapToLong(Long::longValue).toArray());
    } catch (IllegalArgumentException e) {
      throw broken("have a shape that an array can have", String.valueOf(e.getMessage()));
    }
    if (onnxType.floatType().isEmpty() && onnxType.wholeBytes().isEmpty()) {
      throw broken("be of real or whole numbers or booleans", onnxType.title());
    }
    if (elsewhere) {
      if (raw.isPresent() || numbers.count > 0) {
        throw broken("hold its numbers once", "both here and in another file");
      }
      raw =
          Optional.of(
              external.read(name, type, shape.elements(), entries).order(ByteOrder.LITTLE_ENDIAN));
    }
    if (raw.isPresent() && numbers.count > 0) {
      throw broken("hold its numbers once", "raw and one by one");
    }
    long expected = shape.elements();
    long found = raw.isPresent() ? raw.get().remaining() : numbers.count;
    if (raw.isPresent()) {
      expected *= onnxType.bits().orElseThrow() / Byte.SIZE;
    }
    if (found != expected) {
      throw broken(
          "have %d %s, as its shape says"
              .formatted(expected, raw.isPresent() ? "bytes" : "numbers"),
          Long.toString(found));
    }
    NdArray array = empty(shape, onnxType);
    switch (array) {
      case FloatArray(TensorShape _, float[] data) -> fill(data, onnxType);
      case LongArray(TensorShape _, long[] data) -> {
        for (int i = 0; i < data.length; i++) {
          data[i] = whole(i, onnxType);
        }
      }
      case BooleanArray(TensorShape _, boolean[] data) -> {
        for (int i = 0; i < data.length; i++) {
          data[i] = whole(i, onnxType) != 0;
        }
      }
    }
    return array;
  }

  private NdArray empty(TensorShape shape, OnnxType onnxType) throws MalformedModelException {
    try {
      return onnxType.isBoolean()
          ? BooleanArray.of(shape)
          : onnxType.floatType().isPresent() ? FloatArray.of(shape) : LongArray.of(shape);
    } catch (IllegalArgumentException e) {
      throw broken("fit in memory", String.valueOf(e.getMessage()));
    }
  }

  private void fill(float[] data, OnnxType onnxType) {
    var real = onnxType.floatType().orElseThrow();
    if (raw.isPresent()) {
      real.decode(raw.get(), data, data.length);
      return;
    }
    for (int i = 0; i < data.length; i++) {
      data[i] =
          switch (real) {
            case F32, F64 -> (float) numbers.doubles[i];
            case F16 -> Float.float16ToFloat((short) numbers.longs[i]);
            case BF16 -> Float.intBitsToFloat((int) numbers.longs[i] << Short.SIZE);
          };
    }
  }

  private long whole(int i, OnnxType onnxType) {
    if (raw.isEmpty()) {
      return numbers.longs[i];
    }
    ByteBuffer bytes = raw.get();
    boolean signed = onnxType.isSigned();
    return switch (onnxType.wholeBytes().orElseThrow()) {
      case Long.BYTES -> bytes.getLong(i * Long.BYTES);
      case Integer.BYTES -> {
        int value = bytes.getInt(i * Integer.BYTES);
        yield signed ? value : Integer.toUnsignedLong(value);
      }
      case Short.BYTES -> {
        short value = bytes.getShort(i * Short.BYTES);
        yield signed ? value : Short.toUnsignedLong(value);
      }
      default -> signed ? bytes.get(i) : Byte.toUnsignedLong(bytes.get(i));
    };
  }

  private MalformedModelException broken(String rule, String value) {
    return new MalformedModelException(
        "tensor '%s' must %s: %s".formatted(Quoted.of(name), rule, value));
  }
}
