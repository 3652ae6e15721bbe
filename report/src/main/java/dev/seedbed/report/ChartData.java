package dev.seedbed.report;

import java.util.List;

/// The numbers and names of a chart. `start.js` and `study.js` have a function for each kind, named
/// after the record, that makes options of Apache ECharts of them.
///
/// A number that is not finite is a gap. Layers stand in the order in which the signal passes them.
sealed interface ChartData {

  /// Standard deviations, one a layer.
  ///
  /// @param trunk whether the signal goes through it on its shortest way, or else it is on a branch
  /// @param z of pre-activations
  /// @param a of activations
  /// @param gradient of ∂loss/∂z
  /// @param weightGradient of ∂loss/∂W
  record LayerSizes(
      List<String> layers,
      List<Boolean> trunk,
      List<Double> z,
      List<Double> a,
      List<Double> gradient,
      List<Double> weightGradient)
      implements ChartData {}

  /// How a quantity is distributed in some layers of a network.
  ///
  /// @param layers of the network
  record LayerHistograms(String quantity, int layers, List<Histogram> histograms)
      implements ChartData {

    /// @param layer its number, from 0
    record Histogram(String name, int layer, Bins bins) {}
  }

  /// Activations, one number of each kind a layer.
  record ActivationSpread(
      List<String> layers, List<Double> mean, List<Double> sd, List<Double> p2, List<Double> p98)
      implements ChartData {}

  /// Weights, and the law they were drawn by.
  record WeightLaws(List<Tensor> tensors) implements ChartData {

    /// @param law shares in the bins by the law; empty if it is not known
    record Tensor(String name, Bins bins, List<Double> law) {}
  }

  /// Standard deviations of tensors over those that were promised of them, in the file's order.
  record ScaleRatios(List<Ratio> tensors) implements ChartData {

    /// @param differs whether the tensor is not as promised
    record Ratio(String name, double ratio, boolean differs) {}
  }

  /// Singular values of the weights, and of the Jacobian ∂a/∂x, layer by layer.
  ///
  /// @param quartiles the least, the quartiles and the greatest
  record SingularValues(
      List<String> layers, List<List<Double>> quartiles, List<Double> jacobianMeans)
      implements ChartData {}

  /// Standard deviations of the units of each layer.
  ///
  /// @param quartiles the least, the quartiles and the greatest
  record UnitSpreads(List<String> layers, List<List<Double>> quartiles) implements ChartData {}

  /// Activations of each hidden layer over training.
  record MeanActivations(List<MeanCurve> layers) implements ChartData {

    /// One number an epoch.
    record MeanCurve(String name, List<Integer> epochs, List<Double> mean, List<Double> sd) {}
  }

  /// Likewise.
  record ActivationPercentiles(List<PercentileCurve> layers) implements ChartData {

    /// One number an epoch.
    record PercentileCurve(String name, List<Integer> epochs, List<Double> p98, List<Double> sd) {}
  }

  /// The validation loss of each trial, epoch by epoch.
  ///
  /// @param curves ranked, the best trial first
  record LearningCurves(List<String> schemes, List<Curve> curves, List<Rung> rungs)
      implements ChartData {

    /// @param trial its seeds
    /// @param scheme its number, from 0
    /// @param state how the trial ended
    record Curve(
        String trial, int scheme, String state, List<Integer> epochs, List<Double> losses) {}

    record Rung(String name, int epochs) {}
  }

  /// The lowest validation loss of each trial, or the score of each run.
  ///
  /// @param quantity the name of the loss or score
  /// @param trials that did not diverge, ranked, the best first
  /// @param seeds one seed of each scheme: the least loss, the quartiles and the greatest
  record SeedSpread(
      String quantity,
      List<String> schemes,
      int trialsPerScheme,
      List<Dot> trials,
      List<List<Double>> seeds)
      implements ChartData {

    /// @param trial its seeds
    /// @param number of the trial, from 0
    /// @param scheme its number, from 0
    /// @param state how the trial ended
    record Dot(String trial, int number, int scheme, String state, double loss) {}
  }

  /// The loss or score to expect of the best of several seeds.
  ///
  /// @param quantity its name
  record BestOfSeeds(String quantity, List<Scheme> schemes) implements ChartData {

    /// One number for each count of seeds.
    ///
    /// @param low the lower end of the 95 % interval
    /// @param high its upper end
    record Scheme(
        String name,
        List<Integer> seeds,
        List<Double> expected,
        List<Double> low,
        List<Double> high) {}
  }

  /// How probably a scheme is better than another on the same seed.
  record SchemeComparisons(List<Comparison> comparisons) implements ChartData {

    /// @param low the lower end of the 95 % interval
    /// @param high its upper end
    record Comparison(String name, double probability, double low, double high) {}
  }

  /// By how much a configuration is better than another.
  ///
  /// @param quantity the name of the score
  record Differences(String quantity, List<Difference> comparisons) implements ChartData {

    /// @param low the lower end of the 95 % interval; not finite if there is none
    /// @param high its upper end
    record Difference(String name, double difference, double low, double high) {}
  }

  /// The choices for each trial, and its results.
  ///
  /// @param columns of the values
  record ParallelTrials(List<String> schemes, List<Axis> columns, List<Line> trials)
      implements ChartData {

    record Axis(String name, boolean integer) {}

    /// @param scheme its number, from 0
    /// @param state how the trial ended
    /// @param values one a column
    record Line(int scheme, String state, List<Double> values) {}
  }

  /// The share of each class's rows that were found.
  record ClassRecalls(List<Recall> classes) implements ChartData {

    /// @param low the lower end of the 95 % interval
    /// @param high its upper end
    record Recall(String name, double recall, double low, double high) {}
  }

  /// How much networks need each column.
  ///
  /// @param columns the most important first
  record ColumnImportance(List<Need> columns) implements ChartData {

    /// @param increase of the validation loss, the mean over networks
    /// @param low the least
    /// @param high the greatest
    record Need(String name, double increase, double low, double high) {}
  }

  /// Answers by their probabilities, and how many of them were right.
  record ProbabilityChecks(List<Group> groups) implements ChartData {

    /// @param probability their mean
    /// @param accuracy the share of right answers
    record Group(int rows, double probability, double accuracy) {}
  }

  /// How often a class was taken for another.
  ///
  /// @param counts of rows, by the actual class, then by the predicted one
  /// @param sizes of the actual classes, among them rows predicted as classes that are not shown
  record ConfusionMatrix(List<String> classes, List<List<Integer>> counts, List<Integer> sizes)
      implements ChartData {}

  /// Quantities against their predictions.
  ///
  /// @param target what is predicted
  /// @param actual one number a row, as it stands in the table
  /// @param predicted likewise
  /// @param ends the least and the greatest of both kinds, or nothing
  record PredictedQuantities(
      String target, List<String> actual, List<String> predicted, List<Double> ends)
      implements ChartData {}
}
