package dev.seedbed.check.graph;

import dev.seedbed.graph.Convolution.Conv;
import dev.seedbed.graph.Convolution.ConvTranspose;
import dev.seedbed.graph.Gathering.Gather;
import dev.seedbed.graph.Gemm;
import dev.seedbed.graph.MatMul;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Operator;
import dev.seedbed.graph.Recurrence;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.graph.WindowSpec;
import dev.seedbed.init.Kernel;
import java.util.Optional;

/// An operator with weights, and what follows it in the network: pre-activations z = weights ·
/// input + bias, normalised if a normalisation follows, and activations a = f(z).
///
/// @param name its path in the network
/// @param node the operator
/// @param input which of its inputs the weights are
/// @param weight the tensor that they are, or are made of by changes of type, shape and order
/// @param bias the tensor that is added to each unit; empty if there is none
/// @param scale γ of the normalisation of z; empty if there is none
/// @param x the value that the weights are applied to
/// @param z a value of the graph
/// @param a a value of the graph; z itself if no function of single elements follows
/// @param activation f
public record WeightedNode(
    String name,
    Node node,
    int input,
    String weight,
    Optional<String> bias,
    Optional<String> scale,
    String x,
    String z,
    String a,
    ElementFunction activation) {

  private Operator operator() {
    return node.operator().orElseThrow();
  }

  /// The axis of z along which its units lie: channels, features, or states of one direction.
  public int unitAxis(TensorShape z) {
    return operator() instanceof Conv || operator() instanceof ConvTranspose
        ? Math.min(1, z.rank() - 1)
        : operator() instanceof MatMul && input == 0 ? Math.max(0, z.rank() - 2) : z.rank() - 1;
  }

  /// The weights as schemes see them; empty of weights that are none of a layer we know.
  ///
  /// @param shape of the weights as the operator gets them
  public Optional<Kernel> kernel(TensorShape shape) {
    if (shape.elements() == 0) {
      return Optional.empty();
    }
    int rank = shape.rank();
    return switch (operator()) {
      case Gemm gemm when rank == 2 -> {
        boolean transposed = input == 0 ? !gemm.transA() : gemm.transB();
        yield Optional.of(Kernel.dense(shape.length(transposed ? 1 : 0), units(shape, transposed)));
      }
      case MatMul _ when rank == 2 ->
          Optional.of(Kernel.dense(shape.length(input == 0 ? 1 : 0), units(shape, input == 0)));
      case MatMul _ when rank == 3 ->
          Optional.of(Kernel.stack(shape.length(0), shape.length(1), shape.length(2)));
      case Conv(WindowSpec window, int group) when rank >= 3 -> {
        int taps = shape.elements(2, rank);
        int stride = stride(window);
        yield Optional.of(
            shape.length(1) == 1 && group > 1
                ? Kernel.depthwise(group, shape.length(0) / group, taps, stride)
                : Kernel.convolution(
                    shape.length(1) * group, shape.length(0), taps, group, stride));
      }
      case ConvTranspose conv when rank >= 3 ->
          Optional.of(
              Kernel.transposedConvolution(
                  shape.length(0),
                  shape.length(1) * conv.group(),
                  shape.elements(2, rank),
                  conv.group(),
                  stride(conv.window())));
      case Gather _ when rank == 2 ->
          Optional.of(Kernel.embedding(shape.length(0), shape.length(1)));
      case Recurrence recurrence when rank == 3 ->
          Optional.of(
              Kernel.gates(
                  shape.length(0) * recurrence.gates(),
                  shape.length(2),
                  shape.length(1) / recurrence.gates()));
      default -> Optional.empty();
    };
  }

  private static int units(TensorShape shape, boolean transposed) {
    return shape.length(transposed ? 0 : 1);
  }

  private static int stride(WindowSpec window) {
    return Math.toIntExact(window.strides().stream().reduce(1L, (one, other) -> one * other));
  }

  /// ONNX's name of the operator.
  public String type() {
    return operator().name();
  }
}
