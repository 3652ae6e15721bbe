package dev.seedbed.io.weights;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.seedbed.io.file.FileSnapshot;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.List;

/// Reads the elements of a tensor that stand in fields of a `TensorProto`, coded number by number.
final class CodedElements {
  private final FileSnapshot file;
  private final FloatType type;
  private final float[] values;

  /// How many are read.
  private int count;

  private CodedElements(FileSnapshot file, StoredTensor tensor) {
    this.file = file;
    this.type = TensorElements.type(tensor);
    this.values = TensorElements.room(tensor, tensor.elements());
  }

  static float[] read(FileSnapshot file, List<OnnxTensor.Range> fields, StoredTensor tensor)
      throws IOException {
    var elements = new CodedElements(file, tensor);
    try (FileChannel in = file.open()) {
      for (OnnxTensor.Range field : fields) {
        in.position(field.begin());
        var fieldsOnly = CodedInputStream.newInstance(Channels.newInputStream(in));
        fieldsOnly.pushLimit(field.end() - field.begin());
        elements.readFields(fieldsOnly);
      }
    }
    file.requireUnchanged();
    if (elements.count < elements.values.length) {
      throw file.cutOff();
    }
    return elements.values;
  }

  private void readFields(CodedInputStream in) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagWireType(tag) != ProtoReader.DELIMITED) {
        readNumber(in);
        continue;
      }
      int outer = in.pushLimit(in.readRawVarint32());
      while (in.getBytesUntilLimit() > 0) {
        readNumber(in);
      }
      in.popLimit(outer);
    }
  }

  private void readNumber(CodedInputStream in) throws IOException {
    float value =
        switch (type) {
          case F32 -> in.readFloat();
          case F64 -> (float) in.readDouble();
          case F16 -> Float.float16ToFloat((short) in.readRawVarint64());
          case BF16 -> Float.intBitsToFloat((int) in.readRawVarint64() << Short.SIZE);
        };
    if (count == values.length) {
      throw file.cutOff();
    }
    values[count++] = value;
  }
}
