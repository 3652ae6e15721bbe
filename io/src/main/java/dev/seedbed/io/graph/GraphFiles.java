package dev.seedbed.io.graph;

import dev.seedbed.graph.Graph;
import dev.seedbed.graph.NdArray;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.weights.ExternalNumbers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/// Reads ONNX files as graphs that can run.
public final class GraphFiles {
  private GraphFiles() {}

  /// Reads a network. Its tensors may have their numbers in files beside it, in its folder.
  ///
  /// Operators that we do not have are [dev.seedbed.graph.Node.Foreign].
  ///
  /// @throws MalformedModelException if it is no ONNX file, or breaks a rule of the format
  public static Graph read(Path file) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    try {
      return GraphBuilder.build(OnnxModelReader.read(mapped(file), ExternalNumbers.in(folder)));
    } catch (InternalError e) {
      // What the JVM says of a mapped file, this one or one beside it, that is shorter now.
      throw new IOException(file + " was cut off while it was read", e);
    }
  }

  /// Reads a single array: a file that is a `TensorProto`, as ONNX's conformance cases have them.
  ///
  /// @throws MalformedModelException if it is none
  public static NdArray readArray(Path file) throws IOException {
    return OnnxModelReader.array(mapped(file));
  }

  private static ByteBuffer mapped(Path file) throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      if (in.size() > Integer.MAX_VALUE) {
        throw new MalformedModelException(
            "an ONNX file must be smaller than 2 GB, with larger tensors in a file beside it: "
                + in.size());
      }
      return in.map(FileChannel.MapMode.READ_ONLY, 0, in.size());
    }
  }
}
