package dev.seedbed.io.graph;

import static com.google.protobuf.WireFormat.WIRETYPE_FIXED32;
import static com.google.protobuf.WireFormat.WIRETYPE_LENGTH_DELIMITED;
import static com.google.protobuf.WireFormat.WIRETYPE_VARINT;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.seedbed.graph.Graph.ElementType;
import dev.seedbed.graph.Graph.Input;
import dev.seedbed.graph.NdArray;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.graph.OnnxModel.Body;
import dev.seedbed.io.graph.OnnxModel.Call;
import dev.seedbed.io.graph.OnnxModel.Function;
import dev.seedbed.io.weights.ExternalNumbers;
import dev.seedbed.io.weights.OnnxFields;
import dev.seedbed.io.weights.OnnxType;
import dev.seedbed.io.weights.Quoted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the messages of an ONNX file.
final class OnnxModelReader {
  private static final int DEEPEST = 100;
  private static final int MOST_NODES = 1_000_000;
  private static final int MOST_AXES = 64;

  private final CodedInputStream in;
  private final ExternalNumbers external;
  private int depth;
  private int nodes;

  private OnnxModelReader(ByteBuffer bytes, ExternalNumbers external) {
    this.in = CodedInputStream.newInstance(bytes);
    in.enableAliasing(true);
    this.external = external;
  }

  /// Reads a model.
  ///
  /// @param external where tensors are whose numbers are in other files
  static OnnxModel read(ByteBuffer bytes, ExternalNumbers external) throws IOException {
    try {
      return new OnnxModelReader(bytes, external).model();
    } catch (InvalidProtocolBufferException e) {
      throw cutOff();
    }
  }

  /// Reads a `TensorProto` that is a file of its own.
  static NdArray array(ByteBuffer bytes) throws IOException {
    return OnnxArrayReader.read(CodedInputStream.newInstance(bytes), ExternalNumbers.NONE)
        .array()
        .orElseThrow(() -> new MalformedModelException("arrays of texts are not supported"));
  }

  static MalformedModelException cutOff() {
    return new MalformedModelException("not an ONNX file, or cut off");
  }

  /// A field of a message.
  private interface Field {
    /// @return whether it was read; if not, it is skipped
    boolean read(int number, int wire) throws IOException;
  }

