package dev.seedbed.bench.train;

import dev.seedbed.network.Network;
import dev.seedbed.network.Tensor;
import dev.seedbed.train.Sgd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import smile.classification.MLP;
import smile.model.mlp.Layer;
import smile.model.mlp.LayerBuilder;
import smile.model.mlp.OutputFunction;
import smile.util.IntSet;
import smile.util.function.TimeFunction;

/// Smile's multilayer perceptron, which computes in float too, but row by row, with the system's
/// OpenBLAS.
///
/// Its weight decay scales the weights after each step, w ← (1 − 2·learningRate·λ)·w, and does not
/// go through the momentum; λ is set so that a step takes off as much as without momentum. Its loss
/// is not computed: no part of its API gives it while training.
final class SmileContestant implements Contestant {
  private final Problem problem;
  private final Perceptron perceptron;
  private final double[][][] inputs;
  private final int[][] labels;
  private int next;

  SmileContestant(Problem problem) {
    this.problem = problem;
    this.perceptron = new Perceptron(problem.task());
    perceptron.set(problem.start().tensors());
    int minibatch = problem.task().minibatch();
    this.inputs = new double[problem.minibatches()][minibatch][];
    this.labels = new int[problem.minibatches()][];
    for (int i = 0; i < inputs.length; i++) {
      for (int j = 0; j < minibatch; j++) {
        float[] row = problem.input(i * minibatch + j);
        inputs[i][j] = IntStream.range(0, row.length).mapToDouble(k -> row[k]).toArray();
      }
      labels[i] = Arrays.copyOfRange(problem.labels(), i * minibatch, (i + 1) * minibatch);
    }
  }

  @Override
  public void train(int steps) {
    for (int i = 0; i < steps; i++) {
      perceptron.update(inputs[next], labels[next]);
      next = (next + 1) % problem.minibatches();
    }
  }

  @Override
  public List<Tensor> parameters() {
    return perceptron.parameters();
  }

  @Override
  public void close() {
    perceptron.close();
  }

  /// Opens what the library keeps for subclasses.
  private static final class Perceptron extends MLP {
    private static final long serialVersionUID = 1;

    Perceptron(Case task) {
      super(IntSet.of(task.widths().getLast()), builders(task.widths()));
      Sgd optimizer = Case.OPTIMIZER;
      setLearningRate(TimeFunction.constant(optimizer.learningRate()));
      setMomentum(TimeFunction.constant(optimizer.momentum()));
      setWeightDecay(optimizer.weightDecay() / 2);
    }

    private static LayerBuilder[] builders(List<Integer> widths) {
      var builders = new ArrayList<LayerBuilder>();
      builders.add(Layer.input(widths.getFirst()));
      for (int width : widths.subList(1, widths.size() - 1)) {
        builders.add(Layer.tanh(width));
      }
      builders.add(Layer.mle(widths.getLast(), OutputFunction.SOFTMAX));
      return builders.toArray(LayerBuilder[]::new);
    }

    /// The layers that have weights.
    private List<Layer> layers() {
      var layers = new ArrayList<>(Arrays.asList(net).subList(1, net.length));
      layers.add(output);
      return layers;
    }

    void set(List<Tensor> tensors) {
      for (int l = 0; l < layers().size(); l++) {
        Layer layer = layers().get(l);
        int in = layer.getInputSize();
        for (int i = 0; i < layer.getOutputSize(); i++) {
          layer.bias().set(i, tensors.get(2 * l + 1).values()[i]);
          for (int j = 0; j < in; j++) {
            layer.weight().set(i, j, tensors.get(2 * l).values()[i * in + j]);
          }
        }
      }
    }

    List<Tensor> parameters() {
      var tensors = new ArrayList<Tensor>();
      for (int l = 0; l < layers().size(); l++) {
        Layer layer = layers().get(l);
        int in = layer.getInputSize();
        int out = layer.getOutputSize();
        float[] weight = new float[out * in];
        float[] bias = new float[out];
        for (int i = 0; i < out; i++) {
          bias[i] = (float) layer.bias().get(i);
          for (int j = 0; j < in; j++) {
            weight[i * in + j] = (float) layer.weight().get(i, j);
          }
        }
        tensors.add(new Tensor(Network.weightPath(l), new int[] {out, in}, weight));
        tensors.add(new Tensor(Network.biasPath(l), new int[] {out}, bias));
      }
      return tensors;
    }
  }
}
