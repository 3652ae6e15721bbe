package dev.seedbed.init;

import java.util.List;

/// The part that a name of the catalogue adds to a [Scheme].
sealed interface Ingredient {

  /// A way to draw any tensor: as the first name of a scheme its weights, as a later one its
  /// biases.
  record Single(Initializer initializer) implements Ingredient {}

  /// A whole scheme; only the first name can be one.
  record WeightsAndBiases(Initializer weights, Initializer biases, List<Adjustment> adjustments)
      implements Ingredient {
    public WeightsAndBiases {
      adjustments = List.copyOf(adjustments);
    }
  }

  /// Adjustments to whatever was drawn.
  ///
  /// @param base how weights are drawn where no other name says
  record After(Initializer base, List<Adjustment> adjustments) implements Ingredient {
    public After {
      adjustments = List.copyOf(adjustments);
    }
  }
}
