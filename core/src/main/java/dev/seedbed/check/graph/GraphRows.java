package dev.seedbed.check.graph;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Targets;
import dev.seedbed.graph.BooleanArray;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Gathering.Gather;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.init.Law;
import dev.seedbed.random.RandomStream;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows that go through a graph.
///
/// @param inputs by name: all that the graph has
/// @param targets of its first output; drawn at random if they are not given
/// @param given whether the user gave any of them
/// @param assumed what was made up where neither the file nor the user says it, one sentence each
/// @param seed that all is drawn from which is not given
public record GraphRows(
    Map<String, NdArray> inputs,
    Optional<NdArray> targets,
    boolean given,
    List<String> assumed,
    Seed seed) {
  private static final Seed USUAL_SEED = new Seed(0);

  /// Rows of small networks, and the fewest.
  private static final int MOST_ROWS = 64;

  private static final int LEAST_ROWS = 8;

  /// Parameters, and numbers of a row, up to which there are [#MOST_ROWS].
  private static final long SMALL = 1 << 20;

  /// How long an open axis of an image is, by size: 32 as in CIFAR, 224 as in ImageNet.
  private static final int[] PIXELS = {32, 64, 128, 224, 256};

  /// How long an open axis of any other input is, by size.
  private static final int[] STEPS = {16, 64, 256, 512, 1024};

  /// How many sizes of inputs there are to try where a file leaves lengths open.
  public static final int SIZES = PIXELS.length;

  public GraphRows {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    assumed = List.copyOf(assumed);
  }

  /// With the seed that is usual.
  public GraphRows(
      Map<String, NdArray> inputs, Optional<NdArray> targets, boolean given, List<String> assumed) {
    this(inputs, targets, given, assumed, USUAL_SEED);
  }

  /// Rows for a network: real numbers are standard normal, whole numbers that index a table uniform
  /// over it, all others and truth values 1. The same for every network of the same inputs.
  ///
  /// @param given arrays by the names of inputs; all that it lacks is made up
  /// @param shapes of inputs that are made up, by name; the file's by default
  /// @throws InputException if names, types or axes are not those of the network's inputs
  public static GraphRows of(
      GraphStart start,
      Map<String, ? extends NdArray> given,
      Optional<NdArray> targets,
      Map<String, TensorShape> shapes) {
    return of(start, given, targets, shapes, 0);
  }

  /// As [#of(GraphStart, Map, Optional, Map)], of another size.
  ///
  /// @param size from 0, the usual one, to less than [#SIZES]: how long the axes are that the file
  ///   leaves open
  public static GraphRows of(
      GraphStart start,
      Map<String, ? extends NdArray> given,
      Optional<NdArray> targets,
      Map<String, TensorShape> shapes,
      int size) {
    return of(start, given, targets, shapes, size, USUAL_SEED);
  }

  /// As [#of(GraphStart, Map, Optional, Map, int)], from another seed: other rows of the same kind.
  public static GraphRows of(
      GraphStart start,
      Map<String, ? extends NdArray> given,
      Optional<NdArray> targets,
      Map<String, TensorShape> shapes,
      int size,
      Seed seed) {
    Graph graph = start.graph();
    checkNames(graph, given.keySet());
    checkNames(graph, shapes.keySet());
    var maker = new Maker(start, given, shapes, size, seed);
    var inputs = new LinkedHashMap<String, NdArray>();
    for (Graph.Input input : graph.inputs()) {
      NdArray array = given.get(input.name());
      if (array == null) {
        try {
          array = maker.make(input, shapes.get(input.name()));
        } catch (IllegalArgumentException e) {
          throw new InputException("input '%s': %s".formatted(input.name(), e.getMessage()));
        }
      }
      check(input, array);
      inputs.put(input.name(), array);
    }
    return new GraphRows(
        inputs, targets, !given.isEmpty() || targets.isPresent(), maker.assumed, seed);
  }

  /// Rows for a chain.
  ///
  /// @param head of the chain: of any but a softmax, classes are values of 0 and 1
  /// @param given whether the user gave them
  public static GraphRows of(Dataset.Part rows, Chain.Head head, boolean given) {
    NdArray targets =
        switch (rows.targets()) {
          case Targets.Classes(int _, int[] ofRow, _) when head == Chain.Head.SOFTMAX ->
              LongArray.of(Arrays.stream(ofRow).asLongStream().toArray());
          case Targets other -> values(other);
        };
    return new GraphRows(
        Map.of(GraphStart.CHAIN_INPUT, array(rows.inputs())),
        Optional.of(targets),
        given,
        List.of());
  }

  /// Whether the inputs have the same shapes.
  ///
  /// @param other rows of the same network
  public boolean hasShapesOf(GraphRows other) {
    return inputs.entrySet().stream()
        .allMatch(input ->
            Optional.ofNullable(other.inputs.get(input.getKey()))
                .filter(array -> array.shape().equals(input.getValue().shape()))
                .isPresent());
  }

  /// How many there are: the length of the first axis of the first input that has axes.
  public int count() {
    return inputs.values().stream()
        .filter(array -> array.shape().rank() > 0)
        .map(array -> array.shape().length(0))
        .findFirst()
        .orElse(1);
  }

  private static FloatArray array(Matrix matrix) {
    return new FloatArray(TensorShape.of(matrix.rows(), matrix.columns()), matrix.data());
  }

  private static FloatArray values(Targets targets) {
    FloatArray values = FloatArray.of(TensorShape.of(targets.rows(), targets.columns()));
    for (int k = 0; k < values.data().length; k++) {
      values.data()[k] = targets.get(k / targets.columns(), k % targets.columns());
    }
    return values;
  }

  private static void checkNames(Graph graph, Iterable<String> names) {
    List<String> known = graph.inputs().stream().map(Graph.Input::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new InputException(
            "the network has no input '%s'; it has %s".formatted(name, String.join(", ", known)));
      }
    }
  }

  private static void check(Graph.Input input, NdArray array) {
    boolean fits =
        switch (array) {
          case FloatArray _ -> input.type() == Graph.ElementType.FLOAT;
          case LongArray _ -> input.type() == Graph.ElementType.LONG;
          case BooleanArray _ -> input.type() == Graph.ElementType.BOOLEAN;
        };
    boolean sameAxes = !input.known() || input.axes().size() == array.shape().rank();
    for (int axis = 0; sameAxes && input.known() && axis < input.axes().size(); axis++) {
      long length = input.axes().get(axis);
      sameAxes = length < 0 || length == array.shape().length(axis);
    }
    if (!fits || !sameAxes) {
      throw new InputException(
          "input '%s' must be %s of %s: %s of %s"
              .formatted(
                  input.name(),
                  switch (input.type()) {
                    case FLOAT -> "real numbers";
                    case LONG -> "whole numbers";
                    case BOOLEAN -> "booleans";
                  },
                  axes(input),
                  array.type(),
                  array.shape()));
    }
  }

  private static String axes(Graph.Input input) {
    return input.known()
        ? String.join(
            "x", input.axes().stream().map(length -> length < 0 ? "?" : "" + length).toList())
        : "any shape";
  }

  /// Makes up what is not given.
  private static final class Maker {
    private final GraphStart start;
    private final Map<String, Node> indexed = new HashMap<>();
    private final List<String> assumed = new ArrayList<>();
    private final Seed seed;
    private final int size;
    private final long rows;

    /// By the symbols of axes that are open.
    private final Map<String, Long> bySymbol = new HashMap<>();

    /// @param size of what the file leaves open
    Maker(
        GraphStart start,
        Map<String, ? extends NdArray> given,
        Map<String, TensorShape> shapes,
        int size,
        Seed seed) {
      this.start = start;
      this.seed = seed;
      this.size = size;
      rows = rows(given);
      for (Graph.Input input : start.graph().inputs()) {
        NdArray array = given.get(input.name());
        TensorShape asked = array == null ? shapes.get(input.name()) : array.shape();
        for (int axis = 0; axis < input.axes().size(); axis++) {
          if (asked != null && asked.rank() == input.axes().size() && isCalled(input, axis)) {
            bySymbol.putIfAbsent(input.symbols().get(axis), (long) asked.length(axis));
          }
        }
      }
      for (Node node : start.graph().nodes()) {
        if (node.operator().orElse(null) instanceof Gather && node.inputs().size() > 1) {
          indexed.putIfAbsent(node.inputs().get(1), node);
        }
      }
    }

    /// As many as are given, else fewer of large networks.
    private long rows(Map<String, ? extends NdArray> given) {
      Optional<Integer> first =
          given.values().stream()
              .filter(array -> array.shape().rank() > 0)
              .map(array -> array.shape().length(0))
              .findFirst();
      if (first.isPresent()) {
        return first.get();
      }
      long elements = 1;
      for (Graph.Input input : start.graph().inputs()) {
        long each = 1;
        for (int axis = 1; axis < input.axes().size(); axis++) {
          each *= length(input, axis);
        }
        elements = Math.max(elements, each);
      }
      long size = Math.max(start.parameters(), 64 * elements);
      return Math.clamp(MOST_ROWS * SMALL / size, LEAST_ROWS, MOST_ROWS);
    }

    private long length(Graph.Input input, int axis) {
      long length = input.axes().get(axis);
      boolean image = input.type() == Graph.ElementType.FLOAT && input.axes().size() >= 4;
      return length >= 0 ? length : (image ? PIXELS : STEPS)[size];
    }

    /// Whether an axis has a symbol. Some exporters write the same on all: that says nothing.
    private static boolean isCalled(Graph.Input input, int axis) {
      return axis < input.axes().size()
          && !input.symbols().get(axis).isEmpty()
          && Collections.frequency(input.symbols(), input.symbols().get(axis)) == 1;
    }

    /// Whether rows lie on an axis that the file leaves open: on the first, but on the one that is
    /// called the batch where there is one.
    private boolean hasRows(Graph.Input input, int axis) {
      if (!isCalled(input, axis)) {
        return axis == 0;
      }
      String symbol = input.symbols().get(axis);
      List<Graph.Input> with =
          start.graph().inputs().stream().filter(it -> it.symbols().contains(symbol)).toList();
      return isBatch(symbol)
          || (with.stream().anyMatch(it -> it.symbols().getFirst().equals(symbol))
              && with.stream().flatMap(it -> it.symbols().stream()).noneMatch(Maker::isBatch));
    }

    private static boolean isBatch(String symbol) {
      return symbol.toLowerCase(Locale.ROOT).contains("batch");
    }

    NdArray make(Graph.Input input, @Nullable TensorShape asked) {
      TensorShape shape = asked == null ? shape(input) : asked;
      RandomStream stream = seed.stream("check/input/" + input.name());
      return switch (input.type()) {
        case FLOAT -> {
          FloatArray array = FloatArray.of(shape);
          if (input.name().toLowerCase(Locale.ROOT).contains("mask")) {
            Arrays.fill(array.data(), 1);
          } else {
            new Law.Normal(0, 1).draw(stream, 0, array.data());
          }
          yield array;
        }
        case LONG -> longs(input, shape, stream);
        case BOOLEAN -> {
          var array = new BooleanArray(shape, new boolean[shape.elements()]);
          Arrays.fill(array.data(), true);
          yield array;
        }
      };
    }

    private LongArray longs(Graph.Input input, TensorShape shape, RandomStream stream) {
      LongArray array = LongArray.of(shape);
      Optional<Integer> table = table(input.name());
      if (table.isPresent()) {
        int[] words = new int[array.data().length];
        stream.words(0, words, 0, words.length);
        for (int i = 0; i < words.length; i++) {
          array.data()[i] = ((words[i] & 0xFFFFFFFFL) * table.get()) >>> 32;
        }
      } else {
        Arrays.fill(array.data(), 1);
        assumed.add("input '%s' is 1 everywhere".formatted(input.name()));
      }
      return array;
    }

    /// The length of the table that an input indexes.
    private Optional<Integer> table(String input) {
      Optional<Node> gather = Optional.ofNullable(indexed.get(input));
      Optional<TensorShape> table =
          gather
              .flatMap(node -> start.graph().tensor(node.inputs().getFirst()))
              .map(NdArray::shape)
              .filter(shape -> shape.rank() > 0);
      return table.isPresent()
              && gather.flatMap(Node::operator).orElseThrow() instanceof Gather(int axis)
          ? Optional.of(table.get().length(table.get().axis(axis)))
          : Optional.empty();
    }

    private TensorShape shape(Graph.Input input) {
      if (!input.known()) {
        throw new InputException(
            "the file does not say the shape of input '%s': give it".formatted(input.name()));
      }
      long[] lengths = new long[input.axes().size()];
      boolean open = false;
      for (int axis = 0; axis < lengths.length; axis++) {
        boolean isOpen = input.axes().get(axis) < 0;
        long length = isOpen && hasRows(input, axis) ? rows : length(input, axis);
        lengths[axis] =
            isCalled(input, axis)
                ? bySymbol.merge(input.symbols().get(axis), length, (first, _) -> first)
                : length;
        open |= isOpen && axis > 0;
      }
      TensorShape shape = TensorShape.of(lengths);
      if (open) {
        assumed.add(
            "input '%s' is %s where the file leaves %s open"
                .formatted(input.name(), shape, axes(input)));
      }
      return shape;
    }
  }
}
