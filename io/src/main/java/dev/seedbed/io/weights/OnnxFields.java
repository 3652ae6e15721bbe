package dev.seedbed.io.weights;

/// The numbers of the fields that are read, by messages of
/// [onnx.proto](https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
final class OnnxFields {
  private OnnxFields() {}

  /// ModelProto.
  static final class Model {
    static final int GRAPH = 7;
    static final int METADATA_PROPS = 14;
    static final int TRAINING_INFO = 20;
    static final int FUNCTIONS = 25;

    private Model() {}
  }

  /// TrainingInfoProto: of its fields, those up to this number are graphs.
  static final int LAST_TRAINING_GRAPH = 2;

  /// FunctionProto.
  static final class Function {
    static final int NODE = 7;
    static final int ATTRIBUTE_PROTO = 11;

    private Function() {}
  }

  /// GraphProto.
  static final class Graph {
    static final int NODE = 1;
    static final int INITIALIZER = 5;
    static final int INPUT = 11;
    static final int OUTPUT = 12;
    static final int SPARSE_INITIALIZER = 15;

    private Graph() {}
  }

  /// SparseTensorProto: of its fields, those up to this number are tensors.
  static final int LAST_SPARSE_TENSOR = 2;

  /// NodeProto.
  static final class Node {
    static final int INPUT = 1;
    static final int OUTPUT = 2;
    static final int NAME = 3;
    static final int OP_TYPE = 4;
    static final int ATTRIBUTE = 5;
    static final int DOMAIN = 7;

    private Node() {}
  }

  /// AttributeProto.
  static final class Attribute {
    static final int NAME = 1;
    static final int F = 2;
    static final int I = 3;
    static final int S = 4;
    static final int T = 5;
    static final int G = 6;
    static final int INTS = 8;
    static final int TENSORS = 10;
    static final int GRAPHS = 11;
    static final int SPARSE_TENSOR = 22;
    static final int SPARSE_TENSORS = 23;

    private Attribute() {}
  }
}
