package dev.seedbed.bench.check.graph;

import dev.seedbed.bench.check.graph.PlannedTensor.Order;
import dev.seedbed.graph.BinaryFunction;
import dev.seedbed.graph.UnaryFunction;
import dev.seedbed.init.Kernel;
import dev.seedbed.tensor.Activation;

/// Networks of rows of numbers that are no chains, or whose functions no chain has.
final class RowArchitectures {
  private static final int WIDTH = 32;
  private static final double FREQUENCY = 30;
  private static final Activation NONE = Layers.NONE;

  private RowArchitectures() {}

  /// Whether a residual branch has a factor that is learnt. Bachlechner et al. 2021,
  /// arXiv:2003.04887; De & Smith 2020, arXiv:2002.10444.
  enum BranchFactor {
    NONE,
    LEARNT
  }

  /// Blocks x + W₂ f(W₁ x + b₁) + b₂.
  static Architecture residual(int blocks, BranchFactor factor) {
    return plan -> {
      var layers = new Layers(plan);
      String x = GraphTask.INPUT;
      for (int b = 1; b <= blocks; b++) {
        String path = "block" + b;
        String y = layers.dense(path + "/first", x, WIDTH, WIDTH, Role.BRANCH, NONE, plan.f());
        y = layers.active(path, y);
        y = layers.dense(path + "/second", y, WIDTH, WIDTH, Role.BRANCH_END, plan.f(), NONE);
        if (factor == BranchFactor.LEARNT) {
          String alpha =
              plan.weight(
                  path + "/factor",
                  Role.END_SCALE,
                  Kernel.normalisation(1),
                  Order.UNITS_FIRST,
                  NONE,
                  NONE,
                  1);
          y = plan.node(path + "/scaled", new BinaryFunction.Mul(), y, alpha);
        }
        x = layers.added(path, x, y);
      }
      return layers.dense("head", x, WIDTH, plan.task().outputs(), Role.HEAD, NONE, NONE);
    };
  }

  /// Dense layers with a layer normalisation before f.
  static Architecture normalized(int depth) {
    return plan -> {
      var layers = new Layers(plan);
      String x = GraphTask.INPUT;
      Activation before = NONE;
      for (int l = 1; l <= depth; l++) {
        String path = "layer" + l;
        String z = layers.dense(path, x, WIDTH, WIDTH, Role.HIDDEN, before, NONE);
        z = layers.layerNormalized(path + "/norm", z, WIDTH, Role.SCALE, plan.f());
        x = layers.active(path, z);
        before = plan.f();
      }
      return layers.dense("head", x, WIDTH, plan.task().outputs(), Role.HEAD, before, NONE);
    };
  }

  /// Layers of sines: sin(30 (W x + b)). Sitzmann et al. 2020, arXiv:2006.09661.
  ///
  /// @param depth all layers, the last, which is linear, included
  static Architecture sines(int depth) {
    return plan -> {
      var layers = new Layers(plan);
      String x = GraphTask.INPUT;
      int in = plan.task().length(1);
      String frequency = plan.number("frequency", FREQUENCY);
      for (int l = 1; l < depth; l++) {
        String path = "layer" + l;
        String z = layers.dense(path, x, in, WIDTH, Role.HIDDEN, NONE, plan.f());
        String wide = plan.node(path + "/wide", new BinaryFunction.Mul(), z, frequency);
        x = plan.node(path + "/sine", new UnaryFunction.Sin(), wide);
        in = WIDTH;
      }
      return layers.dense("head", x, in, plan.task().outputs(), Role.HEAD, NONE, NONE);
    };
  }
}
