package dev.seedbed.io.chain;

import dev.seedbed.io.weights.OnnxFile;
import dev.seedbed.io.weights.OnnxGraph;
import dev.seedbed.io.weights.OnnxNode;
import dev.seedbed.io.weights.StoredTensor;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// The constants of a graph, also through operators that only change their type or shape.
final class Constants {
  /// Operators that a constant passes, at most.
  private static final int LONGEST_WAY = 16;

  /// Operators that change the shape or the type of whole numbers, at most.
  private static final Set<String> SAME_NUMBERS =
      Set.of("Identity", "Cast", "Unsqueeze", "Squeeze");

  private final OnnxFile file;
  private final OnnxGraph.Constants known;
  private final Map<String, OnnxNode> makers = new HashMap<>();

  Constants(OnnxFile file) {
    this.file = file;
    this.known = file.graph().constants();
    for (OnnxNode node : file.graph().nodes()) {
      node.outputs().forEach(output -> makers.putIfAbsent(output, node));
    }
  }

  /// The tensor of real numbers behind a value.
  Optional<Constant> tensor(String name) {
    return tensor(name, 0);
  }

  private Optional<Constant> tensor(String name, int way) {
    StoredTensor tensor = known.tensors().get(name);
    if (tensor != null) {
      return Optional.of(tensor).filter(it -> it.floatType().isPresent()).map(Constant::of);
    }
    OnnxNode maker = makers.get(name);
    if (maker == null || way == LONGEST_WAY || maker.inputs().isEmpty()) {
      return Optional.empty();
    }
    Optional<Constant> source = tensor(maker.inputs().getFirst(), way + 1);
    return switch (maker.type()) {
      case "Identity" -> source;
      case "Cast" -> source.filter(_ -> Operators.isReal(maker));
      case "Transpose" -> source.flatMap(it -> it.transpose(maker.list("perm")));
      case "Reshape" ->
          maker.inputs().size() < 2
              ? Optional.empty()
              : source.flatMap(it -> wholes(maker.inputs().get(1)).flatMap(it::reshape));
      case "Squeeze", "Unsqueeze" -> source.flatMap(Constant::row);
      default -> Optional.empty();
    };
  }

  /// The few whole numbers of a value, such as a shape.
  Optional<List<Long>> wholes(String name) {
    String source = name;
    for (int way = 0; way < LONGEST_WAY; way++) {
      OnnxNode maker = makers.get(source);
      if (maker == null || maker.inputs().isEmpty() || !SAME_NUMBERS.contains(maker.type())) {
        break;
      }
      source = maker.inputs().getFirst();
    }
    return Optional.ofNullable(known.wholes().get(source));
  }

  /// The value, if it is one number.
  OptionalDouble number(String name) throws IOException {
    Optional<Constant> tensor = tensor(name);
    if (tensor.isPresent()) {
      return tensor.get().elements() == 1
          ? OptionalDouble.of(file.values(tensor.get().tensor())[0])
          : OptionalDouble.empty();
    }
    Float real = known.reals().get(name);
    if (real != null) {
      return OptionalDouble.of(real);
    }
    return wholes(name).filter(it -> it.size() == 1).stream()
        .mapToDouble(List::getFirst)
        .findFirst();
  }
}
