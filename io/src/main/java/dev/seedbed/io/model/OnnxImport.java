package dev.seedbed.io.model;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.model.Model;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.network.Tensor;
import dev.seedbed.notation.Names;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads back an ONNX file that [OnnxExport] wrote: the description from its metadata, and the
/// weights and biases that its Gemm nodes use, in their order.
final class OnnxImport {
  private final Map<String, String> metadata = new HashMap<>();
  private final Map<String, Tensor> initializers = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();

  /// A node of the graph.
  ///
  /// @param numbers the values of its attributes that are single floats
  private record Node(String type, List<String> inputs, List<Float> numbers) {
    boolean isLayer() {
      return type.equals("Gemm");
    }
  }

  private OnnxImport() {}

  static OnnxImport decode(byte[] bytes) throws IOException {
    var file = new OnnxImport();
    try {
      file.readModel(CodedInputStream.newInstance(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedModelException("not an ONNX file, or cut off");
    }
    return file;
  }

  Map<String, String> metadata() {
    return metadata;
  }

  /// The weights and biases of the layers, named as [Model#tensors] names them.
  List<Tensor> tensors(ModelDescription description) throws MalformedModelException {
    int layers = description.network().layers();
    var tensors = new ArrayList<Tensor>();
    for (Node node : nodes) {
      if (node.isLayer()) {
        if (node.inputs.size() != 3) {
          throw new MalformedModelException(
              "a Gemm node must have three inputs: " + node.inputs.size());
        }
        int index = tensors.size() / 2;
        String path = Model.memberPath(index / layers, description.members());
        int layer = index % layers;
        tensors.add(parameter(node.inputs.get(1), path + Network.weightPath(layer)));
        tensors.add(parameter(node.inputs.get(2), path + Network.biasPath(layer)));
      }
    }
    if (tensors.size() != 2L * layers * description.members()) {
      throw new MalformedModelException(
          "the graph must have the layers that its metadata name, %d: %d"
              .formatted((long) layers * description.members(), tensors.size() / 2));
    }
    return tensors;
  }

  /// Refuses a graph between whose layers stand other nodes than [OnnxExport] writes for the
  /// activation that `description` names, or any between the last layer of one network and the
  /// first of the next.
  void checkActivations(ModelDescription description) throws IOException {
    NetworkSpec network = description.network();
    var small = new NetworkSpec(List.of(1, 1, 1), network.activation(), network.loss());
    List<Node> expected =
        decode(OnnxExport.encode(Network.zeros(small), Map.of())).between().getFirst();
    List<List<Node>> between = between();
    for (int i = 0; i < between.size(); i++) {
      boolean inside = (i + 1) % network.layers() != 0;
      if (!equal(between.get(i), inside ? expected : List.of())) {
        throw new MalformedModelException(
            "the graph must have the activation that its metadata name: "
                + network.activation().name());
      }
    }
  }

  private static boolean equal(List<Node> some, List<Node> others) {
    return some.stream().map(Node::type).toList().equals(others.stream().map(Node::type).toList())
        && some.stream()
            .map(Node::numbers)
            .toList()
            .equals(others.stream().map(Node::numbers).toList());
  }

  /// The nodes between one layer and the next.
  private List<List<Node>> between() {
    var between = new ArrayList<List<Node>>();
    int from = -1;
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).isLayer()) {
        if (from >= 0) {
          between.add(nodes.subList(from, i));
        }
        from = i + 1;
      }
    }
    return between;
  }

  private Tensor parameter(String name, String path) throws MalformedModelException {
    Tensor tensor = initializers.get(name);
    if (tensor == null) {
      throw new MalformedModelException("the graph must hold the float tensor '" + name + "'");
    }
    return new Tensor(path, tensor.shape(), tensor.values());
  }

  /// Handles one field of a message.
  @FunctionalInterface
  private interface Field {
    /// Reads the field if it wants it.
    ///
    /// @return whether it did
    boolean read(int number, CodedInputStream in) throws IOException;
  }

  private static void readMessage(CodedInputStream in, Field field) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (!field.read(WireFormat.getTagFieldNumber(tag), in)) {
        in.skipField(tag);
      }
    }
  }

  private static void readNested(CodedInputStream in, Field field) throws IOException {
    readMessage(in.readBytes().newCodedInput(), field);
  }

  private void readModel(CodedInputStream model) throws IOException {
    readMessage(
        model,
        (number, in) -> {
          switch (number) {
            case 7 -> readNested(in, this::readGraph);
            case 14 -> readMetadata(in);
            default -> {
              return false;
            }
          }
          return true;
        });
  }

  private void readMetadata(CodedInputStream entry) throws IOException {
    var pair = new String[] {"", ""};
    readNested(
        entry,
        (number, in) -> {
          if (number != 1 && number != 2) {
            return false;
          }
          pair[number - 1] = in.readStringRequireUtf8();
          return true;
        });
    if (metadata.put(pair[0], pair[1]) != null) {
      throw new MalformedModelException(
          "the metadata must not have a key twice: '" + Names.shortened(pair[0]) + "'");
    }
  }

  private boolean readGraph(int number, CodedInputStream in) throws IOException {
    switch (number) {
      case 1 -> readNode(in);
      case 5 -> readTensor(in);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void readNode(CodedInputStream node) throws IOException {
    var inputs = new ArrayList<String>();
    var type = new String[] {""};
    var numbers = new ArrayList<Float>();
    readNested(
        node,
        (number, in) -> {
          switch (number) {
            case 1 -> inputs.add(in.readStringRequireUtf8());
            case 4 -> type[0] = in.readStringRequireUtf8();
            case 5 -> readAttribute(in, numbers);
            default -> {
              return false;
            }
          }
          return true;
        });
    nodes.add(new Node(type[0], inputs, numbers));
  }

  private static void readAttribute(CodedInputStream attribute, List<Float> numbers)
      throws IOException {
    readNested(
        attribute,
        (number, in) -> {
          if (number != 2) {
            return false;
          }
          numbers.add(in.readFloat());
          return true;
        });
  }

  private void readTensor(CodedInputStream tensor) throws IOException {
    var shape = new ArrayList<Long>();
    var type = new int[1];
    var name = new String[] {""};
    var raw = new ByteString[] {ByteString.EMPTY};
    readNested(
        tensor,
        (number, in) -> {
          switch (number) {
            case 1 -> shape.add(in.readInt64());
            case 2 -> type[0] = in.readInt32();
            case 8 -> name[0] = in.readStringRequireUtf8();
            case 9 -> raw[0] = in.readBytes();
            default -> {
              return false;
            }
          }
          return true;
        });
    if (type[0] == OnnxMessage.FLOAT) {
      if (initializers.put(name[0], floats(name[0], shape, raw[0])) != null) {
        throw new MalformedModelException(
            "a tensor must not stand there twice: '" + Names.shortened(name[0]) + "'");
      }
    }
  }

  private static Tensor floats(String name, List<Long> shape, ByteString raw)
      throws MalformedModelException {
    long count = 1;
    for (long length : shape) {
      if (length < 0 || length > Integer.MAX_VALUE || (count *= length) > Integer.MAX_VALUE) {
        throw new MalformedModelException(
            "tensor '%s' must have fewer than 2^31 elements: %s".formatted(name, shape));
      }
    }
    if (raw.size() != count * Float.BYTES) {
      throw new MalformedModelException(
          "tensor '%s' must have %d bytes of raw data: %d"
              .formatted(name, count * Float.BYTES, raw.size()));
    }
    float[] values = new float[(int) count];
    raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    int[] lengths = shape.stream().mapToInt(Math::toIntExact).toArray();
    return new Tensor(name, lengths, values);
  }
}
