package dev.seedbed.bench.train;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.seedbed.network.Tensor;
import java.util.ArrayList;
import java.util.List;

/// DJL as its documentation teaches it: a model of blocks and its trainer, in a loop of its own (so
/// without what `EasyTrain` spends on listeners and splitting minibatches).
final class DjlTrainer implements Contestant {
  private final Problem problem;
  private final NDManager manager = NDManager.newBaseManager();
  private final Model model;
  private final Trainer trainer;
  private final DjlMinibatches minibatches;
  private int next;

  DjlTrainer(Problem problem) {
    this.problem = problem;
    List<Integer> widths = problem.task().widths();
    var block = new SequentialBlock();
    for (int l = 1; l < widths.size(); l++) {
      if (l > 1) {
        block.add(Activation.tanhBlock());
      }
      block.add(Linear.builder().setUnits(widths.get(l)).build());
    }
    this.model = Model.newInstance("bench");
    model.setBlock(block);
    Optimizer sgd =
        Optimizer.sgd()
            .setLearningRateTracker(Tracker.fixed((float) Case.OPTIMIZER.learningRate()))
            .optMomentum((float) Case.OPTIMIZER.momentum())
            .optWeightDecays((float) Case.OPTIMIZER.weightDecay())
            .build();
    this.trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(sgd)
                .optDevices(new Device[] {Device.cpu()}));
    trainer.initialize(new Shape(problem.task().minibatch(), widths.getFirst()));
    List<Tensor> start = problem.start().tensors();
    List<NDArray> arrays = arrays();
    for (int i = 0; i < arrays.size(); i++) {
      arrays.get(i).set(start.get(i).values());
    }
    this.minibatches = DjlMinibatches.of(problem, manager);
  }

  private List<NDArray> arrays() {
    return model.getBlock().getParameters().values().stream().map(Parameter::getArray).toList();
  }

  @Override
  public void train(int steps) {
    for (int i = 0; i < steps; i++) {
      try (NDManager step = manager.newSubManager();
          GradientCollector collector = trainer.newGradientCollector()) {
        var data = new NDList(minibatches.inputs().get(next));
        var labels = new NDList(minibatches.labels().get(next));
        // What is computed from an array belongs to that array's manager.
        data.tempAttach(step);
        labels.tempAttach(step);
        NDArray loss = trainer.getLoss().evaluate(labels, trainer.forward(data));
        collector.backward(loss);
        trainer.step();
      }
      next = (next + 1) % problem.minibatches();
    }
  }

  @Override
  public void useThreads(int threads) {
    JniUtils.setNumThreads(threads);
  }

  @Override
  public List<Tensor> parameters() {
    var tensors = new ArrayList<Tensor>();
    List<NDArray> arrays = arrays();
    List<Tensor> start = problem.start().tensors();
    for (int i = 0; i < arrays.size(); i++) {
      tensors.add(
          new Tensor(start.get(i).name(), start.get(i).shape(), arrays.get(i).toFloatArray()));
    }
    return tensors;
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
    manager.close();
  }
}
