package dev.seedbed.io.weights;

import com.google.protobuf.CodedOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Messages of onnx.proto made by hand, sound or not.
public final class Onnx {
  public static final int FLOAT = 1;
  public static final int INT64 = 7;
  public static final int FLOAT16 = 10;
  public static final int DOUBLE = 11;
  public static final int BFLOAT16 = 16;

  private Onnx() {}

  /// Fields of one message, one behind the other.
  public static byte[] message(byte[]... fields) {
    int length = 0;
    for (byte[] field : fields) {
      length += field.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] field : fields) {
      all.put(field);
    }
    return all.array();
  }

  public static byte[] field(int number, byte[] content) {
    return Frame.encode(out -> out.writeByteArray(number, content));
  }

  public static byte[] field(int number, String content) {
    return Frame.encode(out -> out.writeString(number, content));
  }

  public static byte[] field(int number, long content) {
    return Frame.encode(out -> out.writeInt64(number, content));
  }

  public static byte[] field(int number, float content) {
    return Frame.encode(out -> out.writeFloat(number, content));
  }

  /// ModelProto, operator set 17.
  public static byte[] model(byte[]... graph) {
    return message(
        field(1, 8),
        field(7, message(graph)),
        field(8, message(field(1, ""), field(2, 17))),
        field(14, message(field(1, "key"), field(2, "<b>"))));
  }

  /// GraphProto.input or .output, of floats.
  public static byte[] value(int number, String name, long... shape) {
    var dimensions = new byte[shape.length][];
    for (int i = 0; i < shape.length; i++) {
      dimensions[i] = field(1, field(1, shape[i]));
    }
    byte[] type = field(1, message(field(1, FLOAT), field(2, message(dimensions))));
    return field(number, message(field(1, name), field(2, type)));
  }

  public static byte[] input(String name, long... shape) {
    return value(11, name, shape);
  }

  public static byte[] output(String name, long... shape) {
    return value(12, name, shape);
  }

  /// TensorProto without numbers, and `more`.
  public static byte[] tensor(String name, int type, long[] shape, byte[]... more) {
    var dimensions = new byte[shape.length][];
    for (int i = 0; i < shape.length; i++) {
      dimensions[i] = field(1, shape[i]);
    }
    return message(message(dimensions), field(2, type), field(8, name), message(more));
  }

  public static byte[] initializer(byte[] tensor) {
    return field(5, tensor);
  }

  public static byte[] floats(String name, long[] shape, float... values) {
    return initializer(tensor(name, FLOAT, shape, raw(values)));
  }

  public static byte[] raw(float... values) {
    return field(9, bytes(values));
  }

  public static byte[] bytes(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  /// An initializer of whole numbers, one axis.
  public static byte[] wholes(String name, long... values) {
    return initializer(wholeTensor(name, values));
  }

  /// A TensorProto of whole numbers, one axis.
  public static byte[] wholeTensor(String name, long... values) {
    ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return tensor(name, INT64, new long[] {values.length}, field(9, raw.array()));
  }

  public static byte[] doubles(double... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    return bytes.array();
  }

  /// Packed varints.
  public static byte[] packed(int number, long... values) {
    return field(
        number,
        Frame.encode(out -> {
          for (long value : values) {
            out.writeInt64NoTag(value);
          }
        }));
  }

  public static byte[] external(String key, String value) {
    return field(13, message(field(1, key), field(2, value)));
  }

  /// A TensorProto whose numbers stand in another file.
  public static byte[] external(
      String name, int type, long[] shape, String location, byte[]... more) {
    return tensor(name, type, shape, external("location", location), message(more), field(14, 1));
  }

  /// GraphProto.node. `inputs` (may be none) and `outputs` are names with commas between.
  public static byte[] node(String type, String inputs, String outputs, byte[]... attributes) {
    byte[] node = new byte[0];
    for (String input : inputs.isEmpty() ? new String[0] : inputs.split(",", -1)) {
      node = message(node, field(1, input));
    }
    for (String output : outputs.split(",", -1)) {
      node = message(node, field(2, output));
    }
    node = message(node, field(4, type));
    for (byte[] attribute : attributes) {
      node = message(node, field(5, attribute));
    }
    return field(1, node);
  }

  public static byte[] attribute(String name, long value) {
    return message(field(1, name), field(3, value), field(20, 2));
  }

  public static byte[] attribute(String name, float value) {
    return message(field(1, name), field(2, value), field(20, 1));
  }

  public static byte[] attribute(String name, long[] values) {
    var attribute = field(1, name);
    for (long value : values) {
      attribute = message(attribute, field(8, value));
    }
    return message(attribute, field(20, 7));
  }

  public static byte[] tensorAttribute(String name, byte[] tensor) {
    return message(field(1, name), field(5, tensor), field(20, 4));
  }

  public static byte[] graphAttribute(String name, byte[]... graph) {
    return message(field(1, name), field(6, message(graph)), field(20, 5));
  }

  /// So many bytes of a group that does not end.
  static byte[] groups(int count) {
    return Frame.encode((CodedOutputStream out) -> {
      for (int i = 0; i < count; i++) {
        out.writeTag(50, 3);
      }
    });
  }
}
