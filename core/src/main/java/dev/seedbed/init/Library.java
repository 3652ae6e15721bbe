package dev.seedbed.init;

import dev.seedbed.init.Entry.Family;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Another library: its default initialisers, and its names of schemes.
///
/// Its names are entries of the catalogue with the library's id in front, such as
/// "dl4j:LECUN_UNIFORM"; the id alone is its default. Where it departs from what the name or its
/// documentation promises, the promise is drawn, and with `faithful=yes` what it really draws.
///
/// @param id such as "torch"
/// @param title with the version that was looked at
public record Library(String id, String title, Entry defaults, List<Entry> names) {
  static final String FAITHFUL = "faithful";

  private enum Answer {
    YES,
    NO
  }

  public Library {
    names = List.copyOf(names);
  }

  /// Whether what the entry draws departs from what it promises.
  public static boolean departs(Entry entry) {
    return entry.parameters().stream().anyMatch(parameter -> parameter.name().equals(FAITHFUL));
  }

  /// Starts the description of a library.
  static Builder of(String id, String title) {
    return new Builder(id, title);
  }

  /// Collects a library's names.
  static final class Builder {
    private final String id;
    private final String title;
    private final List<Entry> names = new ArrayList<>();

    private Builder(String id, String title) {
      this.id = id;
      this.title = title;
    }

    /// A name for one of our schemes, with its parameters.
    Builder name(String name, String ours) {
      Catalogue.Term term = Catalogue.ours(ours);
      names.add(
          new Entry(
              Family.AS_IN_A_LIBRARY,
              id + ":" + name,
              term.entry().formula(),
              term.entry().source(),
              "as " + ours,
              presets(term),
              Optional.of(term.entry().name()),
              term.entry()::ingredient));
      return this;
    }

    /// A name that promises one of our schemes and draws something else.
    ///
    /// @param defect what is wrong
    Builder name(String name, String ours, String defect, Initializer faithful) {
      Catalogue.Term term = Catalogue.ours(ours);
      var parameters = new ArrayList<>(presets(term));
      parameters.add(new Entry.Parameter(FAITHFUL, "no", "yes or no: " + defect));
      names.add(
          new Entry(
              Family.AS_IN_A_LIBRARY,
              id + ":" + name,
              term.entry().formula(),
              term.entry().source(),
              "as " + ours + "; in " + title + ": " + defect,
              parameters,
              Optional.of(term.entry().name()),
              a -> {
                Arguments others = without(a, term.entry());
                if (a.word(FAITHFUL, Answer.class) == Answer.NO) {
                  return term.entry().ingredient(others);
                }
                if (!others.values().equals(term.arguments().values())) {
                  throw new IllegalArgumentException(
                      a.scheme() + ": faithful=yes takes no other parameter");
                }
                return new Ingredient.Single(faithful);
              }));
      return this;
    }

    private static List<Entry.Parameter> presets(Catalogue.Term term) {
      return term.entry().parameters().stream()
          .map(p ->
              new Entry.Parameter(
                  p.name(),
                  term.arguments().values().getOrDefault(p.name(), p.preset()),
                  p.meaning()))
          .toList();
    }

    private static Arguments without(Arguments arguments, Entry entry) {
      var values = new LinkedHashMap<>(arguments.values());
      values.remove(FAITHFUL);
      return new Arguments(entry.name(), values);
    }

    /// The library, if it draws by default what it promises.
    Library defaults(String law, Initializer weights, Initializer biases) {
      return new Library(
          id,
          title,
          Entry.of(
              Family.AS_IN_A_LIBRARY,
              id,
              law,
              title,
              "what it draws when told nothing",
              _ -> normalised(new Ingredient.WeightsAndBiases(weights, biases, List.of()))),
          names);
    }

    /// The library, if what it draws by default departs from what it should.
    ///
    /// @param defect what is wrong
    Library defaults(
        String law,
        Ingredient.WeightsAndBiases promised,
        String defect,
        Ingredient.WeightsAndBiases faithful) {
      return new Library(
          id,
          title,
          Entry.of(
              Family.AS_IN_A_LIBRARY,
              id,
              law,
              title,
              "what it draws when told nothing; but " + defect,
              a -> normalised(a.word(FAITHFUL, Answer.class) == Answer.YES ? faithful : promised),
              new Entry.Parameter(FAITHFUL, "no", "yes or no: " + defect)),
          names);
    }

    private static Ingredient.WeightsAndBiases normalised(Ingredient.WeightsAndBiases whole) {
      return new Ingredient.WeightsAndBiases(
          normalised(whole.weights(), 1), normalised(whole.biases(), 0), whole.adjustments());
    }

    /// Every library sets the scales of its normalisations to 1 and their shifts to 0.
    private static Initializer normalised(Initializer others, double value) {
      var constant = new Elementwise.Fixed(new Law.Constant(value));
      return new Initializer.ByKind(Map.of(Kernel.Kind.NORMALISATION, constant), others);
    }
  }
}
