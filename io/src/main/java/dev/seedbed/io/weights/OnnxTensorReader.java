package dev.seedbed.io.weights;

import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.weights.OnnxTensor.Data;
import dev.seedbed.io.weights.OnnxTensor.Entry;
import dev.seedbed.io.weights.OnnxTensor.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads one `TensorProto` and checks that its numbers are as many as its shape says.
final class OnnxTensorReader {
  private static final int MOST_AXES = 64;

  private static final int FLOAT_DATA = 4;
  private static final int INT32_DATA = 5;
  private static final int RAW_DATA = 9;
  private static final int DOUBLE_DATA = 10;
  private static final int EXTERNAL = 1;

  private final ProtoReader in;
  private final Frame frame;

  private final long[] shape = new long[MOST_AXES];
  private int axes;
  private int type;
  private String name = "";
  private boolean external;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Range> entryFields = new ArrayList<>();

  /// The fields with numbers, neighbours as one; all of the kind `dataField`, or 0 before the
  /// first.
  private final List<Range> dataFields = new ArrayList<>();

  private int dataField;

  /// How many fields there are, not counted as neighbours.
  private int dataFieldCount;

  /// The numbers in them; bytes, if they are raw.
  private long dataCount;

  /// Where the last of them has its content.
  private int contentAt;

  private OnnxTensorReader(ProtoReader in, Frame frame) {
    this.in = in;
    this.frame = frame;
  }

  static OnnxTensor read(ProtoReader in, Frame frame) throws IOException {
    var reader = new OnnxTensorReader(in, frame);
    in.fields(reader::field);
    return reader.tensor();
  }

  private boolean field(int number, int wire, int at) throws IOException {
    switch (number * 8 + wire) {
      case 1 * 8 + ProtoReader.VARINT, 1 * 8 + ProtoReader.DELIMITED ->
          in.integers(wire, this::axis);
      case 2 * 8 + ProtoReader.VARINT -> type = (int) in.integer();
      case 8 * 8 + ProtoReader.DELIMITED -> name = in.text();
      case 13 * 8 + ProtoReader.DELIMITED -> entry(at);
      case 14 * 8 + ProtoReader.VARINT -> external = in.integer() == EXTERNAL;
      case FLOAT_DATA * 8 + ProtoReader.FIXED32 -> number(number, at, Float.BYTES);
      case DOUBLE_DATA * 8 + ProtoReader.FIXED64 -> number(number, at, Double.BYTES);
      case FLOAT_DATA * 8 + ProtoReader.DELIMITED -> packed(number, at, Float.BYTES);
      case DOUBLE_DATA * 8 + ProtoReader.DELIMITED -> packed(number, at, Double.BYTES);
      case RAW_DATA * 8 + ProtoReader.DELIMITED -> packed(number, at, 1);
      case INT32_DATA * 8 + ProtoReader.VARINT, INT32_DATA * 8 + ProtoReader.DELIMITED -> {
        long[] count = new long[1];
        in.integers(wire, _ -> count[0]++);
        data(number, at, count[0]);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void axis(long length) {
    if (axes < MOST_AXES) {
      shape[axes] = length;
    }
    axes++;
  }

  private void entry(int at) throws IOException {
    entries.add(in.entry());
    entryFields.add(new Range(at, in.position()));
  }

  private void number(int field, int at, int size) throws IOException {
    in.skip(size);
    data(field, at, 1);
  }

  private void packed(int field, int at, int size) throws IOException {
    int length = in.skip();
    if (length % size != 0) {
      throw broken("have numbers of %d bytes each".formatted(size), length + " bytes");
    }
    contentAt = in.position() - length;
    data(field, at, length / size);
  }

  private void data(int field, int at, long count) throws MalformedModelException {
    if (dataField != 0 && (dataField != field || field == RAW_DATA)) {
      throw broken("hold its numbers once", "fields %d and %d".formatted(dataField, field));
    }
    dataField = field;
    dataFieldCount++;
    dataCount += count;
    int begin = at;
    if (!dataFields.isEmpty() && dataFields.getLast().end() == at) {
      begin = dataFields.removeLast().begin();
    } else {
      in.countItem();
    }
    dataFields.add(new Range(begin, in.position()));
  }

  private OnnxTensor tensor() throws MalformedModelException {
    if (axes > MOST_AXES) {
      throw broken("have at most %d axes".formatted(MOST_AXES), Integer.toString(axes));
    }
    long[] lengths = Arrays.copyOf(shape, axes);
    boolean negative = Arrays.stream(lengths).anyMatch(length -> length < 0);
    long elements = 0;
    try {
      elements = negative ? -1 : Shapes.elements(lengths);
    } catch (ArithmeticException e) {
      negative = true;
    }
    if (negative || elements > Long.MAX_VALUE / (2 * Long.SIZE)) {
      throw broken("have axes from 0 on and fewer than 2^56 elements", Arrays.toString(lengths));
    }
    var onnxType = new OnnxType(type);
    return new OnnxTensor(frame, name, onnxType, lengths, data(onnxType, elements));
  }

  private Data data(OnnxType onnxType, long elements) throws MalformedModelException {
    if (external) {
      if (dataField != 0) {
        throw broken("hold its numbers once", "external, and field " + dataField);
      }
      return new OnnxTensor.External(entryFields, entries);
    }
    if (onnxType.floatType().isEmpty()) {
      return new OnnxTensor.Opaque();
    }
    FloatType real = onnxType.floatType().get();
    int coded =
        switch (real) {
          case F32 -> FLOAT_DATA;
          case F64 -> DOUBLE_DATA;
          case F16, BF16 -> INT32_DATA;
        };
    if (dataField != 0 && dataField != coded && dataField != RAW_DATA) {
      throw broken(
          "have its numbers in field %d or %d, as %s".formatted(coded, RAW_DATA, onnxType.title()),
          "field " + dataField);
    }
    long expected = dataField == RAW_DATA ? elements * real.bytes() : elements;
    if (dataCount != expected) {
      throw broken(
          "have %d %s, as its shape says"
              .formatted(expected, dataField == RAW_DATA ? "bytes" : "numbers"),
          Long.toString(dataCount));
    }
    boolean contiguous = elements == 0 || (dataFieldCount == 1 && contentAt != 0);
    return contiguous ? new OnnxTensor.Contiguous(contentAt) : new OnnxTensor.Coded(dataFields);
  }

  private MalformedModelException broken(String rule, String value) {
    return new MalformedModelException(
        "tensor '%s' must %s: %s".formatted(Quoted.of(name), rule, value));
  }
}
