package dev.seedbed.io.weights;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.weights.OnnxTensor.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the tensors of an ONNX model: the initializers of its graph and of the graphs inside it
/// (the bodies of If, Loop and Scan), and the values of nodes `Constant` if they are real numbers.
/// Tensors of functions, of training and of sparse initializers are not listed, yet found if they
/// have their numbers in another file.
final class OnnxScan {
  private static final int DEEPEST = 32;
  private static final int LONGEST_LIST = 64;

  /// A tensor of the list.
  ///
  /// @param given its name in the file; another graph of the file may have it too
  private record Found(OnnxTensor tensor, String given, OnnxScope scope, boolean main) {}

  private final ProtoReader in;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final List<Found> found = new ArrayList<>();
  private final List<OnnxTensor> external = new ArrayList<>();

  private final OnnxScope main = new OnnxScope(Optional.empty());

  /// Graphs around the place that is read.
  private int depth;

  private OnnxScan(ProtoReader in) {
    this.in = in;
  }

  /// The result of the scan.
  ///
  /// @param tensors the list, in the file's order, and their names, all different
  /// @param external all that have their numbers in another file
  /// @param biases by the names of the weights that they go with
  record Result(
      Map<String, String> metadata,
      List<OnnxTensor> tensors,
      List<StoredTensor> stored,
      List<OnnxTensor> external,
      Map<String, String> biases) {
    Result {
      stored = List.copyOf(stored);
    }

    /// The same, but for some tensors of the list.
    ///
    /// @param changed by their names
    Result with(Map<String, StoredTensor> changed) {
      List<StoredTensor> all =
          stored.stream().map(it -> changed.getOrDefault(it.name(), it)).toList();
      return new Result(metadata, tensors, all, external, biases);
    }
  }

  /// @param size of the file
  static Result scan(InputStream file, int size) throws IOException {
    try {
      var scan = new OnnxScan(new ProtoReader(file, size));
      scan.model();
      return scan.result();
    } catch (InvalidProtocolBufferException e) {
      throw ProtoReader.cutOff();
    }
  }

  private void model() throws IOException {
    var graphs = new int[1];
    in.fields((number, wire, at) -> {
      if (wire != ProtoReader.DELIMITED) {
        return false;
      }
      switch (number) {
        case OnnxFields.Model.GRAPH -> {
          graphs[0]++;
          in.message(Optional.empty(), frame -> graph(frame, Optional.of(main)));
        }
        case OnnxFields.Model.METADATA_PROPS -> {
          Entry entry = in.entry();
          metadata.put(entry.key(), entry.value());
        }
        case OnnxFields.Model.TRAINING_INFO -> in.message(Optional.empty(), this::training);
        case OnnxFields.Model.FUNCTIONS -> in.message(Optional.empty(), this::function);
        default -> {
          return false;
        }
      }
      return true;
    });
    if (graphs[0] == 0) {
      throw new MalformedModelException("not an ONNX file: there must be a graph");
    }
    main.close();
  }

  private void training(Frame frame) throws IOException {
    in.fields((number, wire, at) -> {
      if (wire != ProtoReader.DELIMITED || number > OnnxFields.LAST_TRAINING_GRAPH) {
        return false;
      }
      in.message(Optional.of(frame), inner -> graph(inner, Optional.empty()));
      return true;
    });
  }

  private void function(Frame frame) throws IOException {
    in.fields((number, wire, at) -> {
      if (wire != ProtoReader.DELIMITED
          || (number != OnnxFields.Function.NODE
              && number != OnnxFields.Function.ATTRIBUTE_PROTO)) {
        return false;
      }
      in.message(
          Optional.of(frame),
          inner -> {
            if (number == OnnxFields.Function.NODE) {
              node(inner, Optional.empty());
            } else {
              attribute(inner, Optional.empty());
            }
          });
      return true;
    });
  }

  /// @param scope empty if its tensors are not listed
  private void graph(Frame frame, Optional<OnnxScope> scope) throws IOException {
    if (++depth > DEEPEST) {
      throw new MalformedModelException("graphs must be nested at most %d deep".formatted(DEEPEST));
    }
    in.fields((number, wire, at) -> {
      if (wire != ProtoReader.DELIMITED) {
        return false;
      }
      switch (number) {
        case OnnxFields.Graph.NODE -> in.message(Optional.of(frame), node -> node(node, scope));
        case OnnxFields.Graph.INITIALIZER -> {
          OnnxTensor tensor = tensor(frame);
          if (scope.isPresent()) {
            list(tensor, tensor.name(), scope.get());
          }
        }
        case OnnxFields.Graph.SPARSE_INITIALIZER -> in.message(Optional.of(frame), this::sparse);
        default -> {
          return false;
        }
      }
      return true;
    });
    depth--;
  }

  private void list(OnnxTensor tensor, String name, OnnxScope scope)
      throws MalformedModelException {
    scope.define(name, tensor);
    found.add(new Found(tensor, name, scope, depth == 1));
  }

  private OnnxTensor tensor(Frame parent) throws IOException {
    var tensors = new ArrayList<OnnxTensor>(1);
    in.message(Optional.of(parent), frame -> tensors.add(OnnxTensorReader.read(in, frame)));
    OnnxTensor tensor = tensors.getFirst();
    if (tensor.data() instanceof OnnxTensor.External) {
      external.add(tensor);
    }
    return tensor;
  }

  private void sparse(Frame frame) throws IOException {
    in.fields((number, wire, at) -> {
      if (wire != ProtoReader.DELIMITED || number > OnnxFields.LAST_SPARSE_TENSOR) {
        return false;
      }
      tensor(frame);
      return true;
    });
  }

