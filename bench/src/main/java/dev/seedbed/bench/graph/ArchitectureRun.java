package dev.seedbed.bench.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.seedbed.check.result.Severity;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Run;
import dev.seedbed.io.check.CheckResult;
import dev.seedbed.io.check.SavedCheck;
import dev.seedbed.io.graph.GraphFiles;
import dev.seedbed.kernel.Team;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Checks one ONNX file, compares its outputs with ONNX Runtime's, and prints the cells of a row:
/// parameters, seconds, seconds of all processors and peak memory of the check, the rules that
/// warn, and the largest difference of an output, as a share of the largest.
final class ArchitectureRun {
  private static final int THREADS = 2;

  private ArchitectureRun() {}

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    try {
      long before = System.nanoTime();
      CheckResult result = SavedCheck.of(file).run();
      double seconds = (System.nanoTime() - before) / 1e9;
      double processorSeconds =
          ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
      long megabytes = peakMegabytes();
      Graph graph = GraphFiles.read(file);
      String cells =
          "%.1f M | %.1f | %.1f | %,d | %s"
              .formatted(
                  GraphBench.parameters(graph) / 1e6,
                  seconds,
                  processorSeconds,
                  megabytes,
                  warnings(result));
      System.out.println(cells + " | " + difference(result, file, graph));
    } catch (RuntimeException | OutOfMemoryError e) {
      System.out.println(e);
    }
  }

  private static String difference(CheckResult result, Path file, Graph graph) {
    if (result instanceof CheckResult.OfTensors tensors) {
      return "not run: " + String.join(" ", tensors.obstacles());
    }
    Map<String, NdArray> inputs = GraphBench.inputs(graph);
    try {
      double largest = largest(ours(graph, inputs), theirs(file, graph, inputs));
      return Double.isNaN(largest) ? "0 (all outputs are 0)" : "%.1e".formatted(largest);
    } catch (OrtException e) {
      return "ONNX Runtime: " + e.getMessage();
    }
  }

  /// The rules that find more than information.
  private static String warnings(CheckResult result) {
    String rules =
        result.findings().stream()
            .filter(finding -> finding.severity() != Severity.INFO)
            .map(finding -> finding.rule().title())
            .distinct()
            .collect(Collectors.joining(", "));
    return rules.isEmpty() ? "none" : rules;
  }

  /// The most memory that this process has had.
  private static long peakMegabytes() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<float[]> ours(Graph graph, Map<String, NdArray> inputs) {
    try (Team team = Team.of(THREADS)) {
      return Run.forward(graph, inputs, team).outputs().stream()
          .map(output -> output.asFloats().data())
          .toList();
    }
  }

  private static List<float[]> theirs(Path file, Graph graph, Map<String, NdArray> inputs)
      throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    var outputs = new ArrayList<float[]>();
    var tensors = new LinkedHashMap<String, OnnxTensor>();
    try (var options = new OrtSession.SessionOptions()) {
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      options.setIntraOpNumThreads(THREADS);
      try (OrtSession session = environment.createSession(file.toString(), options)) {
        for (Map.Entry<String, NdArray> input : inputs.entrySet()) {
          tensors.put(input.getKey(), tensor(environment, input.getValue()));
        }
        try (OrtSession.Result result = session.run(tensors)) {
          for (String name : graph.outputs()) {
            OnnxValue value = result.get(name).orElseThrow();
            FloatBuffer buffer = ((OnnxTensor) value).getFloatBuffer();
            float[] copy = new float[buffer.remaining()];
            buffer.get(copy);
            outputs.add(copy);
          }
        }
      }
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
    return outputs;
  }

  private static OnnxTensor tensor(OrtEnvironment environment, NdArray array) throws OrtException {
    long[] lengths = Arrays.stream(array.shape().lengths()).asLongStream().toArray();
    return switch (array) {
      case FloatArray floats ->
          OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats.data()), lengths);
      case LongArray longs ->
          OnnxTensor.createTensor(environment, LongBuffer.wrap(longs.data()), lengths);
      default -> throw new IllegalArgumentException("an input must be of numbers");
    };
  }

  /// The largest difference over all outputs, each as a share of its largest number; NaN if all are
  /// 0 in both.
  private static double largest(List<float[]> ours, List<float[]> theirs) {
    double most = 0;
    for (int k = 0; k < ours.size(); k++) {
      double difference = 0;
      double size = 0;
      for (int i = 0; i < ours.get(k).length; i++) {
        difference = Math.max(difference, Math.abs(ours.get(k)[i] - theirs.get(k)[i]));
        size = Math.max(size, Math.abs(theirs.get(k)[i]));
      }
      most = Math.max(most, difference / size);
    }
    return most;
  }
}
