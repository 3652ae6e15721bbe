package dev.seedbed.io.document;

import dev.seedbed.score.Calibration;
import java.util.List;

/// Test rows whose answers had about the same probability: one of `best.test_calibration`.
///
/// @param low no probability is as small
/// @param high none is larger
/// @param probability their mean
/// @param accuracy the share of right answers
public record CalibrationPart(
    double low, double high, int rows, double probability, double accuracy) {

  static List<CalibrationPart> of(Calibration calibration) {
    return calibration.groups().stream()
        .map(group ->
            new CalibrationPart(
                group.low(), group.high(), group.rows(), group.probability(), group.accuracy()))
        .toList();
  }
}
