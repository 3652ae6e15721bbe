package dev.seedbed.bench.check;

import java.util.List;

/// A published detector, by its published thresholds, applied to a start. How each was adapted is
/// in the protocol.
public sealed interface Tool permits AutoTrainer, TheDeepChecker, DeepDiagnosis, SageMaker {

  String title();

  /// The rules that raise an alarm.
  List<String> alarms(Measured start);

  /// All tools of the protocol.
  static List<Tool> all() {
    return List.of(
        new AutoTrainer(),
        new TheDeepChecker(TheDeepChecker.Rules.INITIALISATION),
        new TheDeepChecker(TheDeepChecker.Rules.ALL),
        new DeepDiagnosis(),
        new SageMaker(SageMaker.Rules.POOR_WEIGHT_INITIALIZATION),
        new SageMaker(SageMaker.Rules.ALL));
  }

  /// The alarms of each of [#all], in its order.
  static List<List<String>> alarmsOfAll(Measured start) {
    return all().stream().map(tool -> tool.alarms(start)).toList();
  }
}
