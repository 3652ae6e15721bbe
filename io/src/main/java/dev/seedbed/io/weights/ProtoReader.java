package dev.seedbed.io.weights;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.weights.OnnxTensor.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Walks over the messages of a protobuf file, skips what nobody asks for, and knows where it is.
/// However the file is made, it takes no more memory than its limits allow.
final class ProtoReader {
  static final int VARINT = WireFormat.WIRETYPE_VARINT;
  static final int FIXED64 = WireFormat.WIRETYPE_FIXED64;
  static final int DELIMITED = WireFormat.WIRETYPE_LENGTH_DELIMITED;
  static final int FIXED32 = WireFormat.WIRETYPE_FIXED32;

  private static final int BUFFER = 1 << 16;
  private static final int MOST_ITEMS = 2_000_000;
  private static final int MOST_TEXT = 100_000_000;

  private final CodedInputStream in;
  private int items;
  private int text;

  /// @param size of the file
  ProtoReader(InputStream file, int size) throws IOException {
    in = CodedInputStream.newInstance(file, BUFFER);
    in.pushLimit(size);
  }

  /// Handles one field.
  @FunctionalInterface
  interface Field {
    /// Reads the field if it wants it.
    ///
    /// @param wire how it is encoded, such as [#DELIMITED]
    /// @param at where the field begins, with its number
    /// @return whether it did
    boolean read(int number, int wire, int at) throws IOException;
  }

  /// Handles the message at an offset.
  @FunctionalInterface
  interface Message {
    void read(Frame frame) throws IOException;
  }

  int position() {
    return in.getTotalBytesRead();
  }

  /// Reads the fields up to the end of the message.
  void fields(Field field) throws IOException {
    for (int at = position(), tag = in.readTag(); tag != 0; at = position(), tag = in.readTag()) {
      boolean read =
          field.read(WireFormat.getTagFieldNumber(tag), WireFormat.getTagWireType(tag), at);
      if (!read && !in.skipField(tag)) {
        throw cutOff();
      }
    }
  }

  /// Reads a field that is a message.
  void message(Optional<Frame> parent, Message message) throws IOException {
    countItem();
    int lengthAt = position();
    int length = in.readRawVarint32();
    int begin = position();
    int outer = in.pushLimit(length);
    message.read(new Frame(parent, lengthAt, begin, begin + length));
    in.skipRawBytes(in.getBytesUntilLimit());
    in.popLimit(outer);
  }

  /// Skips a delimited field.
  ///
  /// @return its length
  int skip() throws IOException {
    int length = in.readRawVarint32();
    checkWithin(length);
    in.skipRawBytes(length);
    return length;
  }

  /// Skips the rest of a field of this fixed length.
  void skip(int length) throws IOException {
    in.skipRawBytes(length);
  }

  long integer() throws IOException {
    return in.readRawVarint64();
  }

  /// Reads whole numbers, packed or not.
  void integers(int wire, LongConsumer each) throws IOException {
    if (wire == VARINT) {
      each.accept(integer());
      return;
    }
    int outer = in.pushLimit(in.readRawVarint32());
    while (in.getBytesUntilLimit() > 0) {
      each.accept(integer());
    }
    in.popLimit(outer);
  }

  /// Reads a `StringStringEntryProto`.
  Entry entry() throws IOException {
    var pair = new String[] {"", ""};
    message(
        Optional.empty(),
        frame ->
            fields((number, wire, at) -> {
              if (wire != DELIMITED || number < 1 || number > 2) {
                return false;
              }
              pair[number - 1] = text();
              return true;
            }));
    return new Entry(pair[0], pair[1]);
  }

  String text() throws IOException {
    countItem();
    int length = in.readRawVarint32();
    checkWithin(length);
    if (length > MOST_TEXT - text) {
      throw new MalformedModelException(
          "the names in the file must have at most %d bytes".formatted(MOST_TEXT));
    }
    text += length;
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(in.readRawBytes(length))).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedModelException("the names in the file must be UTF-8");
    }
  }

  private void checkWithin(int length) throws MalformedModelException {
    if (length < 0 || length > in.getBytesUntilLimit()) {
      throw cutOff();
    }
  }

  /// Notes that something is kept in memory.
  void countItem() throws MalformedModelException {
    if (++items > MOST_ITEMS) {
      throw new MalformedModelException(
          "the graph must have at most %d nodes, names and tensors".formatted(MOST_ITEMS));
    }
  }

  static MalformedModelException cutOff() {
    return new MalformedModelException("not an ONNX file, or cut off");
  }
}
