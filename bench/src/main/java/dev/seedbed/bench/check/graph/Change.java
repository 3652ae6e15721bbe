package dev.seedbed.bench.check.graph;

import java.util.Set;

/// A change of a start that was drawn. [StartDraw] makes it.
sealed interface Change {

  /// Other weights for some roles.
  ///
  /// @param scheme a name of the catalogue
  record Drawn(Set<Role> roles, String scheme) implements Change {}

  /// Weights of some roles times a factor.
  record Times(Set<Role> roles, double factor) implements Change {}

  /// Weights of some roles times (`each` · branches)^`power`, where branches is the number of those
  /// that the network adds to its path.
  record ByDepth(Set<Role> roles, double each, double power) implements Change {}

  /// One matrix times a factor.
  record One(Which which, double factor) implements Change {}

  /// Which matrix, in the order in which they are used.
  enum Which {
    FIRST,
    MIDDLE,
    LAST
  }

  /// The biases of layers that f follows.
  record Biases(double value) implements Change {}

  /// The biases of one gate of all recurrent layers.
  record Gates(Gate gate, double value) implements Change {}

  /// A gate of an LSTM; of a GRU only [#FORGET], which is its update gate.
  enum Gate {
    INPUT,
    OUTPUT,
    FORGET
  }

  /// The scales of normalisations, or factors of branches.
  record Scales(Set<Role> roles, double value) implements Change {}

  /// The scale of the normalisation in the middle.
  record MiddleScale(double value) implements Change {}

  /// Weights as wide as wrong fans would have them.
  record WrongFans(Mistake mistake) implements Change {}

  /// A mistake about fans.
  enum Mistake {
    /// The fan-in of convolutions without the window.
    NO_WINDOW,
    /// The fan-out in place of the fan-in, each as the stored shape suggests, of depthwise and
    /// transposed convolutions.
    FANS_OF_SHAPE
  }

  /// All units of a matrix have the weights of its first.
  record OneFilter() implements Change {}

  /// All matrices of one shape have the weights of the first of them.
  record OneTensor() implements Change {}

  /// The weights of the cells' inputs for chrono biases of an LSTM. Tallec & Ollivier 2018,
  /// arXiv:1804.11188.
  ///
  /// @param longest steps to remember
  record Chrono(double longest) implements Change {}

  /// Matrix by matrix, the weights are divided by the standard deviation of the layer's
  /// pre-activations. Mishkin & Matas 2016, arXiv:1511.06422.
  record UnitVariance() implements Change {}
}
