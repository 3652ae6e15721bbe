package dev.seedbed.cli.options;

import dev.seedbed.data.InputException;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.TensorScheme;
import dev.seedbed.io.start.DrawRule;
import dev.seedbed.io.start.Glob;
import dev.seedbed.io.start.LayerKind;
import dev.seedbed.io.start.Layout;
import dev.seedbed.io.start.Plan;
import dev.seedbed.io.start.Recipe;
import dev.seedbed.io.start.RulesFile;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.notation.Notation;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What is said of the tensors of a file, by their names: how each is drawn, and what layer it
/// belongs to.
public final class RuleOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--as",
      paramLabel = "RECIPE",
      description =
          "The recipe of a family of networks (gpt2, llama, resnet, …), of a library when told nothing (torch, keras, …), or "
              + "one scheme for all weights and biases. Rules go before it.")
  private @Nullable String recipe;

  @Option(
      names = "--rule",
      paramLabel = "GLOB=SCHEME",
      description =
          "How the tensors whose names match are drawn: '*.q_proj.weight=glorot-uniform'. The first rule that matches is used. "
              + "Some schemes draw several tensors together, named in braces: '*.{q,k}.weight=mimetic-qk'.")
  private List<String> rules = List.of();

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "A text file of such rules, one a line; they come after --rule.")
  private @Nullable Path rulesFile;

  @Option(
      names = "--keep",
      paramLabel = "GLOB",
      description = "Leave out the tensors whose names match.")
  private List<String> keep = List.of();

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      description =
          "Order of the axes of weights: out-in (PyTorch) or in-out (Keras). Default: detected, and the output says how.")
  private @Nullable Layout layout;

  @Option(
      names = "--layer",
      paramLabel = "GLOB=KIND",
      description =
          "Kind of layer, if it is not detected: dense, convolution, transposed-convolution, "
              + "depthwise-convolution, embedding, recurrent, attention, packed-dense, normalisation. Add (blocks=4) for gates, projections or "
              + "groups, (stride=4) for the product of all strides; what you leave out is detected.")
  private List<String> kinds = List.of();

  /// Whether any is given.
  public boolean given() {
    return saysHow() || !keep.isEmpty() || !kinds.isEmpty() || layout != null;
  }

  /// Whether it is said how any tensor is drawn.
  public boolean saysHow() {
    return recipe != null || hasRules();
  }

  /// Whether there are rules besides a recipe.
  public boolean hasRules() {
    return !rules.isEmpty() || rulesFile != null;
  }

  /// The recipe for `file`, if one is named.
  public Optional<Recipe> recipe(WeightFile file) {
    return Optional.ofNullable(recipe).map(name -> Recipe.of(name, file));
  }

  /// The rules of the user.
  ///
  /// @param faithful whether names of libraries stand for what the libraries really draw
  public List<DrawRule> rules(boolean faithful) {
    Stream<DrawRule> written = rules.stream().map(text -> rule(text, faithful));
    Stream<DrawRule> read =
        rulesFile == null
            ? Stream.empty()
            : RulesFile.read(rulesFile, text -> rule(text, faithful)).stream();
    return Stream.concat(written, read).toList();
  }

  /// What is wanted of all tensors.
  ///
  /// @param own the rules of the user, which go before those of the recipe
  /// @param otherwise the scheme of tensors that no rule fits, unless the recipe has one
  public Plan.Wishes wishes(
      List<DrawRule> own,
      Optional<Recipe> recipe,
      Optional<TensorScheme> otherwise,
      Activation activation,
      Seed seed) {
    var all = new ArrayList<>(own);
    recipe.ifPresent(known -> all.addAll(known.rules()));
    var layers = new ArrayList<>(kinds.stream().map(this::layerKind).toList());
    recipe.ifPresent(known -> layers.addAll(known.kinds()));
    return new Plan.Wishes(
        all,
        keep.stream().map(Glob::new).toList(),
        recipe.flatMap(Recipe::otherwise).or(() -> otherwise),
        Optional.ofNullable(layout),
        layers,
        activation,
        seed);
  }

  private static DrawRule rule(String text, boolean faithful) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new InputException(
          "a rule is written GLOB=SCHEME, such as '*.bias=zeros': '" + text + "'");
    }
    String written = text.substring(equals + 1).strip();
    return new DrawRule(
        new Glob(text.substring(0, equals).strip()),
        SchemeNames.named(
            () -> Catalogue.forTensors(faithful ? Catalogue.faithful(written) : written)));
  }

  /// Reads GLOB=KIND or GLOB=KIND(blocks=4,stride=2).
  private LayerKind layerKind(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw wrong(
          "--layer is written GLOB=KIND, such as '*.weight_hh=recurrent(blocks=4)': '"
              + text
              + "'");
    }
    try {
      Notation kind = Notation.parse(text.substring(equals + 1));
      for (String key : kind.values().keySet()) {
        if (!key.equals("blocks") && !key.equals("stride")) {
          throw new IllegalArgumentException("a layer has blocks and stride: '" + key + "'");
        }
      }
      return new LayerKind(
          new Glob(text.substring(0, equals).strip()),
          kind(kind.name()),
          number(kind, "blocks"),
          number(kind, "stride"));
    } catch (IllegalArgumentException e) {
      throw wrong("--layer: " + e.getMessage());
    }
  }

  private static Kernel.Kind kind(String name) {
    return Arrays.stream(Kernel.Kind.values())
        .filter(kind -> kind.name().equals(name.toUpperCase(Locale.ROOT).replace('-', '_')))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no kind of layer '" + name + "'; see seedbed init --help"));
  }

  private static OptionalInt number(Notation kind, String key) {
    String digits = kind.values().get(key);
    if (digits == null) {
      return OptionalInt.empty();
    }
    if (!digits.matches("[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException(
          "%s must be a whole number from 1 to 999999999: '%s'".formatted(key, digits));
    }
    return OptionalInt.of(Integer.parseInt(digits));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(
        Objects.requireNonNull(spec, "picocli sets it").commandLine(), message);
  }
}
