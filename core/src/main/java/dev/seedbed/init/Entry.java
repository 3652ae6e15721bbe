package dev.seedbed.init;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// One scheme of the catalogue.
public final class Entry {
  private final Family family;
  private final String name;
  private final String formula;
  private final String source;
  private final String use;
  private final List<Parameter> parameters;
  private final Optional<String> ours;
  private final Function<Arguments, Ingredient> ingredient;

  Entry(
      Family family,
      String name,
      String formula,
      String source,
      String use,
      List<Parameter> parameters,
      Optional<String> ours,
      Function<Arguments, Ingredient> ingredient) {
    this.family = family;
    this.name = name;
    this.formula = formula;
    this.source = source;
    this.use = use;
    this.parameters = List.copyOf(parameters);
    this.ours = ours;
    this.ingredient = ingredient;
  }

  /// The families that the catalogue groups schemes by.
  public enum Family {
    SCALED_BY_THE_FANS,
    SCALED_BY_A_GAIN,
    FIXED,
    CONSTANTS_AND_BIASES,
    ISOMETRIC_AND_SPARSE,
    FOR_AN_ARCHITECTURE,
    FOR_RESIDUAL_BRANCHES,
    FOR_STATE_SPACES,
    FOR_ADAPTERS,
    FITTED_TO_DATA_OR_GRADIENTS,
    AS_IN_A_LIBRARY
  }

  public Family family() {
    return family;
  }

  /// As it is written, such as "he-normal"; a library's with the library in front.
  public String name() {
    return name;
  }

  /// The formula of the law.
  public String formula() {
    return formula;
  }

  /// The paper, with its equation or section.
  public String source() {
    return source;
  }

  /// When to take it.
  public String use() {
    return use;
  }

  /// What its user may choose; often nothing.
  public List<Parameter> parameters() {
    return parameters;
  }

  /// The scheme of our catalogue that a library's name means or promises; else empty.
  public Optional<String> ours() {
    return ours;
  }

  /// What it adds to a scheme, given its parameters.
  Ingredient ingredient(Arguments arguments) {
    return ingredient.apply(arguments);
  }

  @Override
  public String toString() {
    return name;
  }

  /// What it adds to a scheme with its parameters as they are preset.
  Ingredient preset() {
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

  /// Something about a scheme that its user may choose.
  ///
  /// @param preset its value if the user says nothing
  public record Parameter(String name, String preset, String meaning) {

    static Parameter of(String name, double preset, String meaning) {
      String text = preset == Math.rint(preset) ? Long.toString((long) preset) : "" + preset;
      return new Parameter(name, text, meaning);
    }
  }
}
