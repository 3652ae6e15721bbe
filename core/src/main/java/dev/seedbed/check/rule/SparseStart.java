package dev.seedbed.check.rule;

import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.measure.TensorMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import dev.seedbed.tensor.Activation;
import java.util.List;
import java.util.stream.IntStream;

/// The lecture's large negative biases, which keep units off: sound if they are meant.
final class SparseStart implements RunRule, TensorRule {
  /// A mean bias so low makes a sigmoid unit sparse.
  static final Threshold SPARSE = Threshold.below(-3, Source.BENCHMARK);

  /// And one so low leaves a unit off that is not meant to be sparse: pre-activations of standard
  /// deviation 1 never reach 0. The lowest of published starts that are not meant to be sparse is
  /// −6.9, the logarithm of the odds of a class of probability 0.001 (Lin et al. 2017,
  /// arXiv:1708.02002, section 4.1, has −4.6), and of Mamba's steps. The lecture's sparse start has
  /// −10.
  static final Threshold OFF = Threshold.atMost(-8, Source.PUBLISHED);

  @Override
  public Rule rule() {
    return Rule.SPARSE_START;
  }

  /// Sigmoid units that large negative biases keep off.
  static boolean isSparse(LayerMeasurement layer) {
    return layer.activation() instanceof Activation.Sigmoid
        && SPARSE.isMet(layer.biases().mean())
        && layer.biases().max() < SPARSE.bound() / 2;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    return IntStream.range(0, start.layers().size())
        .filter(l -> Saturation.isLookedAt(start, l) && isSparse(start.layers().get(l)))
        .mapToObj(l -> {
          LayerMeasurement layer = start.layers().get(l);
          return Finding.of(Rule.SPARSE_START, layer.name())
              .as(
                  start.isBranch(l) || Depth.isShallow(start)
                      ? Severity.INFO
                      : Rule.SPARSE_START.severity())
              .because(
                  layer.biases().mean(),
                  SPARSE,
                  "biases near %.3g keep the mean activation at %.3g: a sparse start, which is sound if intended",
                  layer.biases().mean(),
                  layer.report().a().mean())
              .withRemedies(
                  List.of(
                      Advice.draw(start, l),
                      new Remedy.SayItIsMeant("glorot-uniform+sparse-bias")));
        })
        .toList();
  }

  @Override
  public List<Finding> judge(TensorMeasurement tensor) {
    return BiasParts.of(tensor).stream()
        .filter(part -> part.low() && part.gate().isEmpty())
        .map(part -> {
          boolean off = OFF.isMet(part.mean());
          return Finding.of(Rule.SPARSE_START, tensor.name())
              .as(off ? Severity.WARNING : Severity.INFO)
              .because(
                  part.mean(),
                  off ? OFF : SPARSE,
                  "biases near %.3g: the units are off for nearly every row, which is sound only for sigmoid units that are meant to be sparse",
                  part.mean());
        })
        .toList();
  }
}
