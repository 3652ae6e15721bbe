package dev.seedbed.check.result;

import dev.seedbed.init.Law;

/// An initialiser that a tensor may have been drawn by.
///
/// @param scheme in the catalogue, or a description such as "normal, standard deviation 0.05"
/// @param probability its share of the likelihood of all candidates, in [0, 1]
public record InitializerMatch(String scheme, Law law, double probability) {

  /// The law in symbols.
  public String symbols() {
    return law.symbols();
  }
}
