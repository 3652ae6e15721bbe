package dev.seedbed.train;

import dev.seedbed.network.Loss;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What trials are ranked by, on the validation rows: their epochs among each other, and then the
/// trials by their best epochs. Of equals, the one with the lower loss is better.
public enum Metric {
  /// The mean loss a row, as training minimises it.
  LOSS,
  /// The share of right answers.
  ACCURACY,
  /// The mean recall of the classes.
  BALANCED_ACCURACY,
  /// F1 of the rarer of two classes; of more, the mean of all.
  F1,
  /// The area under the ROC curve, of two classes.
  AUC,
  /// The root of the mean squared error.
  RMSE,
  /// The mean absolute error.
  MAE,
  /// The share of the variance that is explained.
  R2;

  /// Those that fit a loss.
  public static List<Metric> of(Loss loss) {
    return Arrays.stream(values()).filter(metric -> metric.fits(loss)).toList();
  }

  /// Whether networks that are trained to that loss can be ranked by it.
  public boolean fits(Loss loss) {
    return switch (this) {
      case LOSS -> true;
      case ACCURACY, BALANCED_ACCURACY, F1, AUC -> loss == Loss.CROSS_ENTROPY;
      case RMSE, MAE, R2 -> loss == Loss.SQUARED_ERROR;
    };
  }

  /// Whether it ranks as the loss does: RMSE and R² do, row by row the same errors.
  public boolean isLoss() {
    return switch (this) {
      case LOSS, RMSE, R2 -> true;
      case ACCURACY, BALANCED_ACCURACY, F1, AUC, MAE -> false;
    };
  }

  /// The metric of an [Epoch#cost] by it, which is not the loss: 1 less the cost, or for the MAE
  /// the cost itself.
  public double ofCost(double cost) {
    return this == MAE ? cost : 1 - cost;
  }

  /// The name at the command line and in files.
  public String notation() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
