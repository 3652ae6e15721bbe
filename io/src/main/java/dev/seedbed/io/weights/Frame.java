package dev.seedbed.io.weights;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Where a protobuf message stands in a file: its length at [`lengthAt`, `begin`), its fields at
/// [`begin`, `end`).
///
/// @param parent the message around it; the outermost has no length and no frame
record Frame(Optional<Frame> parent, int lengthAt, int begin, int end) {

  /// A replacement among the fields of the message at `frame`.
  record Edit(Frame frame, Replacement replacement) {
    private long growth() {
      return replacement.content().length() - (replacement.end() - replacement.begin());
    }
  }

  /// The replacements of `edits`, and those of the lengths of all messages around them.
  static List<Replacement> withLengths(List<Edit> edits) {
    var replacements = new ArrayList<Replacement>();
    // A message begins behind those that it is in, so that inner ones come first.
    var growths = new TreeMap<Frame, Long>(Comparator.comparingInt(Frame::begin).reversed());
    for (Edit edit : edits) {
      replacements.add(edit.replacement());
      growths.merge(edit.frame(), edit.growth(), Long::sum);
    }
    while (!growths.isEmpty()) {
      var entry = growths.pollFirstEntry();
      Frame frame = entry.getKey();
      long growth = entry.getValue();
      if (growth != 0) {
        byte[] length = varint(frame.end - frame.begin + growth);
        replacements.add(Replacement.bytes(frame.lengthAt, frame.begin, length));
        long outer = growth + length.length - (frame.begin - frame.lengthAt);
        frame.parent.ifPresent(parent -> growths.merge(parent, outer, Long::sum));
      }
    }
    return replacements;
  }

  @FunctionalInterface
  interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  /// The bytes of a message's fields.
  static byte[] encode(Fields fields) {
    var bytes = new ByteArrayOutputStream();
    var out = CodedOutputStream.newInstance(bytes);
    try {
      fields.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
    return bytes.toByteArray();
  }

  private static byte[] varint(long value) {
    return encode(out -> out.writeUInt64NoTag(value));
  }
}
