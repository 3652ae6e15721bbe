package dev.seedbed.io.model;

import com.google.protobuf.ByteString;
import dev.seedbed.io.file.ProtoMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// Protobuf messages of ONNX's schema (onnx.proto).
final class OnnxMessage {
  /// TensorProto.DataType.
  static final int FLOAT = 1;

  static final int INT64 = 7;
  static final int STRING = 8;

  private OnnxMessage() {}

  /// AttributeProto with a float.
  static ProtoMessage attribute(String name, float value) {
    return new ProtoMessage().text(1, name).float32(2, value).integer(20, 1);
  }

  /// AttributeProto with a whole number.
  static ProtoMessage attribute(String name, long value) {
    return new ProtoMessage().text(1, name).integer(3, value).integer(20, 2);
  }

  /// AttributeProto with floats.
  static ProtoMessage attribute(String name, float[] values) {
    var attribute = new ProtoMessage().text(1, name);
    for (float value : values) {
      attribute.float32(7, value);
    }
    return attribute.integer(20, 6);
  }

  /// AttributeProto with strings.
  static ProtoMessage attribute(String name, List<String> values) {
    return new ProtoMessage().text(1, name).texts(9, values).integer(20, 8);
  }

  private static ProtoMessage tensor(String name, int type, long... shape) {
    var tensor = new ProtoMessage();
    for (long length : shape) {
      tensor.integer(1, length);
    }
    return tensor.integer(2, type).text(8, name);
  }

  /// TensorProto of floats.
  static ProtoMessage tensor(String name, float[] values, long... shape) {
    var raw = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return tensor(name, FLOAT, shape).bytes(9, raw.array());
  }

  /// TensorProto of whole numbers, one axis.
  static ProtoMessage tensor(String name, long[] values) {
    var raw = ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return tensor(name, INT64, values.length).bytes(9, raw.array());
  }

  /// TensorProto of strings, one axis.
  static ProtoMessage tensor(String name, List<String> values) {
    var tensor = tensor(name, STRING, values.size());
    values.forEach(value -> tensor.bytes(6, ByteString.copyFromUtf8(value).toByteArray()));
    return tensor;
  }

  /// ValueInfoProto of a tensor with one row a row of the data.
  ///
  /// @param columns the second axis; 0 for none
  static ProtoMessage value(String name, int type, int columns) {
    var shape = new ProtoMessage().message(1, new ProtoMessage().text(2, "rows"));
    if (columns > 0) {
      shape.message(1, new ProtoMessage().integer(1, columns));
    }
    var tensor = new ProtoMessage().integer(1, type).message(2, shape);
    return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor));
  }
}
