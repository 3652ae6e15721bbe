package dev.seedbed.verify;

/// What is tested of a tensor.
public enum Aspect {
  /// No element is NaN or infinite.
  FINITE,
  /// Where all elements are to be equal, they are, and have the right value.
  VALUE,
  /// Elements of a law differ from each other.
  VARIATION,
  /// The mean is that of the law.
  MEAN,
  /// The mean square about the law's mean is its variance.
  SCALE,
  /// No element lies farther out than one of that many may.
  TAILS,
  /// The elements are distributed as the law has it. Kolmogorov 1933, Smirnov 1948.
  SHAPE,
  /// A tensor that is made as a whole has the structure that it is to have, such as orthogonal
  /// rows.
  STRUCTURE
}
