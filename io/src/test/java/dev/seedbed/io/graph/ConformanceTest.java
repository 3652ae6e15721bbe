package dev.seedbed.io.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seedbed.data.InputException;
import dev.seedbed.graph.BooleanArray;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Operator;
import dev.seedbed.graph.Run;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.weights.ExternalNumbers;
import dev.seedbed.kernel.Team;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ONNX project's own cases: models with inputs and outputs, from Debian's `libonnx-testdata`,
/// and ours of operators that these do not have, which `operator_cases.py` makes. Each is run and
/// gives its outputs, and its gradients are those of differences; or it is refused in one line.
class ConformanceTest {
  private static final Path CASES = Path.of("/usr/share/libonnx-testdata/data");
  private static final Path OURS = Path.of("src/test/resources/operators/cases.zip");

  /// The tolerances of the project's own runner.
  private static final double RELATIVE = 1e-3;

  private static final double ABSOLUTE = 1e-7;

  /// Why what Seedbed does not have is refused, and the words that say so.
  private static final Map<Pattern, String> REFUSALS = new LinkedHashMap<>();

  private static final String LACKS = "the network has operators that Seedbed does not have: ";

  static {
    refusal(
        "(?<what>[^,]*(Integer|[Qq]uantize|QLinear)[^,]*); it is quantised.*",
        "quantised: such a network has no start");
    refusal("(?<what>ai.onnx.preview.training.*)", "a step of training, not a network");
    refusal("(?<what>.*Sequence.*)", "values must be arrays");
    refusal("(?<what>StringNormalizer|TfIdfVectorizer)", "texts are not supported");
    refusal("(?<what>Cast) to texts", "texts are not supported");
    refusal("(?<what>.*)", "not supported");
    REFUSALS.put(Pattern.compile("(?<what>input) '.*' must be an array"), "values must be arrays");
    REFUSALS.put(
        Pattern.compile("arrays of (?<what>texts) are not supported"), "texts are not supported");
  }

  private static void refusal(String operators, String reason) {
    REFUSALS.put(Pattern.compile(LACKS + operators), reason);
  }

  /// Cases that Seedbed does not agree with, and why.
  private static final Map<Pattern, String> EXCEPTIONS =
      Map.of(
          Pattern.compile("node/test_cast.*BFLOAT16.*"),
          "the case's files have bfloat16 as whole numbers",
          Pattern.compile("node/test_training_dropout_?(default|mask|default_mask)?"),
          "draws at random; Seedbed looks at the start without it",
          Pattern.compile("node/test_bernoulli.*"),
          "draws at random");

  /// Inputs that have no gradient although outputs depend on them.
  private static final Map<String, String> CONSTANTS =
      Map.of(
          "BatchNormalization mean", "running statistics are no parameters",
          "BatchNormalization var", "running statistics are no parameters",
          "OneHot indices", "indices are whole numbers",
          "Resize roi", "a region is no parameter",
          "RoiAlign rois", "regions are no parameters",
          "RoiAlign x1", "regions are no parameters");

  /// Cases without a slope: a loop runs once more just beside their numbers.
  private static final Set<String> JUMPS =
      Set.of("node/test_range_float_type_positive_delta_expanded");

  @TempDir private Path folder;

  private final OperatorCounts counts = new OperatorCounts();
  private final List<String> failed = new ArrayList<>();

  @Test
  void cases_giveTheirOutputsAndGradientsOrAreRefused() throws IOException {
    assumeTrue(Files.isDirectory(CASES), "not run: libonnx-testdata is not installed");
    for (String group : List.of("node", "simple", "pytorch-operator", "pytorch-converted")) {
      for (Path each : folders(CASES.resolve(group))) {
        judge(group + "/" + each.getFileName(), each, false);
      }
    }
    extract(Files.exists(OURS) ? OURS : Path.of("io").resolve(OURS));
    for (Path each : folders(folder)) {
      judge("ours/" + each.getFileName(), each, true);
    }
    assertEquals(List.of(), failed);
    assertEquals(List.of(), counts.unchecked(), "operators without a case, or a checked gradient");
    OperatorsPage.assertCurrent("conformance", counts.table());
  }

  private static List<Path> folders(Path parent) throws IOException {
    try (var folders = Files.list(parent)) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }

