package dev.seedbed.bench.train;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.seedbed.network.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/// One network.
final class DjlNetwork implements DjlGraph {
  private final Problem problem;
  private final DjlMinibatches minibatches;
  private final List<PtNDArray> parameters = new ArrayList<>();

  DjlNetwork(Problem problem, NDManager manager) {
    this.problem = problem;
    this.minibatches = DjlMinibatches.of(problem, manager);
    for (Tensor tensor : problem.start().tensors()) {
      long[] sizes = Arrays.stream(tensor.shape()).asLongStream().toArray();
      parameters.add((PtNDArray) manager.create(tensor.values(), new Shape(sizes)));
    }
  }

  @Override
  public List<PtNDArray> parameters() {
    return parameters;
  }

  @Override
  public PtNDArray loss(int minibatch, Deque<PtNDArray> made) {
    PtNDArray a = minibatches.inputs().get(minibatch);
    for (int p = 0; p < parameters.size(); p += 2) {
      made.push(JniUtils.linear(a, parameters.get(p), parameters.get(p + 1)));
      boolean last = p + 2 == parameters.size();
      made.push(
          last
              ? JniUtils.logSoftmax(made.element(), 1, DataType.FLOAT32)
              : JniUtils.tanh(made.element()));
      a = made.element();
    }
    made.push(JniUtils.mul(a, minibatches.weights().get(minibatch)));
    made.push(JniUtils.sum(made.element()));
    return made.element();
  }

  @Override
  public List<Tensor> network() {
    var tensors = new ArrayList<Tensor>();
    List<Tensor> start = problem.start().tensors();
    for (int i = 0; i < start.size(); i++) {
      tensors.add(
          new Tensor(start.get(i).name(), start.get(i).shape(), parameters.get(i).toFloatArray()));
    }
    return tensors;
  }
}
