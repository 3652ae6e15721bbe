package dev.seedbed.cli.command;

import dev.seedbed.cli.init.InitReport;
import dev.seedbed.cli.options.ActivationOption;
import dev.seedbed.cli.options.ClusterOptions;
import dev.seedbed.cli.options.DataFit;
import dev.seedbed.cli.options.DataOptions;
import dev.seedbed.cli.options.OutputOptions;
import dev.seedbed.cli.options.RuleOptions;
import dev.seedbed.cli.options.SchemeNames;
import dev.seedbed.cli.options.SchemeOptions;
import dev.seedbed.cli.options.Values;
import dev.seedbed.cli.terminal.Errors;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.init.Scheme;
import dev.seedbed.init.TensorScheme;
import dev.seedbed.io.file.InputFiles;
import dev.seedbed.io.model.ModelFiles;
import dev.seedbed.io.network.SavedNetwork;
import dev.seedbed.io.start.Plan;
import dev.seedbed.io.start.Recipe;
import dev.seedbed.io.weights.ShardedFile;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.study.Cluster;
import dev.seedbed.study.StudySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `seedbed init`: writes initial weights.
@Command(
    name = "init",
    description = {
      "Write initial weights.",
      "",
      "Without MODEL: the initial weights of a new network (--layers). With MODEL: a copy of a file of any architecture "
          + "(ONNX, safetensors, PyTorch's state dicts, NumPy's .npz) in which tensors are drawn anew: those that rules match, or all weights and biases. "
          + "All else stays: constants such as masks, names, order and types. Prints what was drawn, and how well it fits its distribution."
    })
public final class InitCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description =
          "A file to draw new weights for: .onnx, .safetensors, a state dict of PyTorch (.pt, .pth, .bin, .ckpt), .npz, .gguf or a model of Keras (.keras, .h5); or the index of a checkpoint in several (.safetensors.index.json, .bin.index.json).")
  private @Nullable Path model;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "OUT",
      description =
          "The file to write: .safetensors or .onnx; of the format of MODEL, if there is one, as an index with its shards beside it.")
  private Path out = Path.of("");

  @Option(
      names = "--overwrite",
      description = "Replace OUT if it exists; it may be the same file as MODEL.")
  private boolean overwrite;

  @Option(
      names = "--layers",
      paramLabel = "WIDTHS",
      converter = Values.Widths.class,
      description = "A new network, from inputs to outputs: 784,256,10 or 784,128*34,10.")
  private Values.@Nullable WidthList layers;

  @Mixin private ActivationOption activation = new ActivationOption();

  @Mixin private SchemeOptions scheme = new SchemeOptions();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of all random numbers. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private RuleOptions rules = new RuleOptions();

  @Option(
      names = "--base",
      paramLabel = "FILE",
      description =
          "Where schemes such as pissa read trained weights that MODEL does not hold: the model that an adapter belongs to.")
  private @Nullable Path base;

  @Mixin private DataOptions data = new DataOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(names = "--quiet", description = "Print nothing.")
  private boolean quiet;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if ((model == null) == (layers == null)) {
      throw wrong("give either MODEL, a file to draw new weights for, or --layers, a new network");
    }
    if (output.threads() < 1) {
      throw wrong("threads must be at least 1: " + output.threads());
    }
    Errors.checked(spec().commandLine(), cluster::checked);
    if (cluster.named() && model == null) {
      throw wrong("--master needs a MODEL: a new network is drawn here");
    }
    if (Files.exists(out, LinkOption.NOFOLLOW_LINKS) && !overwrite) {
      throw new InputException(out + " exists already: name another file, or say --overwrite");
    }
    InitReport report = model != null ? restart(model) : start(Objects.requireNonNull(layers));
    if (output.json()) {
      spec().commandLine().getOut().println(report.json().toPrettyString());
    } else if (!quiet) {
      report.print(spec().commandLine().getOut());
    }
    spec().commandLine().getOut().flush();
    return 0;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  /// A new network.
  private InitReport start(Values.WidthList widths) throws IOException {
    if (rules.given() || base != null) {
      throw wrong("--as, --rule, --rules, --base, --keep, --layer and --layout need a MODEL");
    }
    if (!out.toString().matches(".*\\.(onnx|safetensors)")) {
      throw wrong("OUT must end in .onnx or .safetensors: " + out);
    }
    Scheme start = scheme.one();
    Optional<Dataset> dataset = data.dataset();
    Loss loss = dataset.map(d -> StudySpec.of(d).network().loss()).orElse(Loss.CROSS_ENTROPY);
    NetworkSpec network;
    try {
      network = new NetworkSpec(widths.widths(), activation.activation(), loss);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    dataset.ifPresent(d -> DataFit.checkWidths(network, d));
    DataFit.checkData(start, dataset);
    ModelFiles.requireRoom(network, 1);
    Network drawn =
        SchemeNames.named(() -> start.draw(network, new Seed(seed), dataset.map(Dataset::train)));
    ModelFiles.write(drawn, start.name(), new Seed(seed), out);
    return InitReport.of(out, start, drawn);
  }

  /// A file of any architecture.
  private InitReport restart(Path file) throws IOException, InterruptedException {
    if (data.file().isPresent()) {
      throw wrong("--data needs --layers: a MODEL is not run");
    }
    WeightFile weights = WeightFile.read(file);
    Optional<Recipe> recipe = rules.recipe(weights);
    if (recipe.flatMap(Recipe::otherwise).isPresent() && scheme.given()) {
      throw wrong("--as %s draws all tensors: leave --init out".formatted(recipe.get().name()));
    }
    // Rules draw what they name, and nothing else unless a scheme is given.
    Optional<TensorScheme> otherwise =
        scheme.given() || !rules.saysHow()
            ? Optional.of(SchemeNames.named(() -> TensorScheme.of(scheme.one())))
            : Optional.empty();
    Plan.Wishes wishes =
        rules.wishes(
            rules.rules(scheme.faithful()),
            recipe,
            otherwise,
            activation.activation(),
            new Seed(seed));
    if (cluster.named() && !(weights instanceof ShardedFile)) {
      throw wrong(
          "--master draws a checkpoint of several files, named by its index (.safetensors.index.json, .bin.index.json): %s is one alone"
              .formatted(file));
    }
    if (InputFiles.read(file, _ -> ModelFiles.description(weights.metadata())).isPresent()) {
      // A copy of a damaged model would pass for a sound one: read it whole.
      SavedNetwork.read(file);
    }
    if (base != null && cluster.given()) {
      throw wrong("--base is read here alone: leave --master and its options out");
    }
    Plan plan = Plan.of(weights, wishes, Optional.ofNullable(base).map(WeightFile::read));
    if (!overwrite) {
      for (Path written : plan.file().outputs(out)) {
        if (Files.exists(written, LinkOption.NOFOLLOW_LINKS)) {
          throw new InputException(
              written + " exists already: name another file, or say --overwrite");
        }
      }
    }
    write(plan);
    return InitReport.of(out, plan);
  }

  private void write(Plan plan) throws IOException, InterruptedException {
    if (!cluster.given() || !(plan.file() instanceof ShardedFile)) {
      plan.write(out, output.threads());
      return;
    }
    try (var _ = new Interruption();
        Cluster machines =
            cluster.cluster(
                output.threads(), notice -> Errors.report(spec().commandLine(), notice))) {
      plan.write(out, machines);
    }
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec, "picocli sets it");
  }
}