  private void extract(Path archive) throws IOException {
    try (var zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.copy(zip.getInputStream(entry), file);
      }
    }
  }

  private void judge(String name, Path folder, boolean ours) throws IOException {
    Set<String> types = new TreeSet<>();
    List<Operator> operators = new ArrayList<>();
    Optional<String> difference;
    var slopes = new ArrayList<Slopes.Found>();
    try {
      Path file = folder.resolve("model.onnx");
      Graph graph = GraphFiles.read(file);
      operators(graph, operators);
      types(file, types);
      difference = difference(graph, folder, slopes);
    } catch (MalformedModelException | InputException e) {
      String message = String.valueOf(e.getMessage());
      if (!ours && refuse(message)) {
        return;
      }
      difference = Optional.of(message);
    } catch (RuntimeException e) {
      difference = Optional.of(e + " at " + List.of(e.getStackTrace()).getFirst());
    }
    for (var exception : EXCEPTIONS.entrySet()) {
      if (exception.getKey().matcher(name).matches() && difference.isPresent()) {
        counts.refuse(exception.getValue(), String.join(", ", types));
        return;
      }
    }
    counts.run(ours, difference.isEmpty(), types, operators, slopes);
    difference.ifPresent(it -> failed.add(name + ": " + it));
    String type = types.size() == 1 ? types.iterator().next() : "";
    for (Slopes.Found found : slopes) {
      for (String wrong : found.wrong()) {
        boolean constant = CONSTANTS.containsKey(type + " " + wrong.split(" ", 2)[0]);
        if (!constant && !JUMPS.contains(name)) {
          failed.add(name + ": " + wrong);
        }
      }
    }
  }

  private boolean refuse(String message) {
    for (var refusal : REFUSALS.entrySet()) {
      Matcher matcher = refusal.getKey().matcher(message);
      if (matcher.matches()) {
        counts.refuse(refusal.getValue(), matcher.group("what"));
        return true;
      }
    }
    return false;
  }

  /// Adds the names of operators as the file has them.
  private static void types(Path file, Set<String> types) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    OnnxModel model = OnnxModelReader.read(bytes, ExternalNumbers.NONE);
    types(model.graph().calls(), types);
    model.functions().forEach(function -> types(function.calls(), types));
  }

  private static void types(List<OnnxModel.Call> calls, Set<String> types) {
    for (OnnxModel.Call call : calls) {
      types.add(call.type());
      for (Object attribute : call.attributes().values()) {
        if (attribute instanceof OnnxModel.Body body) {
          types(body.calls(), types);
        }
      }
    }
  }

  private static void operators(Graph graph, List<Operator> operators) {
    for (Node node : graph.nodes()) {
      switch (node.step()) {
        case Node.Apply(Operator operator) -> operators.add(operator);
        case Node.Foreign _ -> {}
        case Node.If(Graph then, Graph otherwise) -> {
          operators(then, operators);
          operators(otherwise, operators);
        }
        case Node.Loop(Graph body) -> operators(body, operators);
        case Node.Scan scan -> operators(scan.body(), operators);
      }
    }
  }

  /// Says what differs; empty if nothing does.
  private static Optional<String> difference(Graph graph, Path folder, List<Slopes.Found> slopes)
      throws IOException {
    for (Path set : folders(folder)) {
      Map<String, NdArray> inputs = new LinkedHashMap<>();
      for (int i = 0; i < graph.inputs().size(); i++) {
        inputs.put(
            graph.inputs().get(i).name(),
            GraphFiles.readArray(set.resolve("input_%d.pb".formatted(i))));
      }
      List<NdArray> outputs = Run.forward(graph, inputs, Team.ALONE).outputs();
      for (int i = 0; i < outputs.size(); i++) {
        NdArray expected = GraphFiles.readArray(set.resolve("output_%d.pb".formatted(i)));
        Optional<String> difference = difference(expected, outputs.get(i));
        if (difference.isPresent()) {
          return Optional.of("output %d %s".formatted(i, difference.get()));
        }
      }
      slopes.add(Slopes.of(graph, inputs));
    }
    return Optional.empty();
  }

  private static Optional<String> difference(NdArray expected, NdArray actual) {
    if (!expected.shape().equals(actual.shape())) {
      return Optional.of("must have shape %s: %s".formatted(expected.shape(), actual.shape()));
    }
    if (!expected.type().equals(actual.type())) {
      return Optional.of("must be %s: %s".formatted(expected.type(), actual.type()));
    }
    for (int i = 0; i < expected.shape().elements(); i++) {
      double wanted = element(expected, i);
      double found = element(actual, i);
      boolean near =
          wanted == found
              || (Double.isNaN(wanted) && Double.isNaN(found))
              || Math.abs(wanted - found) <= ABSOLUTE + RELATIVE * Math.abs(wanted);
      if (!near) {
        return Optional.of("must have %s at %d: %s".formatted(wanted, i, found));
      }
    }
    return Optional.empty();
  }

  private static double element(NdArray array, int i) {
    return switch (array) {
      case FloatArray(TensorShape _, float[] data) -> data[i];
      case LongArray(TensorShape _, long[] data) -> data[i];
      case BooleanArray(TensorShape _, boolean[] data) -> data[i] ? 1 : 0;
    };
  }
}
