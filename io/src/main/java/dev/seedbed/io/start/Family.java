package dev.seedbed.io.start;

import dev.seedbed.data.InputException;
import dev.seedbed.init.Catalogue;
import dev.seedbed.io.weights.Role;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.WeightFile;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Networks that are drawn by one published recipe: rules over the names that their tensors have in
/// the libraries that hold them.
///
/// @param id as it is asked for
/// @param title of the networks, and of the libraries whose names are known
/// @param source of the recipe
/// @param marks globs; a network of the family has a tensor that one of them fits
/// @param rules the first that fits a tensor is used for it
/// @param kinds of layers, where the recipe counts their fans in a way of its own
record Family(
    String id,
    String title,
    String source,
    List<String> marks,
    List<Rule> rules,
    List<LayerKind> kinds) {
  Family {
    marks = List.copyOf(marks);
    rules = List.copyOf(rules);
    kinds = List.copyOf(kinds);
  }

  /// A family whose normalisations start with scales of 1 and shifts of 0, if no rule says
  /// otherwise.
  static Family of(String id, String title, String source, List<String> marks, Rule... rules) {
    var normalisations =
        Stream.of(
            new Rule("*", Optional.of(Role.Parameter.SCALE), _ -> "ones"),
            new Rule("*", Optional.of(Role.Parameter.SHIFT), _ -> "zeros"));
    return new Family(
        id,
        title,
        source,
        marks,
        Stream.concat(Stream.of(rules), normalisations).toList(),
        List.of());
  }

  /// The same family, with layers of stated kinds.
  Family with(LayerKind... stated) {
    return new Family(id, title, source, marks, rules, List.of(stated));
  }

  /// How tensors of some names are drawn.
  ///
  /// @param tensors a glob
  /// @param role that they have; if empty, any
  /// @param scheme what they are drawn by, given the sizes of the network
  record Rule(String tensors, Optional<Role.Parameter> role, Function<Sizes, String> scheme) {
    static final String USUAL = "normal(deviation=0.02)";

    /// For weights, in networks of all sizes.
    static Rule weights(String tensors, String scheme) {
      return weights(tensors, _ -> scheme);
    }

    /// For weights.
    static Rule weights(String tensors, Function<Sizes, String> scheme) {
      return new Rule(tensors, Optional.of(Role.Parameter.WEIGHT), scheme);
    }

    /// For biases, in networks of all sizes.
    static Rule biases(String tensors, String scheme) {
      return new Rule(tensors, Optional.of(Role.Parameter.BIAS), _ -> scheme);
    }

    /// For tensors of any role, in networks of all sizes.
    static Rule all(String tensors, String scheme) {
      return all(tensors, _ -> scheme);
    }

    /// For tensors of any role.
    static Rule all(String tensors, Function<Sizes, String> scheme) {
      return new Rule(tensors, Optional.empty(), scheme);
    }

    /// Some rules, and behind them what most transformers share: weights N(0, 0.02²), biases 0.
    static Rule[] andUsual(Rule... own) {
      return Stream.concat(Stream.of(own), Stream.of(weights("*", USUAL), biases("*", "zeros")))
          .toArray(Rule[]::new);
    }
  }

  /// The sizes of a network, by its tensors.
  record Sizes(List<StoredTensor> tensors) {
    private static final Pattern BLOCK =
        Pattern.compile("(?:^|[./])(?:h|layers?|blocks?|blk|stages)[./](\\d+)[./]");

    /// The number of its blocks.
    int layers() {
      return layers("*");
    }

    /// The number of blocks that have a tensor of such a name.
    int layers(String glob) {
      var pattern = new Glob(glob);
      int last = -1;
      for (StoredTensor tensor : tensors) {
        Matcher block = BLOCK.matcher(tensor.name());
        if (block.find() && pattern.matches(tensor.name())) {
          last = Math.max(last, Integer.parseInt(block.group(1)));
        }
      }
      return Math.max(1, last + 1);
    }

    /// The shape of the first tensor of such a name.
    Optional<long[]> shape(String glob) {
      var pattern = new Glob(glob);
      return tensors.stream()
          .filter(tensor -> pattern.matches(tensor.name()))
          .map(StoredTensor::shape)
          .findFirst();
    }

    /// The length of an axis of the first tensor of such a name that has it.
    long length(String glob, int axis, long otherwise) {
      return shape(glob).filter(shape -> shape.length > axis).map(s -> s[axis]).orElse(otherwise);
    }

    boolean has(String glob) {
      return shape(glob).isPresent();
    }
  }

  /// Its rules for the tensors of `file`.
  ///
  /// @throws InputException if the file is not of the family
  Recipe recipe(WeightFile file) {
    var sizes = new Sizes(file.tensors());
    if (!marks(sizes)) {
      throw new InputException(
          "no tensor of %s has a name of the family %s (%s), such as '%s'%s"
              .formatted(file.path(), id, title, marks.getFirst(), others(sizes)));
    }
    return new Recipe(
        id,
        title,
        source,
        rules.stream()
            .filter(rule -> sizes.has(rule.tensors()))
            .map(rule ->
                new DrawRule(
                    new Glob(rule.tensors()),
                    rule.role(),
                    Catalogue.forTensors(rule.scheme().apply(sizes))))
            .toList(),
        kinds.stream().filter(kind -> sizes.has(kind.tensors().text())).toList(),
        Optional.empty());
  }

  private boolean marks(Sizes sizes) {
    return marks.stream().anyMatch(sizes::has);
  }

  /// The families that the file may be of, in words.
  private static String others(Sizes sizes) {
    String fitting =
        Families.all().stream()
            .filter(family -> family.marks(sizes))
            .map(Family::id)
            .collect(Collectors.joining(", "));
    return fitting.isEmpty() ? "" : "; its names are those of " + fitting;
  }
}
