package dev.seedbed.bench.train;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.seedbed.network.Tensor;
import dev.seedbed.train.Sgd;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// DJL with as little as possible between Java and PyTorch: a loop over arrays that calls what
/// DJL's own arrays call, closes what a step makes, and updates in place.
///
/// It does without `GradientCollector` because there can be but one in a process at a time, so that
/// two trials could not run beside each other.
final class DjlByHand implements Contestant {

  /// How the weights are updated.
  enum Update {
    /// The call that `Optimizer.sgd()` makes for each parameter, then zeroes for the gradient.
    FUSED {
      @Override
      void step(PtNDArray w, PtNDArray gradient, PtNDArray velocity) {
        Sgd sgd = Case.OPTIMIZER;
        JniUtils.sgdUpdate(
            w,
            gradient,
            velocity,
            (float) sgd.learningRate(),
            (float) sgd.weightDecay(),
            1,
            -1,
            (float) sgd.momentum());
        JniUtils.zeroGrad(w);
      }
    },

    /// The gradient is the velocity too: instead of being zeroed it is scaled by the momentum, and
    /// the next step's gradient is added to it. Two passes over memory fewer.
    IN_PLACE {
      @Override
      void step(PtNDArray w, PtNDArray gradient, PtNDArray velocity) {
        Sgd sgd = Case.OPTIMIZER;
        try (PtNDArray decay = w.mul((float) sgd.weightDecay())) {
          gradient.addi(decay);
        }
        try (PtNDArray way = gradient.mul((float) sgd.learningRate())) {
          w.subi(way);
        }
        gradient.muli((float) sgd.momentum());
      }
    };

    abstract void step(PtNDArray w, PtNDArray gradient, PtNDArray velocity);
  }

  private final Problem problem;
  private final Update update;
  private final NDManager manager = NDManager.newBaseManager();
  private final DjlMinibatches minibatches;
  private final PtNDArray one = (PtNDArray) manager.create(1f);
  private final List<PtNDArray> parameters = new ArrayList<>();
  private final List<PtNDArray> gradients = new ArrayList<>();
  private final List<PtNDArray> velocities = new ArrayList<>();
  private final Deque<PtNDArray> made = new ArrayDeque<>();
  private int next;

  DjlByHand(Problem problem, Update update) {
    this.problem = problem;
    this.update = update;
    this.minibatches = DjlMinibatches.of(problem, manager);
    for (Tensor tensor : problem.start().tensors()) {
      long[] sizes = new long[tensor.shape().length];
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = tensor.shape()[i];
      }
      var shape = new Shape(sizes);
      var parameter = (PtNDArray) manager.create(tensor.values(), shape);
      JniUtils.attachGradient(parameter, true);
      parameters.add(parameter);
      velocities.add((PtNDArray) manager.zeros(shape));
    }
  }

  @Override
  public void train(int steps) {
    for (int i = 0; i < steps; i++) {
      JniUtils.setGradMode(true);
      JniUtils.backward(loss(), one, false, false);
      JniUtils.setGradMode(false);
      if (gradients.isEmpty()) {
        // There are none before the first step; later ones are added to the same arrays.
        parameters.forEach(parameter -> gradients.add(JniUtils.getGradient(parameter)));
      }
      while (!made.isEmpty()) {
        made.pop().close();
      }
      for (int p = 0; p < parameters.size(); p++) {
        update.step(parameters.get(p), gradients.get(p), velocities.get(p));
      }
      next = (next + 1) % problem.minibatches();
    }
  }

  private PtNDArray loss() {
    PtNDArray a = minibatches.inputs().get(next);
    for (int p = 0; p < parameters.size(); p += 2) {
      PtNDArray z = keep(JniUtils.linear(a, parameters.get(p), parameters.get(p + 1)));
      boolean last = p + 2 == parameters.size();
      a = keep(last ? JniUtils.logSoftmax(z, 1, DataType.FLOAT32) : JniUtils.tanh(z));
    }
    PtNDArray parts = keep(JniUtils.mul(a, minibatches.weights().get(next)));
    return keep(JniUtils.sum(parts));
  }

  private PtNDArray keep(PtNDArray array) {
    made.push(array);
    return array;
  }

  @Override
  public void useThreads(int threads) {
    JniUtils.setNumThreads(threads);
  }

  @Override
  public List<Tensor> parameters() {
    var tensors = new ArrayList<Tensor>();
    List<Tensor> start = problem.start().tensors();
    for (int i = 0; i < start.size(); i++) {
      tensors.add(
          new Tensor(start.get(i).name(), start.get(i).shape(), parameters.get(i).toFloatArray()));
    }
    return tensors;
  }

  @Override
  public void close() {
    manager.close();
  }
}
