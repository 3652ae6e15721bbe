package dev.seedbed.io.graph;

import dev.seedbed.graph.AxesNormalization;
import dev.seedbed.graph.BatchNormalization;
import dev.seedbed.graph.BatchNormalization.Statistics;
import dev.seedbed.graph.LabelLoss;
import dev.seedbed.graph.LabelLoss.LossReduction;
import dev.seedbed.graph.Operator;
import dev.seedbed.graph.RowNormalization;
import dev.seedbed.graph.RowNormalization.GroupNormalization.ScaleOf;
import dev.seedbed.graph.SoftmaxFunction;
import dev.seedbed.graph.SoftmaxFunction.Span;
import java.util.List;
import java.util.Optional;

/// The rows of softmaxes, losses of labels and normalisations.
final class NormalizationOperators {
  private static final double EPSILON = 1e-5;

  private NormalizationOperators() {}

  /// Makes a softmax.
  private interface Maker {
    Operator make(int axis, Span span);
  }

  static void addTo(OperatorTable table) {
    addSoftmax(table, "Softmax", SoftmaxFunction.Softmax::new);
    addSoftmax(table, "LogSoftmax", SoftmaxFunction.LogSoftmax::new);
    addSoftmax(table, "Hardmax", SoftmaxFunction.Hardmax::new);
    table.add(
        "SoftmaxCrossEntropyLoss",
        12,
        (a, _) ->
            new LabelLoss.SoftmaxCrossEntropyLoss(
                a.choice("reduction", LossReduction.MEAN), ignoredLabel(a)));
    table.add(
        "NegativeLogLikelihoodLoss",
        12,
        (a, _) ->
            new LabelLoss.NegativeLogLikelihoodLoss(
                a.choice("reduction", LossReduction.MEAN), ignoredLabel(a)));
    table.add(
        "LayerNormalization",
        17,
        (a, _) ->
            new RowNormalization.LayerNormalization(
                (int) a.integer("axis", -1), a.real("epsilon", EPSILON)));
    table.add(
        "RMSNormalization",
        23,
        (a, _) ->
            new RowNormalization.RMSNormalization(
                (int) a.integer("axis", -1), a.real("epsilon", EPSILON)));
    table.add(
        "InstanceNormalization",
        1,
        (a, _) -> new RowNormalization.InstanceNormalization(a.real("epsilon", EPSILON)));
    table.add(
        "GroupNormalization",
        18,
        (a, opset) ->
            new RowNormalization.GroupNormalization(
                (int) a.integer("num_groups", 0),
                a.real("epsilon", EPSILON),
                opset < 21 ? ScaleOf.GROUP : ScaleOf.CHANNEL));
    table.add("BatchNormalization", 1, NormalizationOperators::batch);
    table.add(
        "LpNormalization",
        1,
        (a, _) ->
            new AxesNormalization.LpNormalization(
                (int) a.integer("axis", -1), (int) a.integer("p", 2)));
    table.add(
        "MeanVarianceNormalization",
        9,
        (a, _) ->
            new AxesNormalization.MeanVarianceNormalization(
                a.has("axes") ? a.integers("axes") : List.of(0L, 2L, 3L)));
    table.add(
        "LRN",
        1,
        (a, _) ->
            new AxesNormalization.LRN(
                (int) a.integer("size", 0),
                a.real("alpha", 1e-4),
                a.real("beta", 0.75),
                a.real("bias", 1)));
  }

  private static Optional<Long> ignoredLabel(OnnxAttributes a) {
    return a.has("ignore_index") ? Optional.of(a.integer("ignore_index", 0)) : Optional.empty();
  }

  private static void addSoftmax(OperatorTable table, String type, Maker maker) {
    table.add(
        type,
        1,
        (a, opset) ->
            opset < 13
                ? maker.make((int) a.integer("axis", 1), Span.AXIS_AND_LATER)
                : maker.make((int) a.integer("axis", -1), Span.AXIS));
  }

  private static Operator batch(OnnxAttributes a, int opset) {
    if (opset < 9 && !a.flag("spatial", true)) {
      throw new IllegalArgumentException("statistics of each place, spatial 0, are not supported");
    }
    Statistics statistics =
        opset < 14
            ? Statistics.BY_OUTPUTS
            : a.flag("training_mode", false) ? Statistics.BATCH : Statistics.RUNNING;
    if (opset < 7 && a.flag("is_test", false)) {
      statistics = Statistics.RUNNING;
    }
    return new BatchNormalization(a.real("epsilon", EPSILON), a.real("momentum", 0.9), statistics);
  }
}
