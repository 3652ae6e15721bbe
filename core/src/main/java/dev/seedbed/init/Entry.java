package dev.seedbed.init;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// One scheme of the catalogue.
///
/// @param formula of the law
/// @param source the paper, with its equation or section
/// @param use when to take it
/// @param ours of a library's name, the scheme of our catalogue that it means or promises; else
///   empty
public record Entry(
    Family family,
    String name,
    String formula,
    String source,
    String use,
    List<Parameter> parameters,
    Optional<String> ours,
    Function<Arguments, Ingredient> ingredient) {

  /// The families that the catalogue groups schemes by.
  public enum Family {
    SCALED_BY_THE_FANS,
    SCALED_BY_A_GAIN,
    FIXED,
    CONSTANTS_AND_BIASES,
    ISOMETRIC_AND_SPARSE,
    FOR_AN_ARCHITECTURE,
    FITTED_TO_DATA_OR_GRADIENTS,
    AS_IN_A_LIBRARY
  }

  public Entry {
    parameters = List.copyOf(parameters);
  }

  /// The ingredient with the default parameters.
  public Ingredient preset() {
    return ingredient.apply(Arguments.of(name, parameters, Map.of()));
  }

  static Entry of(
      Family family,
      String name,
      String formula,
      String source,
      String use,
      Function<Arguments, Ingredient> ingredient,
      Parameter... parameters) {
    return new Entry(
        family, name, formula, source, use, List.of(parameters), Optional.empty(), ingredient);
  }
}
