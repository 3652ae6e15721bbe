package dev.seedbed.io.graph;

import dev.seedbed.graph.Graph.Input;
import dev.seedbed.graph.NdArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An ONNX model as its file says it: `ModelProto`.
///
/// @param opsets the version of each operator set, by its domain
/// @param functions those that the file brings along
record OnnxModel(Map<String, Long> opsets, Body graph, List<Function> functions) {
  OnnxModel {
    opsets = Map.copyOf(opsets);
    functions = List.copyOf(functions);
  }

  /// A graph: `GraphProto`.
  ///
  /// @param tensors the initializers, by name
  record Body(
      List<Call> calls, Map<String, NdArray> tensors, List<Input> inputs, List<String> outputs) {
    Body {
      calls = List.copyOf(calls);
      tensors = new LinkedHashMap<>(tensors);
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }

  /// A node: `NodeProto`.
  ///
  /// @param domain of its operator; empty for ONNX's own
  /// @param inputs names of values, empty for one that is left out
  /// @param attributes by name; a [Body] or a [Reference] among the values
  record Call(
      String name,
      String type,
      String domain,
      List<String> inputs,
      List<String> outputs,
      Map<String, Object> attributes) {
    Call {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      attributes = new LinkedHashMap<>(attributes);
    }

    /// Which node is meant, in a message.
    String title() {
      String title = name.isEmpty() && !outputs.isEmpty() ? outputs.getFirst() : name;
      return "node '%s' (%s)".formatted(title, domain.isEmpty() ? type : domain + "." + type);
    }
  }

  /// The value of an attribute of a node in a function: that of an attribute of the function.
  record Reference(String attribute) {}

  /// A function of the file: `FunctionProto`.
  ///
  /// @param defaults values of attributes that a call may leave out
  record Function(
      String name,
      String domain,
      List<String> inputs,
      List<String> outputs,
      Map<String, Object> defaults,
      List<Call> calls,
      Map<String, Long> opsets) {
    Function {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      defaults = Map.copyOf(defaults);
      calls = List.copyOf(calls);
      opsets = Map.copyOf(opsets);
    }
  }
}
