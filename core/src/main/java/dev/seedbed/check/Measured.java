package dev.seedbed.check;

/// All that rules look at of one layer.
///
/// @param report what users are shown
/// @param weights of the layer
/// @param biases of the layer
/// @param input the second moment of its inputs
/// @param z the second moment of its pre-activations
/// @param signal the variance of pre-activations from row to row
/// @param gradient root mean square of ∂loss/∂z of single rows
/// @param weightGradients of the mean loss
/// @param flat share of units whose derivative is as good as 0 on most rows
/// @param pushed share of units whose activations are near the ends of their range
/// @param rank effective rank of the weights over their least width
record Measured(
    Stage stage,
    LayerReport report,
    Sample weights,
    Sample biases,
    double input,
    double z,
    double signal,
    double gradient,
    Sample weightGradients,
    double flat,
    double pushed,
    double rank) {

  String name() {
    return stage.name();
  }
}
