package dev.seedbed.init;

import dev.seedbed.notation.Names;
import dev.seedbed.notation.Notation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The schemes by name, with what there is to know of each.
///
/// A scheme is written as one or more names, joined by "+": the first says how weights are drawn, a
/// later one how biases are (0 if none does) or what is changed after that: "he-normal",
/// "glorot-uniform(gain=1.67)", "he-normal+sparse-bias(activity=0.05)+label-bias". A name may have
/// parameters. Names of other libraries are written with the library in front:
/// "torch:xavier_uniform_"; see [Library].
public final class Catalogue {
  private static final Map<String, String> ALIASES =
      Map.of(
          "xavier-uniform", "glorot-uniform",
          "xavier-normal", "glorot-normal",
          "kaiming-uniform", "he-uniform",
          "kaiming-normal", "he-normal",
          "dirac", "identity",
          "eye", "identity",
          "zero", "zeros",
          "martens-sparse", "sparse",
          "mean-field", "critical");

  private static final List<Entry> ENTRIES =
      Stream.of(
              ScalingEntries.all(),
              TensorEntries.constants(),
              TensorEntries.fixed(),
              TensorEntries.isometric(),
              NetworkEntries.architectures(),
              BranchEntries.all(),
              StateSpaceEntries.all(),
              AdapterEntries.all(),
              NetworkEntries.fitted())
          .flatMap(List::stream)
          .toList();

  private static final List<Library> LIBRARIES = Libraries.all();

  private Catalogue() {}

  /// All schemes, family by family.
  public static List<Entry> all() {
    return ENTRIES;
  }

  /// Other libraries, and what they call schemes.
  public static List<Library> libraries() {
    return LIBRARIES;
  }

  /// The scheme with that name, or with that name as an alias, or as a library's name or default.
  public static Optional<Entry> find(String name) {
    return findOurs(name)
        .or(() -> libraryEntries().filter(entry -> entry.name().equals(name)).findFirst());
  }

  private static Optional<Entry> findOurs(String name) {
    String ours = ALIASES.getOrDefault(name, name);
    return ENTRIES.stream().filter(entry -> entry.name().equals(ours)).findFirst();
  }

  private static Stream<Entry> libraryEntries() {
    return LIBRARIES.stream()
        .flatMap(library -> Stream.concat(Stream.of(library.defaults()), library.names().stream()));
  }

  /// A scheme's name and the law by which it draws elements.
  public record Candidate(String scheme, Law law) {
    /// The library that draws so when told nothing, if the scheme is its default.
    public Optional<Library> library() {
      String name = scheme.split("\\(", 2)[0];
      return LIBRARIES.stream().filter(library -> library.id().equals(name)).findFirst();
    }
  }

  /// The initializers of weights of all schemes that draw them once, by name.
  private static final class Drawn {
    static final Map<String, Initializer> BY_NAME = new LinkedHashMap<>();

    static {
      Stream.concat(
              ENTRIES.stream().map(Entry::name),
              libraryEntries().map(entry -> faithful(entry.name())))
          .forEach(name -> weights(name).ifPresent(drawn -> BY_NAME.put(name, drawn)));
    }

    private static Optional<Initializer> weights(String name) {
      return switch (ingredients(name).getFirst()) {
        case Ingredient.Single single -> Optional.of(single.initializer());
        case Ingredient.WeightsAndBiases whole when whole.adjustments().isEmpty() ->
            Optional.of(whole.weights());
        case Ingredient.WeightsAndBiases _, Ingredient.After _ -> Optional.empty();
      };
    }
  }

  /// The laws of all schemes that draw the elements of a tensor independently of each other at that
  /// place, constants left out: ours first, then the names and defaults of other libraries as they
  /// really draw them. Several matrices in one tensor may also have been drawn as one. An embedding
  /// sums nothing, so that only libraries and fixed laws name one.
  public static List<Candidate> laws(Place place) {
    boolean embedding = place.kernel().kind() == Kernel.Kind.EMBEDDING;
    var candidates = new ArrayList<Candidate>();
    var others = new ArrayList<Candidate>();
    Drawn.BY_NAME.forEach((name, initializer) -> {
      boolean ours = findOurs(name).isPresent();
      if (!embedding || !ours || initializer instanceof Elementwise.Fixed) {
        law(initializer, place)
            .ifPresent(law -> (ours ? candidates : others).add(new Candidate(name, law)));
      }
    });
    if (place.kernel().blocks() > 1) {
      Place one = place.with(place.kernel().asOneMatrix());
      for (Entry entry : ENTRIES) {
        Optional.ofNullable(Drawn.BY_NAME.get(entry.name()))
            .flatMap(initializer -> law(initializer, one))
            .ifPresent(
                law -> candidates.add(new Candidate(entry.name() + " of all as one matrix", law)));
      }
    }
    candidates.addAll(others);
    return candidates;
  }

  private static Optional<Law> law(Initializer initializer, Place place) {
    try {
      return initializer.at(place) instanceof Elementwise elementwise
          ? Optional.of(elementwise.law(place)).filter(law -> law.variance() > 0)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      // It makes no sense at this place.
      return Optional.empty();
    }
  }

  /// The names of a scheme in other libraries, including those that draw something else by it.
  public static List<Entry> inLibraries(Entry entry) {
    return libraryEntries()
        .filter(other -> other.ours().equals(Optional.of(entry.name())))
        .toList();
  }

