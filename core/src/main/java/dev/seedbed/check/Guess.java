package dev.seedbed.check;

import dev.seedbed.init.Law;

/// An initialiser that a tensor may have been drawn by.
///
/// @param scheme in the catalogue, or a description such as "normal, standard deviation 0.05"
/// @param odds its share of the likelihood of all that were tried, from 0 to 1
public record Guess(String scheme, Law law, double odds) {

  /// The law in symbols.
  public String symbols() {
    return law.symbols();
  }
}
