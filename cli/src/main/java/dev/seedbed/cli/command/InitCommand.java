package dev.seedbed.cli.command;

import dev.seedbed.cli.init.InitReport;
import dev.seedbed.cli.options.ActivationOption;
import dev.seedbed.cli.options.ClusterOptions;
import dev.seedbed.cli.options.DataFit;
import dev.seedbed.cli.options.DataOptions;
import dev.seedbed.cli.options.OutputOptions;
import dev.seedbed.cli.options.SchemeNames;
import dev.seedbed.cli.options.SchemeOptions;
import dev.seedbed.cli.options.Values;
import dev.seedbed.cli.terminal.Errors;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Scheme;
import dev.seedbed.init.TensorScheme;
import dev.seedbed.io.file.InputFiles;
import dev.seedbed.io.model.ModelFiles;
import dev.seedbed.io.network.SavedNetwork;
import dev.seedbed.io.start.DrawRule;
import dev.seedbed.io.start.Glob;
import dev.seedbed.io.start.LayerKind;
import dev.seedbed.io.start.Layout;
import dev.seedbed.io.start.Plan;
import dev.seedbed.io.weights.ShardedFile;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.notation.Notation;
import dev.seedbed.random.Seed;
import dev.seedbed.study.Cluster;
import dev.seedbed.study.StudySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
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
      "Without MODEL: the initial weights of a new network (--layers). With MODEL: a copy of an ONNX or safetensors "
          + "file of any architecture in which tensors are drawn anew: those that rules match, or all weights and biases. "
          + "All else stays: constants such as masks, names, order and types. Prints what was drawn, and how well it fits its distribution."
    })
public final class InitCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description =
          "A .safetensors or .onnx file to draw new weights for, or the index of a checkpoint in several: .safetensors.index.json.")
  private @Nullable Path model;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "OUT",
      description =
          "The file to write: .safetensors or .onnx; .safetensors.index.json with its shards beside it, if MODEL is one.")
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

  @Option(
      names = "--rule",
      paramLabel = "GLOB=SCHEME",
      description =
          "Draw the tensors whose names match: '*.q_proj.weight=glorot-uniform'. The first rule that matches is used; all "
              + "other tensors are drawn by --init if it is given, and kept if not.")
  private List<String> rules = List.of();

  @Option(
      names = "--keep",
      paramLabel = "GLOB",
      description = "Leave the tensors whose names match unchanged.")
  private List<String> keep = List.of();

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      converter = Values.Layouts.class,
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
    if (!rules.isEmpty() || !keep.isEmpty() || !kinds.isEmpty() || layout != null) {
      throw wrong("--rule, --keep, --layer and --layout need a MODEL");
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
    // Rules draw what they name, and nothing else unless a scheme is given.
    Optional<TensorScheme> otherwise =
        scheme.given() || rules.isEmpty()
            ? Optional.of(SchemeNames.named(() -> TensorScheme.of(scheme.one())))
            : Optional.empty();
    var wishes =
        new Plan.Wishes(
            rules.stream().map(this::rule).toList(),
            keep.stream().map(Glob::new).toList(),
            otherwise,
            Optional.ofNullable(layout),
            kinds.stream().map(this::layerKind).toList(),
            activation.activation(),
            new Seed(seed));
    WeightFile weights = WeightFile.read(file);
    if (cluster.named() && !(weights instanceof ShardedFile)) {
      throw wrong(
          "--master draws a checkpoint of several files, named by its index (.safetensors.index.json): %s is one alone"
              .formatted(file));
    }
    if (InputFiles.read(file, _ -> ModelFiles.description(weights.metadata())).isPresent()) {
      // A copy of a damaged model would pass for a sound one: read it whole.
      SavedNetwork.read(file);
    }
    Plan plan = Plan.of(weights, wishes);
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

  private DrawRule rule(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new InputException(
          "a rule is written GLOB=SCHEME, such as '*.bias=zeros': '" + text + "'");
    }
    String written = text.substring(equals + 1).strip();
    return new DrawRule(
        new Glob(text.substring(0, equals).strip()),
        SchemeNames.named(
            () -> Catalogue.forTensors(scheme.faithful() ? Catalogue.faithful(written) : written)));
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

  private CommandSpec spec() {
    return Objects.requireNonNull(spec, "picocli sets it");
  }
}
