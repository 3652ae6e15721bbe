package dev.seedbed.io.start;

import dev.seedbed.data.InputException;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Library;
import dev.seedbed.init.TensorScheme;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.notation.Names;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How all tensors of a file are drawn: the published recipe of a family of networks, what a
/// library draws when told nothing, or one scheme for all weights and biases.
///
/// @param name as it was written
/// @param title of what it is
/// @param source where it is published; may be empty
/// @param rules for tensors by their names
/// @param kinds of layers, where fans are to be counted in a way of the recipe's own
/// @param otherwise for all tensors that no rule fits; if empty, nothing is said of them
public record Recipe(
    String name,
    String title,
    String source,
    List<DrawRule> rules,
    List<LayerKind> kinds,
    Optional<TensorScheme> otherwise) {
  public Recipe {
    rules = List.copyOf(rules);
    kinds = List.copyOf(kinds);
  }

  /// The recipe of that name, for `file`.
  ///
  /// @param name a family such as "gpt2", a library such as "torch", which is taken as it really
  ///   draws, or a scheme of the catalogue
  /// @throws InputException if there is none, or the file is not of the family
  public static Recipe of(String name, WeightFile file) {
    Optional<Family> family = Families.find(name);
    if (family.isPresent()) {
      return family.get().recipe(file);
    }
    Optional<Library> library =
        Catalogue.libraries().stream().filter(known -> known.id().equals(name)).findFirst();
    try {
      String scheme = Catalogue.faithful(name);
      return new Recipe(
          name,
          library.map(Library::title).orElse(name),
          library.isPresent()
              ? "what it draws when told nothing"
              : Catalogue.entries(name).getFirst().source(),
          List.of(),
          List.of(),
          Optional.of(TensorScheme.of(Catalogue.scheme(scheme))));
    } catch (IllegalArgumentException e) {
      throw new InputException(
          Catalogue.find(name).isPresent()
              ? String.valueOf(e.getMessage())
              : "no family, library or scheme '%s': %s"
                  .formatted(Names.shortened(name), Names.hint(names(), name)));
    }
  }

  private static List<String> names() {
    return Stream.of(
            Families.all().stream().map(Family::id),
            Catalogue.libraries().stream().map(Library::id),
            Catalogue.all().stream().map(Object::toString))
        .flatMap(each -> each)
        .toList();
  }
}
