package dev.seedbed.io.weights;

/// The numbers of the fields that are read, by messages of
/// [onnx.proto](https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
public final class OnnxFields {
  private OnnxFields() {}

  /// ModelProto.
  public static final class Model {
    public static final int GRAPH = 7;
    public static final int OPSET_IMPORT = 8;
    public static final int METADATA_PROPS = 14;
    public static final int TRAINING_INFO = 20;
    public static final int FUNCTIONS = 25;

    private Model() {}
  }

  /// TrainingInfoProto: of its fields, those up to this number are graphs.
  public static final int LAST_TRAINING_GRAPH = 2;

  /// FunctionProto.
  public static final class Function {
    public static final int NAME = 1;
    public static final int INPUT = 4;
    public static final int OUTPUT = 5;
    public static final int NODE = 7;
    public static final int OPSET_IMPORT = 9;
    public static final int DOMAIN = 10;
    public static final int ATTRIBUTE_PROTO = 11;

    private Function() {}
  }

  /// GraphProto.
  public static final class Graph {
    public static final int NODE = 1;
    public static final int INITIALIZER = 5;
    public static final int INPUT = 11;
    public static final int OUTPUT = 12;
    public static final int SPARSE_INITIALIZER = 15;

    private Graph() {}
  }

  /// SparseTensorProto: of its fields, those up to this number are tensors.
  public static final int LAST_SPARSE_TENSOR = 2;

  /// NodeProto.
  public static final class Node {
    public static final int INPUT = 1;
    public static final int OUTPUT = 2;
    public static final int NAME = 3;
    public static final int OP_TYPE = 4;
    public static final int ATTRIBUTE = 5;
    public static final int DOMAIN = 7;

    private Node() {}
  }

  /// AttributeProto.
  public static final class Attribute {
    public static final int NAME = 1;
    public static final int F = 2;
    public static final int I = 3;
    public static final int S = 4;
    public static final int T = 5;
    public static final int G = 6;
    public static final int FLOATS = 7;
    public static final int INTS = 8;
    public static final int STRINGS = 9;
    public static final int TENSORS = 10;
    public static final int GRAPHS = 11;
    public static final int TYPE = 20;
    public static final int REF_ATTR_NAME = 21;
    public static final int SPARSE_TENSOR = 22;
    public static final int SPARSE_TENSORS = 23;

    private Attribute() {}
  }
}
