package dev.seedbed.io.weights;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.seedbed.data.InputException;
import dev.seedbed.io.file.Memory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.List;

/// Reads the elements of one tensor, as floats.
final class TensorNumbers {
  private final FileSnapshot file;
  private final FloatType type;
  private final float[] values;

  /// How many are read.
  private int count;

  private TensorNumbers(FileSnapshot file, StoredTensor tensor, long elements) {
    this.file = file;
    this.type = tensor.floatType().orElseThrow(() -> notReal(tensor));
    if (elements > Integer.MAX_VALUE - Long.BYTES) {
      throw new InputException(
          "tensor '%s' must have fewer than 2^31 elements to be read: %s"
              .formatted(Quoted.of(tensor.name()), Arrays.toString(tensor.shape())));
    }
    Memory.require(
        "tensor '%s' of %d elements".formatted(Quoted.of(tensor.name()), elements),
        Float.BYTES * elements,
        "use a smaller model");
    this.values = new float[(int) elements];
  }

  static InputException notReal(StoredTensor tensor) {
    return new InputException(
        "tensor '%s' has type %s; only F32, F64, F16 and BF16 can be read"
            .formatted(Quoted.of(tensor.name()), tensor.dataType()));
  }

  /// Reads elements that stand at `at` of the file, one after the other.
  static float[] contiguous(FileSnapshot file, long at, StoredTensor tensor) throws IOException {
    return contiguous(file, at, tensor, tensor.elements());
  }

  /// The same for the first `count` elements.
  static float[] contiguous(FileSnapshot file, long at, StoredTensor tensor, long count)
      throws IOException {
    var numbers = new TensorNumbers(file, tensor, count);
    try (FileChannel in = file.open()) {
      numbers.readContiguous(in, at);
    }
    return numbers.values;
  }

  /// Reads elements that stand in these fields of a `TensorProto`, coded number by number.
  static float[] coded(FileSnapshot file, List<OnnxTensor.Range> fields, StoredTensor tensor)
      throws IOException {
    var numbers = new TensorNumbers(file, tensor, tensor.elements());
    try (FileChannel in = file.open()) {
      for (OnnxTensor.Range field : fields) {
        in.position(field.begin());
        var fieldsOnly = CodedInputStream.newInstance(Channels.newInputStream(in));
        fieldsOnly.pushLimit(field.end() - field.begin());
        numbers.readFields(fieldsOnly);
      }
    }
    if (numbers.count < numbers.values.length) {
      throw file.cutOff();
    }
    return numbers.values;
  }

  private void readContiguous(FileChannel in, long at) throws IOException {
    int chunk = Math.min(SplicedCopy.CHUNK, values.length);
    ByteBuffer bytes = ByteBuffer.allocate(chunk * type.bytes());
    float[] some = new float[chunk];
    while (count < values.length) {
      int next = Math.min(chunk, values.length - count);
      bytes.clear().limit(next * type.bytes());
      file.read(in, bytes, at + (long) count * type.bytes());
      type.decode(bytes, some, next);
      System.arraycopy(some, 0, values, count, next);
      count += next;
    }
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
