package dev.seedbed.io.weights;

import static dev.seedbed.io.weights.Onnx.FLOAT;
import static dev.seedbed.io.weights.Onnx.attribute;
import static dev.seedbed.io.weights.Onnx.floats;
import static dev.seedbed.io.weights.Onnx.input;
import static dev.seedbed.io.weights.Onnx.model;
import static dev.seedbed.io.weights.Onnx.node;
import static dev.seedbed.io.weights.Onnx.output;
import static dev.seedbed.io.weights.Onnx.raw;
import static dev.seedbed.io.weights.Onnx.tensor;
import static dev.seedbed.io.weights.Onnx.wholes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.io.weights.Role.Constant;
import dev.seedbed.io.weights.Role.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What operators say of the tensors that they use.
class OnnxRolesTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  @TempDir private Path folder = Path.of("");

  private Map<String, Role> roles(byte[]... graph) throws IOException {
    Path file = Files.write(folder.resolve("model.onnx"), model(graph));
    var roles = new HashMap<String, Role>();
    WeightFile.read(file).tensors().forEach(tensor -> roles.put(tensor.name(), tensor.role()));
    return roles;
  }

  private static byte[] ones(String name, long... shape) {
    int count = 1;
    for (long length : shape) {
      count *= (int) length;
    }
    float[] values = new float[count];
    Arrays.fill(values, 1);
    return floats(name, shape, values);
  }

  private static byte[] constant(String name, long[] shape, float... values) {
    return node(
        "Constant", "", name, Onnx.tensorAttribute("value", tensor("", FLOAT, shape, raw(values))));
  }

  @Test
  void layers_byTheInputsOfTheirOperators() throws IOException {
    assertThat(
            roles(
                node("Conv", "x,conv,conv_b", "a"),
                node("BatchNormalization", "a,g,b,m,v", "c"),
                node("PRelu", "c,slope", "d"),
                node("Gather", "table,ids", "e"),
                node("LSTM", "e,w,r,lb,,h0,c0", "f"),
                node("Clip", "f,low,high", "y"),
                ones("conv", 2, 1, 3, 3),
                ones("conv_b", 2),
                ones("g", 2),
                ones("b", 2),
                ones("m", 2),
                ones("v", 2),
                ones("slope", 2),
                ones("table", 5, 4),
                wholes("ids", 1),
                ones("w", 1, 8, 4),
                ones("r", 1, 8, 2),
                ones("lb", 1, 16),
                ones("h0", 1, 1, 2),
                ones("c0", 1, 1, 2),
                floats("low", new long[0], -INFINITY),
                floats("high", new long[0], INFINITY),
                ones("unused", 3, 3),
                input("x", 1, 1, 9, 9),
                output("y", 1)))
        .containsEntry("conv", Parameter.WEIGHT)
        .containsEntry("conv_b", Parameter.BIAS)
        .containsEntry("g", Parameter.SCALE)
        .containsEntry("b", Parameter.SHIFT)
        .containsEntry("m", new Constant("running mean"))
        .containsEntry("v", new Constant("running variance"))
        .containsEntry("slope", Parameter.OTHER)
        .containsEntry("table", Parameter.WEIGHT)
        .containsEntry("w", Parameter.WEIGHT)
        .containsEntry("r", Parameter.WEIGHT)
        .containsEntry("lb", Parameter.BIAS)
        .containsEntry("h0", new Constant("first state of LSTM"))
        .containsEntry("c0", new Constant("first state of LSTM"))
        .containsEntry("low", new Constant("input 1 of Clip"))
        .containsEntry("high", new Constant("input 2 of Clip"))
        .containsEntry("ids", new Constant("input 1 of Gather"))
        .containsEntry("unused", new Constant("no operator uses it"));
  }

  /// (x − mean) / √(variance + ε) · γ + β, as older exporters write a layer normalisation.
  @Test
  void layerNormalisationTakenApart_scaleAndShift() throws IOException {
    assertThat(
            roles(
                node("ReduceMean", "x", "mean"),
                node("Sub", "x,mean", "centred"),
                node("Pow", "centred,two", "square"),
                node("ReduceMean", "square", "variance"),
                node("Add", "variance,eps", "positive"),
                node("Sqrt", "positive", "root"),
                node("Div", "centred,root", "normal"),
                node("Mul", "normal,gamma", "scaled"),
                node("Add", "scaled,beta", "y"),
                constant("two", new long[0], 2),
                constant("eps", new long[0], 1e-5f),
                ones("gamma", 4),
                ones("beta", 4),
                input("x", 1, 4),
                output("y", 1, 4)))
        .containsEntry("gamma", Parameter.SCALE)
        .containsEntry("beta", Parameter.SHIFT)
        .containsEntry("two", new Constant("input 1 of Pow"))
        .containsEntry("eps", new Constant("a node Constant"));
  }

  /// Attention with a mask: only the projections and their biases are learned.
  @Test
  void attention_maskAndFactor_areConstants() throws IOException {
    assertThat(
            roles(
                node("MatMul", "x,q", "a"),
                node("Add", "q_bias,a", "b"),
                node("Transpose", "b", "t", attribute("perm", new long[] {0, 2, 1})),
                node("MatMul", "b,t", "scores"),
                node("Mul", "scores,factor", "small"),
                node("Add", "small,causal", "masked"),
                node("Add", "masked,finite", "masked2"),
                node("Softmax", "masked2", "y"),
                ones("q", 2, 2),
                ones("q_bias", 2),
                floats("factor", new long[0], 0.5f),
                floats("causal", new long[] {2, 2}, 0, -INFINITY, 0, 0),
                floats("finite", new long[] {2, 2}, 0, -10000, 0, 0),
                input("x", 1, 2, 2),
                output("y", 1, 2, 2)))
        .containsEntry("q", Parameter.WEIGHT)
        .containsEntry("q_bias", Parameter.BIAS)
        .containsEntry("factor", new Constant("input 1 of Mul"))
        .containsEntry("causal", new Constant("a mask, by its numbers"))
        .containsEntry("finite", new Constant("a mask, by its numbers"));
  }

  /// Gates that are reordered, a bias in another shape, positions, and a token in front.
  @Test
  void passages_leadToTheOperatorThatTells() throws IOException {
    assertThat(
            roles(
                node("Slice", "weight_ih,from,to", "gate1"),
                node("Slice", "weight_ih,from,to", "gate2"),
                node("Concat", "gate1,gate2", "gates"),
                node("Unsqueeze", "gates,from", "w"),
                node("LSTM", "x,w,r", "h"),
                node("Reshape", "bias,to", "row"),
                node("Conv", "h,conv", "c"),
                node("Add", "c,row", "d"),
                node("Expand", "token,to", "tokens"),
                node("Concat", "tokens,d", "e"),
                node("Add", "e,pos_embed", "y"),
                ones("weight_ih", 8, 4),
                ones("r", 1, 8, 2),
                ones("bias", 2),
                ones("conv", 2, 1, 3, 3),
                floats("token", new long[] {1, 1, 2}, 0.1f, 0.2f),
                floats("pos_embed", new long[] {1, 2, 2}, 1, 2, 3, 4),
                wholes("from", 0),
                wholes("to", 4),
                input("x", 1, 2, 2),
                output("y", 1, 2, 2)))
        .containsEntry("weight_ih", Parameter.WEIGHT)
        .containsEntry("bias", Parameter.BIAS)
        .containsEntry("token", Parameter.OTHER)
        .containsEntry("pos_embed", Parameter.OTHER)
        .containsEntry("from", new Constant("input 1 of Slice"));
  }

  /// A hostile graph that goes round in circles ends.
  @Test
  void circles_end() throws IOException {
    assertThat(
            roles(
                node("Identity", "w,b", "a"),
                node("Identity", "a", "b"),
                node("Concat", "a,b,w", "a"),
                ones("w", 2, 2),
                output("a", 1)))
        .containsEntry("w", Parameter.OTHER);
  }
}
