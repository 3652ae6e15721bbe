package dev.seedbed.cli;

import dev.seedbed.check.graph.GraphRows;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Run;
import dev.seedbed.graph.TargetLoss;
import dev.seedbed.io.graph.GraphFiles;
import dev.seedbed.kernel.Team;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A program that runs a convolutional, a residual, an attention and a recurrent network forward
/// and backward, and prints the hash of each one's outputs and gradients. Its argument is the
/// number of threads.
final class GraphRuns {
  private static final Path FOLDER = Path.of("io/src/test/resources/networks");

  private GraphRuns() {}

  public static void main(String[] args) throws IOException, NoSuchAlgorithmException {
    for (String name : List.of("lenet", "resnet", "swin", "lstm")) {
      IO.println(hash(FOLDER.resolve(name + ".onnx"), Integer.parseInt(args[0])));
    }
  }

  private static String hash(Path file, int threads) throws IOException, NoSuchAlgorithmException {
    GraphStart start = GraphStart.of(GraphFiles.read(file));
    GraphRows rows = GraphRows.of(start, Map.of(), Optional.empty(), Map.of());
    var hash = MessageDigest.getInstance("SHA-256");
    try (Team team = Team.of(threads)) {
      Run run = Run.forBackward(start.graph(), rows.inputs(), team, Run.Observer.NONE);
      var gradients = new ArrayList<Optional<FloatArray>>();
      for (NdArray output : run.outputs()) {
        FloatArray values = output.asFloats();
        add(hash, values);
        FloatArray zeros = FloatArray.of(values.shape());
        gradients.add(Optional.of(TargetLoss.squaredError(values, zeros).gradient()));
      }
      run.backward(gradients);
      start.graph().parameters().stream()
          .sorted()
          .map(run::gradient)
          .flatMap(Optional::stream)
          .forEach(gradient -> add(hash, gradient));
    }
    return HexFormat.of().formatHex(hash.digest());
  }

  private static void add(MessageDigest hash, FloatArray array) {
    var bytes = ByteBuffer.allocate(Float.BYTES * array.data().length);
    bytes.asFloatBuffer().put(array.data());
    hash.update(bytes.array());
  }
}
