package dev.seedbed.bench.train;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.seedbed.network.Layer;
import dev.seedbed.network.Network;
import dev.seedbed.network.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/// Several networks of one shape in one graph, as a skilled user of PyTorch would train them: each
/// from a start of its own, all on the same minibatches. Their first layers are one wide layer, the
/// others batched products.
final class DjlFused implements DjlGraph {
  private final Problem problem;
  private final int networks;
  private final DjlMinibatches minibatches;
  private final List<PtNDArray> parameters = new ArrayList<>();

  DjlFused(Problem problem, int networks, NDManager manager) {
    this.problem = problem;
    this.networks = networks;
    this.minibatches = DjlMinibatches.of(problem, manager);
    List<Network> starts =
        IntStream.range(0, networks).mapToObj(seed -> Problem.start(problem.task(), seed)).toList();
    for (int l = 0; l < layers(); l++) {
      int layer = l;
      List<Layer> ofAll = starts.stream().map(start -> start.layers().get(layer)).toList();
      int in = problem.task().widths().get(l);
      int out = problem.task().widths().get(l + 1);
      float[] weights = new float[networks * in * out];
      float[] biases = new float[networks * out];
      for (int n = 0; n < networks; n++) {
        for (int j = 0; j < out; j++) {
          biases[n * out + j] = ofAll.get(n).bias()[j];
          for (int i = 0; i < in; i++) {
            weights[at(l, n, i, j)] = ofAll.get(n).weight().get(i, j);
          }
        }
      }
      boolean first = l == 0;
      parameters.add(
          (PtNDArray)
              manager.create(
                  weights,
                  first ? new Shape((long) networks * out, in) : new Shape(networks, in, out)));
      parameters.add(
          (PtNDArray)
              manager.create(
                  biases, first ? new Shape((long) networks * out) : new Shape(networks, 1, out)));
    }
  }

  private int layers() {
    return problem.task().widths().size() - 1;
  }

  /// Where the weight from input `i` to output `j` of layer `l` of network `n` stands.
  private int at(int l, int n, int i, int j) {
    int in = problem.task().widths().get(l);
    int out = problem.task().widths().get(l + 1);
    return l == 0 ? (n * out + j) * in + i : (n * in + i) * out + j;
  }

  @Override
  public List<PtNDArray> parameters() {
    return parameters;
  }

  @Override
  public PtNDArray loss(int minibatch, Deque<PtNDArray> made) {
    int rows = problem.task().minibatch();
    made.push(
        JniUtils.linear(minibatches.inputs().get(minibatch), parameters.get(0), parameters.get(1)));
    long out = problem.task().widths().get(1);
    made.push(JniUtils.reshape(made.element(), new long[] {rows, networks, out}));
    made.push(JniUtils.transpose(made.element(), 0, 1));
    for (int p = 2; p < parameters.size(); p += 2) {
      made.push(JniUtils.tanh(made.element()));
      made.push(JniUtils.bmm(made.element(), parameters.get(p)));
      made.push(JniUtils.add(made.element(), parameters.get(p + 1)));
    }
    made.push(JniUtils.logSoftmax(made.element(), 2, DataType.FLOAT32));
    made.push(JniUtils.mul(made.element(), minibatches.weights().get(minibatch)));
    made.push(JniUtils.sum(made.element()));
    return made.element();
  }

  @Override
  public List<Tensor> network() {
    var tensors = new ArrayList<Tensor>();
    List<Tensor> names = problem.start().tensors();
    int n = networks - 1;
    for (int l = 0; l < layers(); l++) {
      int in = problem.task().widths().get(l);
      int out = problem.task().widths().get(l + 1);
      float[] all = parameters.get(2 * l).toFloatArray();
      float[] weights = new float[out * in];
      for (int j = 0; j < out; j++) {
        for (int i = 0; i < in; i++) {
          weights[j * in + i] = all[at(l, n, i, j)];
        }
      }
      float[] biases = parameters.get(2 * l + 1).toFloatArray();
      tensors.add(new Tensor(names.get(2 * l).name(), names.get(2 * l).shape(), weights));
      tensors.add(
          new Tensor(
              names.get(2 * l + 1).name(),
              names.get(2 * l + 1).shape(),
              Arrays.copyOfRange(biases, n * out, (n + 1) * out)));
    }
    return tensors;
  }
}