  private void fields(Field field) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int wire = WireFormat.getTagWireType(tag);
      if (!field.read(WireFormat.getTagFieldNumber(tag), wire) && !in.skipField(tag)) {
        throw cutOff();
      }
    }
  }

  private interface Message<T> {
    T read() throws IOException;
  }

  /// Reads a field that is a message.
  private <T> T message(Message<T> message) throws IOException {
    int length = in.readRawVarint32();
    int outer = in.pushLimit(length);
    if (++depth > DEEPEST) {
      throw new MalformedModelException(
          "messages must be nested at most %d deep".formatted(DEEPEST));
    }
    T read = message.read();
    depth--;
    in.popLimit(outer);
    return read;
  }

  private String text() throws IOException {
    try {
      return in.readStringRequireUtf8();
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedModelException("the names in the file must be UTF-8, and not cut off");
    }
  }

  private OnnxModel model() throws IOException {
    var opsets = new HashMap<String, Long>();
    var graphs = new ArrayList<Body>();
    var functions = new ArrayList<Function>();
    fields((number, wire) -> {
      if (wire != WIRETYPE_LENGTH_DELIMITED) {
        return false;
      }
      switch (number) {
        case OnnxFields.Model.OPSET_IMPORT -> opset(opsets);
        case OnnxFields.Model.GRAPH -> graphs.add(message(this::body));
        case OnnxFields.Model.FUNCTIONS -> functions.add(message(this::function));
        default -> {
          return false;
        }
      }
      return true;
    });
    if (graphs.size() != 1) {
      throw new MalformedModelException(
          "not an ONNX file: there must be one graph: " + graphs.size());
    }
    return new OnnxModel(opsets, graphs.getFirst(), functions);
  }

  private void opset(Map<String, Long> opsets) throws IOException {
    message(() -> {
      var domain = new String[] {""};
      var version = new long[1];
      fields((number, wire) -> {
        if (number == 1 && wire == WIRETYPE_LENGTH_DELIMITED) {
          domain[0] = text();
        } else if (number == 2 && wire == WIRETYPE_VARINT) {
          version[0] = in.readInt64();
        } else {
          return false;
        }
        return true;
      });
      opsets.put(own(domain[0]), version[0]);
      return domain;
    });
  }

  private static String own(String domain) {
    return domain.equals("ai.onnx") ? "" : domain;
  }

  private Function function() throws IOException {
    var names = new String[] {"", ""};
    var inputs = new ArrayList<String>();
    var outputs = new ArrayList<String>();
    var defaults = new HashMap<String, Object>();
    var calls = new ArrayList<Call>();
    var opsets = new HashMap<String, Long>();
    fields((number, wire) -> {
      if (wire != WIRETYPE_LENGTH_DELIMITED) {
        return false;
      }
      switch (number) {
        case OnnxFields.Function.NAME -> names[0] = text();
        case OnnxFields.Function.INPUT -> inputs.add(text());
        case OnnxFields.Function.OUTPUT -> outputs.add(text());
        case OnnxFields.Function.NODE -> calls.add(message(this::call));
        case OnnxFields.Function.OPSET_IMPORT -> opset(opsets);
        case OnnxFields.Function.DOMAIN -> names[1] = own(text());
        case OnnxFields.Function.ATTRIBUTE_PROTO -> {
          Attribute attribute = message(this::attribute);
          defaults.put(attribute.name(), attribute.value());
        }
        default -> {
          return false;
        }
      }
      return true;
    });
    return new Function(names[0], names[1], inputs, outputs, defaults, calls, opsets);
  }

  private Body body() throws IOException {
    var calls = new ArrayList<Call>();
    var tensors = new LinkedHashMap<String, NdArray>();
    var inputs = new ArrayList<Input>();
    var outputs = new ArrayList<String>();
    fields((number, wire) -> {
      if (wire != WIRETYPE_LENGTH_DELIMITED) {
        return false;
      }
      switch (number) {
        case OnnxFields.Graph.NODE -> calls.add(message(this::call));
        case OnnxFields.Graph.INITIALIZER -> {
          OnnxArrayReader.Named tensor = message(() -> OnnxArrayReader.read(in, external));
          boolean known = tensors.containsKey(tensor.name());
          tensor.array().ifPresent(array -> tensors.put(tensor.name(), array));
          if (known) {
            throw new MalformedModelException(
                "two tensors of a graph must not have one name: '%s'"
                    .formatted(Quoted.of(tensor.name())));
          }
        }
        case OnnxFields.Graph.SPARSE_INITIALIZER ->
            throw new MalformedModelException("sparse initializers are not supported");
        case OnnxFields.Graph.INPUT -> inputs.add(message(() -> value(true)));
        case OnnxFields.Graph.OUTPUT -> outputs.add(message(() -> value(false)).name());
        default -> {
          return false;
        }
      }
      return true;
    });
    return new Body(calls, tensors, inputs, outputs);
  }

  /// Reads a `ValueInfoProto`.
  ///
  /// @param mustBeArray outputs may be sequences and such, which something reads off the network's
  private Input value(boolean mustBeArray) throws IOException {
    var name = new String[] {""};
    var type = new int[1];
    var known = new boolean[1];
    var typed = new boolean[1];
    var array = new boolean[1];
    var axes = new ArrayList<Long>();
    var symbols = new ArrayList<String>();
    fields((number, wire) -> {
      if (wire != WIRETYPE_LENGTH_DELIMITED || number > 2) {
        return false;
      }
      if (number == 1) {
        name[0] = text();
        return true;
      }
      typed[0] = true;
      nested(
          1,
          () -> {
            array[0] = true;
            fields((inner, innerWire) -> {
              if (inner == 1 && innerWire == WIRETYPE_VARINT) {
                type[0] = in.readInt32();
                return true;
              }
              if (inner == 2 && innerWire == WIRETYPE_LENGTH_DELIMITED) {
                known[0] = true;
                nested(1, () -> axes.add(axis(symbols)));
                return true;
              }
              return false;
            });
          });
      return true;
    });
    if (mustBeArray && typed[0] && !array[0]) {
      throw new MalformedModelException(
          "input '%s' must be an array".formatted(Quoted.of(name[0])));
    }
    if (axes.size() > MOST_AXES) {
      throw new MalformedModelException(
          "input '%s' must have at most %d axes: %d"
              .formatted(Quoted.of(name[0]), MOST_AXES, axes.size()));
    }
    return new Input(name[0], elementType(type[0]), axes, symbols, known[0]);
  }

  private static ElementType elementType(int number) {
    var type = new OnnxType(number);
    return type.isBoolean()
        ? ElementType.BOOLEAN
        : type.wholeBytes().isPresent() ? ElementType.LONG : ElementType.FLOAT;
  }

  private interface Content {
    void read() throws IOException;
  }

  /// Reads a message, of which only the messages with that number mean something.
  private void nested(int wanted, Content content) throws IOException {
    message(() -> {
      fields((number, wire) -> {
        if (wire != WIRETYPE_LENGTH_DELIMITED || number != wanted) {
          return false;
        }
        message(() -> {
          content.read();
          return wanted;
        });
        return true;
      });
      return wanted;
    });
  }

  /// The length of an axis, or -1 if it is open.
  ///
  /// @param symbols gets what the axis is called
  private long axis(List<String> symbols) throws IOException {
    var length = new long[] {-1};
    var symbol = new String[] {""};
    fields((number, wire) -> {
      if (number == 1 && wire == WIRETYPE_VARINT) {
        length[0] = Math.max(-1, in.readInt64());
        return true;
      }
      if (number == 2 && wire == WIRETYPE_LENGTH_DELIMITED) {
        symbol[0] = text();
        return true;
      }
      return false;
    });
    symbols.add(length[0] < 0 ? symbol[0] : "");
    return length[0];
  }

  private Call call() throws IOException {
    if (++nodes > MOST_NODES) {
      throw new MalformedModelException(
          "a model must have at most %,d nodes".formatted(MOST_NODES));
    }
    var texts = new String[] {"", "", ""};
    var inputs = new ArrayList<String>();
    var outputs = new ArrayList<String>();
    var attributes = new LinkedHashMap<String, Object>();
    fields((number, wire) -> {
      if (wire != WIRETYPE_LENGTH_DELIMITED) {
        return false;
      }
      switch (number) {
        case OnnxFields.Node.INPUT -> inputs.add(text());
        case OnnxFields.Node.OUTPUT -> outputs.add(text());
        case OnnxFields.Node.NAME -> texts[0] = text();
        case OnnxFields.Node.OP_TYPE -> texts[1] = text();
        case OnnxFields.Node.DOMAIN -> texts[2] = own(text());
        case OnnxFields.Node.ATTRIBUTE -> {
          Attribute attribute = message(this::attribute);
          attributes.put(attribute.name(), attribute.value());
        }
        default -> {
          return false;
        }
      }
      return true;
    });
    return new Call(texts[0], texts[1], texts[2], inputs, outputs, attributes);
  }

  private record Attribute(String name, Object value) {}

  /// An attribute of a kind that no operator of ours has.
  record Unsupported(String what) {}

  /// `AttributeProto.AttributeType`, which says how empty lists are to be read.
  private static final int FLOATS = 6;

  private static final int INTS = 7;
  private static final int STRINGS = 8;

  private Attribute attribute() throws IOException {
    var names = new String[] {"", ""};
    var type = new int[1];
    var single = new ArrayList<Object>(1);
    var list = new ArrayList<Object>();
    fields((number, wire) -> {
      switch (number) {
        case OnnxFields.Attribute.NAME -> names[0] = text();
        case OnnxFields.Attribute.REF_ATTR_NAME -> names[1] = text();
        case OnnxFields.Attribute.TYPE -> type[0] = in.readInt32();
        case OnnxFields.Attribute.F -> single.add(in.readFloat());
        case OnnxFields.Attribute.I -> single.add(in.readInt64());
        case OnnxFields.Attribute.S -> single.add(new String(in.readByteArray(), UTF_8));
        case OnnxFields.Attribute.T ->
            single.add(
                message(() -> OnnxArrayReader.read(in, external))
                    .array()
                    .map(Object.class::cast)
                    .orElse(new Unsupported("texts")));
        case OnnxFields.Attribute.G -> single.add(message(this::body));
        case OnnxFields.Attribute.FLOATS -> each(wire, () -> list.add(in.readFloat()));
        case OnnxFields.Attribute.INTS -> each(wire, () -> list.add(in.readInt64()));
        case OnnxFields.Attribute.STRINGS -> list.add(new String(in.readByteArray(), UTF_8));
        case OnnxFields.Attribute.TENSORS,
            OnnxFields.Attribute.GRAPHS,
            OnnxFields.Attribute.SPARSE_TENSOR,
            OnnxFields.Attribute.SPARSE_TENSORS -> {
          single.add(new Unsupported("lists of tensors and sparse tensors"));
          return false;
        }
        default -> {
          return false;
        }
      }
      return true;
    });
    if (!names[1].isEmpty()) {
      return new Attribute(names[0], new OnnxModel.Reference(names[1]));
    }
    boolean isList = !list.isEmpty() || type[0] == FLOATS || type[0] == INTS || type[0] == STRINGS;
    if (isList) {
      return new Attribute(names[0], List.copyOf(list));
    }
    return new Attribute(names[0], single.isEmpty() ? zero(type[0]) : single.getLast());
  }

  /// Of a single value that is left out, as writers of protobuf 3 leave out zeros.
  private static Object zero(int type) {
    return switch (type) {
      case 1 -> 0f;
      case 2 -> 0L;
      case 3 -> "";
      default -> new Unsupported("attributes without a value");
    };
  }

  private void each(int wire, Content element) throws IOException {
    if (wire == WIRETYPE_VARINT || wire == WIRETYPE_FIXED32) {
      element.read();
      return;
    }
    int outer = in.pushLimit(in.readRawVarint32());
    while (in.getBytesUntilLimit() > 0) {
      element.read();
    }
    in.popLimit(outer);
  }
}