  /// The same scheme with all names of libraries drawn as the libraries draw them, where they
  /// depart from what they promise.
  ///
  /// @throws IllegalArgumentException if it is not written well, or a name is not in the catalogue
  public static String faithful(String text) {
    return Arrays.stream(splitTerms(text))
        .map(written -> {
          Entry entry = term(written).entry();
          if (!Library.departs(entry) || written.contains(Library.FAITHFUL + "=")) {
            return written;
          }
          String bare = written.strip();
          return bare.endsWith(")")
              ? bare.substring(0, bare.length() - 1) + "," + Library.FAITHFUL + "=yes)"
              : bare + "(" + Library.FAITHFUL + "=yes)";
        })
        .collect(Collectors.joining("+"));
  }

  /// The names of a scheme elsewhere.
  public static List<String> aliases(Entry entry) {
    return ALIASES.entrySet().stream()
        .filter(alias -> alias.getValue().equals(entry.name()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /// The scheme that `text` writes.
  ///
  /// @throws IllegalArgumentException if it is not written well, or a name is not in the catalogue;
  ///   it names the nearest
  public static Scheme scheme(String text) {
    List<Ingredient> ingredients = ingredients(text);
    Initializer weights;
    Initializer biases = new Elementwise.Fixed(new Law.Constant(0));
    var adjustments = new ArrayList<Adjustment>();
    switch (ingredients.getFirst()) {
      case Ingredient.Single single -> weights = single.initializer();
      case Ingredient.WeightsAndBiases whole -> {
        weights = whole.weights();
        biases = whole.biases();
        adjustments.addAll(whole.adjustments());
      }
      case Ingredient.After after -> {
        weights = after.base();
        adjustments.addAll(after.adjustments());
      }
    }
    boolean biasesSaid = false;
    for (Ingredient ingredient : ingredients.subList(1, ingredients.size())) {
      switch (ingredient) {
        case Ingredient.Single single -> {
          if (biasesSaid) {
            throw new IllegalArgumentException(
                "only one name may say how biases are drawn: '" + text + "'");
          }
          biases = single.initializer();
          biasesSaid = true;
        }
        case Ingredient.After after -> adjustments.addAll(after.adjustments());
        case Ingredient.WeightsAndBiases _ ->
            throw new IllegalArgumentException(
                "only the first name may be a scheme for weights and biases: '" + text + "'");
      }
    }
    return new Scheme(text, weights, biases, adjustments);
  }

  /// How single tensors are drawn by the scheme that `text` writes, whatever network they are part
  /// of: weights by one initializer, vectors by another.
  ///
  /// @throws IllegalArgumentException if it is not written well, or needs a whole network
  public static TensorScheme forTensors(String text) {
    List<Ingredient> ingredients = ingredients(text);
    if (ingredients.size() > 1) {
      throw new IllegalArgumentException(
          "a rule has one scheme; write another rule for biases: '" + text + "'");
    }
    return switch (ingredients.getFirst()) {
      case Ingredient.Single single ->
          new TensorScheme(text, single.initializer(), single.initializer());
      case Ingredient.WeightsAndBiases whole when whole.adjustments().isEmpty() ->
          new TensorScheme(text, whole.weights(), whole.biases());
      case Ingredient.WeightsAndBiases _, Ingredient.After _ ->
          throw new IllegalArgumentException(
              text
                  + " needs a whole network, and most such schemes data; it cannot draw single tensors of a file");
    };
  }

  /// The entries whose names are in `text`, in its order.
  ///
  /// @throws IllegalArgumentException if it is not written well, or a name is not in the catalogue
  public static List<Entry> entries(String text) {
    return terms(text).stream().map(Term::entry).toList();
  }

  private static List<Ingredient> ingredients(String text) {
    return terms(text).stream().map(term -> term.entry().ingredient(term.arguments())).toList();
  }

  /// Whether the scheme of that name wants most units to be silent.
  public static boolean meansSparse(String scheme) {
    try {
      return entries(scheme).stream().anyMatch(entry -> entry.name().equals("sparse-bias"));
    } catch (IllegalArgumentException e) {
      // What a file says of its scheme may be anything.
      return false;
    }
  }

  /// A name with its parameters.
  record Term(Entry entry, Arguments arguments) {}

  private static String[] splitTerms(String text) {
    return text.split("\\+(?![^(]*\\))", -1);
  }

  private static List<Term> terms(String text) {
    return Arrays.stream(splitTerms(text)).map(Catalogue::term).toList();
  }

  private static Term term(String written) {
    return term(written, Catalogue::required);
  }

  /// A name of ours with its parameters.
  static Term ours(String written) {
    return term(written, name -> findOurs(name).orElseThrow());
  }

  private static Term term(String written, Function<String, Entry> find) {
    Notation notation = Notation.parse(written);
    Entry entry = find.apply(notation.name());
    return new Term(entry, Arguments.of(entry.name(), entry.parameters(), notation.values()));
  }

  /// The scheme with that name or alias.
  ///
  /// @throws IllegalArgumentException if there is none; it names the nearest
  private static Entry required(String name) {
    return find(name)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no scheme '%s': %s"
                    .formatted(
                        Names.shortened(name),
                        Names.hint(
                            Stream.of(
                                    ENTRIES.stream().map(Entry::name),
                                    ALIASES.keySet().stream().sorted(),
                                    libraryEntries().map(Entry::name))
                                .flatMap(names -> names)
                                .toList(),
                            name))));
  }
}