  private void node(Frame frame, Optional<OnnxScope> scope) throws IOException {
    var inputs = new ArrayList<String>();
    var outputs = new ArrayList<String>();
    var type = new String[] {"", ""};
    var attributes = new ArrayList<Attribute>();
    in.fields((number, wire, at) -> {
      if (wire != ProtoReader.DELIMITED) {
        return false;
      }
      switch (number) {
        case OnnxFields.Node.INPUT -> inputs.add(in.text());
        case OnnxFields.Node.OUTPUT -> outputs.add(in.text());
        case OnnxFields.Node.OP_TYPE -> type[0] = in.text();
        case OnnxFields.Node.ATTRIBUTE ->
            in.message(Optional.of(frame), inner -> attributes.add(attribute(inner, scope)));
        case OnnxFields.Node.DOMAIN -> type[1] = in.text();
        default -> {
          return false;
        }
      }
      return true;
    });
    if (scope.isEmpty()) {
      return;
    }
    boolean own = type[1].isEmpty() || type[1].equals("ai.onnx");
    if (own && type[0].equals("Constant")) {
      constant(outputs, attributes, scope.get());
      return;
    }
    var kept = new HashMap<String, OnnxNode.Attribute>();
    attributes.forEach(attribute -> kept.put(attribute.name(), attribute.kept()));
    String operator = own ? type[0] : type[1] + "." + type[0];
    scope
        .get()
        .add(new OnnxNode(operator, List.copyOf(inputs), List.copyOf(outputs), Map.copyOf(kept)));
  }

  private void constant(List<String> outputs, List<Attribute> attributes, OnnxScope scope)
      throws MalformedModelException {
    if (outputs.isEmpty()) {
      return;
    }
    String name = outputs.getFirst();
    scope.addConstant(name);
    for (Attribute attribute : attributes) {
      for (OnnxTensor tensor : attribute.tensors()) {
        if (attribute.name().equals("value")
            && tensor.type().floatType().isPresent()
            && tensor.elements() > 0) {
          list(tensor, name, scope);
        }
      }
    }
  }

  private record Attribute(String name, OnnxNode.Attribute kept, List<OnnxTensor> tensors) {}

  private Attribute attribute(Frame frame, Optional<OnnxScope> scope) throws IOException {
    var name = new String[] {""};
    var single = new ArrayList<Long>(1);
    var list = new ArrayList<Long>();
    var tensors = new ArrayList<OnnxTensor>(1);
    in.fields((number, wire, at) -> {
      if (number == OnnxFields.Attribute.I && wire == ProtoReader.VARINT) {
        single.clear();
        single.add(in.integer());
        return true;
      }
      if (number == OnnxFields.Attribute.INTS
          && (wire == ProtoReader.VARINT || wire == ProtoReader.DELIMITED)) {
        in.integers(
            wire,
            value -> {
              if (list.size() < LONGEST_LIST) {
                list.add(value);
              }
            });
        return true;
      }
      if (wire != ProtoReader.DELIMITED) {
        return false;
      }
      switch (number) {
        case OnnxFields.Attribute.NAME -> name[0] = in.text();
        case OnnxFields.Attribute.T -> tensors.add(tensor(frame));
        case OnnxFields.Attribute.TENSORS -> tensor(frame);
        case OnnxFields.Attribute.G, OnnxFields.Attribute.GRAPHS ->
            in.message(Optional.of(frame), inner -> innerGraph(inner, scope));
        case OnnxFields.Attribute.SPARSE_TENSOR, OnnxFields.Attribute.SPARSE_TENSORS ->
            in.message(Optional.of(frame), this::sparse);
        default -> {
          return false;
        }
      }
      return true;
    });
    var kept = new OnnxNode.Attribute(single.stream().findFirst(), List.copyOf(list));
    return new Attribute(name[0], kept, tensors);
  }

  private void innerGraph(Frame frame, Optional<OnnxScope> outer) throws IOException {
    Optional<OnnxScope> scope = outer.map(it -> new OnnxScope(Optional.of(it)));
    graph(frame, scope);
    scope.ifPresent(OnnxScope::close);
  }

  private Result result() {
    List<StoredTensor> declared = declared();
    var roles = new OnnxRoles(main);
    var named = new NamedRoles(declared);
    var stored = new ArrayList<StoredTensor>();
    var names = new HashMap<OnnxRoles.Value, String>();
    for (int i = 0; i < found.size(); i++) {
      Found each = found.get(i);
      StoredTensor tensor = declared.get(i);
      names.put(new OnnxRoles.Value(each.scope(), each.given()), tensor.name());
      StoredTensor known =
          tensor.with(roles.role(tensor, each.scope(), each.given(), named.of(tensor)));
      stored.add(known);
    }
    return new Result(
        metadata,
        found.stream().map(Found::tensor).toList(),
        stored,
        external,
        roles.biases(names));
  }

  /// The tensors of the main graph keep their names; others too, unless they are taken: then they
  /// have `_1`, `_2`, … behind them. What they are for is still open.
  private List<StoredTensor> declared() {
    Set<String> names = new HashSet<>();
    for (Found each : found) {
      if (each.main()) {
        names.add(each.given());
      }
    }
    var copies = new HashMap<String, Integer>();
    var declared = new ArrayList<StoredTensor>();
    for (Found each : found) {
      String name = each.given();
      while (!each.main() && !names.add(name)) {
        name = each.given() + "_" + copies.merge(each.given(), 1, Integer::sum);
      }
      OnnxTensor tensor = each.tensor();
      declared.add(
          new StoredTensor(
              name,
              tensor.type().title(),
              tensor.shape(),
              tensor.type().floatType(),
              each.scope().use(each.given()),
              OnnxRoles.UNUSED));
    }
    return declared;
  }
}
