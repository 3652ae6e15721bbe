package dev.seedbed.io.file;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// A protobuf message, written field by field; the numbers of the fields are those of its schema.
public final class ProtoMessage {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

  @FunctionalInterface
  private interface Write {
    void to(CodedOutputStream out) throws IOException;
  }

  private ProtoMessage write(Write write) {
    try {
      write.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
    return this;
  }

  public ProtoMessage integer(int field, long value) {
    return write(o -> o.writeInt64(field, value));
  }

  public ProtoMessage float32(int field, float value) {
    return write(o -> o.writeFloat(field, value));
  }

  public ProtoMessage float64(int field, double value) {
    return write(o -> o.writeDouble(field, value));
  }

  /// A packed repeated field.
  public ProtoMessage float64s(int field, List<Double> values) {
    return write(o -> {
      o.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      o.writeUInt32NoTag(Double.BYTES * values.size());
      for (double value : values) {
        o.writeDoubleNoTag(value);
      }
    });
  }

  public ProtoMessage text(int field, String value) {
    return write(o -> o.writeString(field, value));
  }

  public ProtoMessage texts(int field, List<String> values) {
    values.forEach(value -> text(field, value));
    return this;
  }

  public ProtoMessage bytes(int field, byte[] value) {
    return write(o -> o.writeByteArray(field, value));
  }

  public ProtoMessage message(int field, ProtoMessage value) {
    return bytes(field, value.toBytes());
  }

  public byte[] toBytes() {
    write(CodedOutputStream::flush);
    return bytes.toByteArray();
  }
}
