package dev.seedbed.io.chain;

import dev.seedbed.io.chain.LayerDraft.WeightMatrix;
import dev.seedbed.io.weights.OnnxNode;
import dev.seedbed.io.weights.Quoted;
import dev.seedbed.kernel.Panels;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Finds the weights and the bias of the operators that multiply by a matrix: Gemm and MatMul.
final class DenseReader {
  private final Constants constants;

  DenseReader(Constants constants) {
    this.constants = constants;
  }

  /// The weights by which the node multiplies `value`.
  WeightMatrix weight(OnnxNode node, String value) throws Obstacle {
    List<String> inputs = node.inputs();
    if (inputs.size() < 2 || !inputs.getFirst().equals(value)) {
      throw new Obstacle(
          "%s multiplies weights by rows, not rows by weights".formatted(node.title()));
    }
    if (inputs.get(1).equals(value)) {
      throw new Obstacle("%s multiplies two computed values".formatted(node.title()));
    }
    if (node.number("transA", 0) != 0) {
      throw new Obstacle("%s exchanges rows and columns of its inputs".formatted(node.title()));
    }
    if (node.real("alpha", 1) != 1 || (hasBias(node) && node.real("beta", 1) != 1)) {
      throw new Obstacle(
          "%s must have alpha and beta 1: %s and %s"
              .formatted(node.title(), node.real("alpha", 1), node.real("beta", 1)));
    }
    Constant weight =
        constants
            .tensor(inputs.get(1))
            .orElseThrow(() ->
                new Obstacle(
                    "%s has weights that are no tensor of real numbers: '%s'"
                        .formatted(node.title(), Quoted.of(inputs.get(1)))));
    return matrix(node, weight);
  }

  private static WeightMatrix matrix(OnnxNode node, Constant weight) throws Obstacle {
    long[] shape = weight.shape();
    boolean matrix =
        shape.length == 2
            && Math.min(shape[0], shape[1]) > 0
            && Math.max(shape[0], shape[1]) <= Integer.MAX_VALUE;
    if (!matrix) {
      throw new Obstacle(
          "%s must have weights of two axes, none empty: %s"
              .formatted(node.title(), Arrays.toString(shape)));
    }
    boolean inFirst = node.number("transB", 0) == 0;
    int fanIn = (int) (inFirst ? shape[0] : shape[1]);
    int fanOut = (int) (inFirst ? shape[1] : shape[0]);
    if (Panels.paddedLength(fanOut) > Integer.MAX_VALUE / 2 / fanIn) {
      throw new Obstacle(
          "%s must have fewer than 2^30 weights: %d x %d".formatted(node.title(), fanIn, fanOut));
    }
    return new WeightMatrix(weight, fanIn, fanOut, inFirst != weight.swapped());
  }

  private static boolean hasBias(OnnxNode node) {
    return node.inputs().size() > 2 && !node.inputs().get(2).isEmpty();
  }

  /// The bias that the node adds itself.
  Optional<Constant> bias(OnnxNode node, WeightMatrix weight) throws Obstacle {
    if (!hasBias(node)) {
      return Optional.empty();
    }
    Optional<Constant> bias =
        constants.tensor(node.inputs().get(2)).filter(it -> it.isRow(weight.fanOut()));
    if (bias.isEmpty()) {
      throw new Obstacle(
          "%s must have a bias for each of %d units: '%s'"
              .formatted(node.title(), weight.fanOut(), Quoted.of(node.inputs().get(2))));
    }
    return bias;
  }
}
