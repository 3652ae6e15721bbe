package dev.seedbed.io.model;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// A protobuf message of ONNX's schema (onnx.proto), written field by field.
final class OnnxMessage {
  /// TensorProto.DataType.
  static final int FLOAT = 1;

  static final int INT64 = 7;
  static final int STRING = 8;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

  @FunctionalInterface
  private interface Write {
    void to(CodedOutputStream out) throws IOException;
  }

  private OnnxMessage write(Write write) {
    try {
      write.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
    return this;
  }

  OnnxMessage integer(int field, long value) {
    return write(o -> o.writeInt64(field, value));
  }

  OnnxMessage real(int field, float value) {
    return write(o -> o.writeFloat(field, value));
  }

  OnnxMessage text(int field, String value) {
    return write(o -> o.writeString(field, value));
  }

  OnnxMessage texts(int field, List<String> values) {
    values.forEach(value -> text(field, value));
    return this;
  }

  OnnxMessage bytes(int field, byte[] value) {
    return write(o -> o.writeByteArray(field, value));
  }

  OnnxMessage message(int field, OnnxMessage value) {
    return bytes(field, value.toBytes());
  }

  byte[] toBytes() {
    write(CodedOutputStream::flush);
    return bytes.toByteArray();
  }

  /// AttributeProto with a float.
  static OnnxMessage attribute(String name, float value) {
    return new OnnxMessage().text(1, name).real(2, value).integer(20, 1);
  }

  /// AttributeProto with a whole number.
  static OnnxMessage attribute(String name, long value) {
    return new OnnxMessage().text(1, name).integer(3, value).integer(20, 2);
  }

  /// AttributeProto with floats.
  static OnnxMessage attribute(String name, float[] values) {
    var attribute = new OnnxMessage().text(1, name);
    for (float value : values) {
      attribute.real(7, value);
    }
    return attribute.integer(20, 6);
  }

  /// AttributeProto with strings.
  static OnnxMessage attribute(String name, List<String> values) {
    return new OnnxMessage().text(1, name).texts(9, values).integer(20, 8);
  }

  private static OnnxMessage tensor(String name, int type, long... shape) {
    var tensor = new OnnxMessage();
    for (long length : shape) {
      tensor.integer(1, length);
    }
    return tensor.integer(2, type).text(8, name);
  }

  /// TensorProto of floats.
  static OnnxMessage tensor(String name, float[] values, long... shape) {
    var raw = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return tensor(name, FLOAT, shape).bytes(9, raw.array());
  }

  /// TensorProto of whole numbers, one axis.
  static OnnxMessage tensor(String name, long[] values) {
    var raw = ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return tensor(name, INT64, values.length).bytes(9, raw.array());
  }

  /// TensorProto of strings, one axis.
  static OnnxMessage tensor(String name, List<String> values) {
    var tensor = tensor(name, STRING, values.size());
    values.forEach(value -> tensor.bytes(6, ByteString.copyFromUtf8(value).toByteArray()));
    return tensor;
  }

  /// ValueInfoProto of a tensor with one row a row of the data.
  ///
  /// @param columns the second axis; 0 for none
  static OnnxMessage value(String name, int type, int columns) {
    var shape = new OnnxMessage().message(1, new OnnxMessage().text(2, "rows"));
    if (columns > 0) {
      shape.message(1, new OnnxMessage().integer(1, columns));
    }
    var tensor = new OnnxMessage().integer(1, type).message(2, shape);
    return new OnnxMessage().text(1, name).message(2, new OnnxMessage().message(1, tensor));
  }
}
