package dev.seedbed.io.weights;

import dev.seedbed.io.MalformedModelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads one `ValueInfoProto`: the name and the shape of an input or output.
final class OnnxValueReader {
  private static final int MOST_AXES = 64;

  private final ProtoReader in;
  private String name = "";
  private Optional<List<OptionalLong>> shape = Optional.empty();

  private OnnxValueReader(ProtoReader in) {
    this.in = in;
  }

  static OnnxGraph.Input read(ProtoReader in) throws IOException {
    var reader = new OnnxValueReader(in);
    in.fields((number, wire, at) -> {
      if (wire != ProtoReader.DELIMITED || number > 2) {
        return false;
      }
      if (number == 1) {
        reader.name = in.text();
      } else {
        reader.nested(1, () -> reader.nested(2, reader::shape));
      }
      return true;
    });
    return new OnnxGraph.Input(reader.name, reader.shape);
  }

  @FunctionalInterface
  private interface Content {
    void read() throws IOException;
  }

  /// Reads a message, of which only the messages with that number mean something.
  private void nested(int wanted, Content content) throws IOException {
    in.message(
        Optional.empty(),
        frame ->
            in.fields((number, wire, at) -> {
              if (wire != ProtoReader.DELIMITED || number != wanted) {
                return false;
              }
              content.read();
              return true;
            }));
  }

  private void shape() throws IOException {
    var axes = new ArrayList<OptionalLong>();
    nested(1, () -> axis(axes));
    shape = Optional.of(List.copyOf(axes));
  }

  private void axis(List<OptionalLong> axes) throws IOException {
    var length = new OptionalLong[] {OptionalLong.empty()};
    in.message(
        Optional.empty(),
        frame ->
            in.fields((number, wire, at) -> {
              if (wire != ProtoReader.VARINT || number != 1) {
                return false;
              }
              length[0] = OptionalLong.of(in.integer());
              return true;
            }));
    if (axes.size() == MOST_AXES) {
      throw new MalformedModelException(
          "input '%s' must have at most %d axes".formatted(Quoted.of(name), MOST_AXES));
    }
    axes.add(length[0].stream().filter(value -> value > 0).findFirst());
  }
}
