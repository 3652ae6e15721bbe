package dev.seedbed.bench.train;

import ai.djl.ndarray.NDManager;
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

  private final int minibatches;
  private final Update update;
  private final NDManager manager = NDManager.newBaseManager();
  private final DjlGraph graph;
  private final PtNDArray one = (PtNDArray) manager.create(1f);
  private final List<PtNDArray> gradients = new ArrayList<>();
  private final List<PtNDArray> velocities = new ArrayList<>();
  private final Deque<PtNDArray> made = new ArrayDeque<>();
  private int next;

  /// One network.
  DjlByHand(Problem problem, Update update) {
    this(problem, update, 1);
  }

  /// So many networks in one graph.
  DjlByHand(Problem problem, Update update, int networks) {
    this.minibatches = problem.minibatches();
    this.update = update;
    this.graph =
        networks == 1 ? new DjlNetwork(problem, manager) : new DjlFused(problem, networks, manager);
    for (PtNDArray parameter : graph.parameters()) {
      JniUtils.attachGradient(parameter, true);
      velocities.add((PtNDArray) manager.zeros(parameter.getShape()));
    }
  }

  @Override
  public void train(int steps) {
    List<PtNDArray> parameters = graph.parameters();
    for (int i = 0; i < steps; i++) {
      JniUtils.setGradMode(true);
      JniUtils.backward(graph.loss(next, made), one, false, false);
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
      next = (next + 1) % minibatches;
    }
  }

  @Override
  public void useThreads(int threads) {
    JniUtils.setNumThreads(threads);
  }

  @Override
  public List<Tensor> parameters() {
    return graph.network();
  }

  @Override
  public void close() {
    manager.close();
  }
}
