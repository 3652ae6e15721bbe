package dev.seedbed.cli.command;

import dev.seedbed.check.Check;
import dev.seedbed.check.CoordinateCheck;
import dev.seedbed.check.result.Coordinates;
import dev.seedbed.cli.check.CheckReport;
import dev.seedbed.cli.check.CoordinateText;
import dev.seedbed.cli.options.ActivationOption;
import dev.seedbed.cli.options.ClusterOptions;
import dev.seedbed.cli.options.CoordinateOptions;
import dev.seedbed.cli.options.DataFit;
import dev.seedbed.cli.options.DataOptions;
import dev.seedbed.cli.options.OutputOptions;
import dev.seedbed.cli.options.SchemeNames;
import dev.seedbed.cli.options.SchemeOptions;
import dev.seedbed.cli.options.Values;
import dev.seedbed.cli.terminal.Errors;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.init.Scheme;
import dev.seedbed.init.TensorScheme;
import dev.seedbed.io.check.CheckRequest;
import dev.seedbed.io.check.CheckResult;
import dev.seedbed.io.check.DrawnCheck;
import dev.seedbed.io.check.SavedCheck;
import dev.seedbed.io.check.SavedCoordinates;
import dev.seedbed.io.check.SavedSurvey;
import dev.seedbed.io.document.CoordinatesDocument;
import dev.seedbed.io.document.Documents;
import dev.seedbed.io.file.Memory;
import dev.seedbed.io.run.RunRecord;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.network.Loss;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.report.StartReport;
import dev.seedbed.report.text.CommandLines;
import dev.seedbed.study.Cluster;
import dev.seedbed.study.StudySpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `seedbed check`: is this a sound start?
@Command(
    name = "check",
    description = {
      "Is this a sound start?",
      "",
      "Propagates rows forward and gradients backward through a network before its first step, a saved one "
          + "(MODEL) or starts drawn for given widths (--layers). Reports what will hinder training, how "
          + "that was measured, and how to fix it. If the network cannot be run, checks each tensor by "
          + "itself and all of them together, and lists what that leaves unchecked; such a network is never called healthy."
    },
    footer = {
      "",
      "Exit codes: 0 healthy, 10 warnings, 11 errors, 12 not run or measured in",
      "full, 1 the work failed, 2 wrong usage or unreadable input. With",
      "--coordinates: 0 stable in width, 10 not stable, 12 not run."
    })
public final class CheckCommand implements Callable<Integer> {
  public static final int WARNINGS = 10;
  public static final int ERRORS = 11;
  static final int NOT_RUN = 12;

  /// Options that only apply to starts that are drawn.
  private static final List<String> FOR_DRAWS = List.of("--activation", "--init", "--faithful");

  private static final List<String> WITHOUT_COORDINATES =
      List.of("--data", "--target", "--overfit", "--fix", "--out", "--report", "--overwrite");

  /// The lowest verdict that is a failure.
  private enum FailOn {
    WARNING,
    ERROR;

    /// As people write it.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "MODEL",
      description =
          "A file to check: .onnx, .safetensors, a state dict of PyTorch (.pt, .pth, .bin, .ckpt), .npz, .gguf, a model of Keras (.keras, .h5), the index of several (.safetensors.index.json, .bin.index.json), or a run folder; several with --coordinates.")
  private List<Path> models = List.of();

  @Option(
      names = "--layers",
      paramLabel = "WIDTHS",
      converter = Values.Widths.class,
      description = "Draw a network to check, from inputs to outputs: 784,256,10 or 784,128*34,10.")
  private Values.@Nullable WidthList layers;

  @Mixin private ActivationOption activation = new ActivationOption();

  @Mixin private SchemeOptions scheme = new SchemeOptions();

  @Option(
      names = "--seeds",
      paramLabel = "SEEDS",
      converter = Values.Seeds.class,
      description =
          "How many starts to draw (1000 means seeds 0 to 999), or which: 0..31 or 3,14,15. With several, reports how probable "
              + "a faulty one is. Those of a MODEL are drawn by --init, or by the laws that its tensors look drawn by. Default: ${DEFAULT-VALUE}. "
              + "With --coordinates, the batches to train on. Default: "
              + CoordinateCheck.BATCHES
              + ".")
  private Values.SeedList seeds = new Values.SeedList(StudySpec.seeds(1));

  @Mixin private DataOptions table = new DataOptions();

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description =
          "Learning rate to check the size of the first step with. Default: "
              + Check.USUAL_LEARNING_RATE
              + ". With --coordinates, of the steps. Default: 0.001 with Adam, 0.1 with SGD.")
  private @Nullable Double learningRate;

  @Mixin private CoordinateOptions coordinates = new CoordinateOptions();

  @Option(
      names = "--input",
      paramLabel = "NAME=SHAPE",
      converter = Values.InputShapes.class,
      description =
          "Shape of an input of MODEL, such as image=8x3x32x32. Default: the file's, with 8 to 64 rows and usual lengths where it leaves them open.")
  private List<Values.InputShape> inputs = List.of();

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description =
          "Give a loss to this output of MODEL only. Default: to all, or with targets to the first.")
  private @Nullable String lossOf;

  @Option(
      names = "--overfit",
      description =
          "Also test whether a copy can memorise 16 rows in 1,000 steps. Takes about a second for 30,000 weights.")
  private boolean overfit;

  @Option(
      names = "--fix",
      description =
          "Write a copy to OUT in which faulty tensors are drawn anew, and check it. What cannot be "
              + "repaired is listed with the reason.")
  private boolean fix;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "OUT",
      description = "The file that --fix writes: .safetensors or .onnx, or of the format of MODEL.")
  private @Nullable Path out;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Also write a report: one HTML file with charts of the start, layer by layer.")
  private @Nullable Path page;

  @Option(
      names = "--overwrite",
      description = "Replace OUT, which may be MODEL, and the report if there is one.")
  private boolean overwrite;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description =
          "Lowest severity that makes the exit code other than 0: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private FailOn failOn = FailOn.WARNING;

  @Option(
      names = "--allow-not-run",
      description =
          "Exit with 0 instead of 12 if the network cannot be run or measured in full, and nothing worse was found.")
  private boolean allowNotRun;

  @Mixin private OutputOptions output = new OutputOptions();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(names = "--quiet", description = "Print nothing; the exit code gives the verdict.")
  private boolean quiet;

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkUsage();
    if (coordinates.wanted()) {
      return coordinates();
    }
    Path model = model();
    CheckReport report = model != null ? saved(model) : drawn(Objects.requireNonNull(layers));
    if (page != null) {
      StartReport.write(report.drawn(), commandLine(), page);
    }
    if (output.json()) {
      spec().commandLine().getOut().println(Documents.text(report.document()));
    } else if (!quiet) {
      report.print(spec().commandLine().getOut());
    }
    spec().commandLine().getOut().flush();
    return exitCode(report.result());
  }

  /// The command that repeats this check, for the report.
  private String commandLine() {
    var words = new ArrayList<>(List.of("seedbed"));
    words.addAll(spec().root().commandLine().getParseResult().originalArgs());
    if (!overwrite) {
      words.add("--overwrite");
    }
    return CommandLines.of(words);
  }

  /// Where the findings are no failure, the network may still not have been run, or not in full.
  private int exitCode(CheckResult result) {
    int found =
        switch (result.verdict()) {
          case HEALTHY, MEASURED, NOT_RUN -> 0;
          case WARNINGS -> failOn == FailOn.WARNING ? WARNINGS : 0;
          case ERRORS -> ERRORS;
        };
    boolean seen =
        switch (result) {
          case CheckResult.OfRun _ -> true;
          case CheckResult.OfGraph graph -> graph.notMeasured().isEmpty();
          case CheckResult.OfTensors _ -> false;
        };
    return found == 0 && !seen && !allowNotRun ? NOT_RUN : found;
  }

  /// The only one; none of a network that is drawn.
  private @Nullable Path model() {
    return models.isEmpty() ? null : models.getFirst();
  }

  private double learningRate() {
    return learningRate != null
        ? learningRate
        : coordinates.wanted() ? coordinates.optimizer().learningRate() : Check.USUAL_LEARNING_RATE;
  }

  private void checkUsage() {
    if (models.isEmpty() == (layers == null)) {
      throw wrong("give either MODEL, a file to check, or --layers, a network to draw");
    }
    checkCoordinates();
    if (output.threads() < 1) {
      throw wrong("threads must be at least 1: " + output.threads());
    }
    Errors.checked(spec().commandLine(), cluster::checked);
    if (cluster.named() && (seeds.seeds().size() < 2 || coordinates.wanted())) {
      throw wrong("--master needs --seeds, two starts or more to spread");
    }
    if (!(learningRate() > 0 && learningRate() < Double.POSITIVE_INFINITY)) {
      throw wrong("learning rate must be above 0 and finite: " + learningRate());
    }
    if (table.file().isEmpty() && table.target().isPresent()) {
      throw wrong("--target is a column of --data, the table");
    }
    if (fix && out == null) {
      throw wrong("--fix needs -o OUT, the file to write");
    }
    if (!fix && out != null) {
      throw wrong("-o needs --fix");
    }
    if (overwrite && !fix && page == null) {
      throw wrong("--overwrite needs --fix or --report");
    }
    if (page != null) {
      checkPage(page);
    }
    if (layers != null && (!inputs.isEmpty() || lossOf != null)) {
      throw wrong("--input and --output are of a MODEL, not of --layers");
    }
    if (new HashSet<>(seeds.seeds()).size() < seeds.seeds().size()) {
      throw wrong("seeds must differ from each other");
    }
    if (!models.isEmpty() && !coordinates.wanted()) {
      checkDraws();
    }
  }

  /// What is drawn in place of a MODEL.
  private void checkDraws() {
    for (String option : FOR_DRAWS) {
      if (!hasSeeds() && given(option)) {
        throw wrong(option + " needs --layers or --seeds: a MODEL is checked as it is");
      }
    }
    if (hasSeeds() && fix) {
      throw wrong("--fix repairs the start that MODEL holds: leave --seeds out");
    }
    for (String option : List.of("--activation", "--faithful")) {
      if (given(option) && !scheme.given()) {
        throw wrong(option + " of a MODEL needs --init, the scheme to draw by");
      }
    }
  }

  /// Whether starts are to be drawn for a MODEL.
  private boolean hasSeeds() {
    return given("--seeds");
  }

  private boolean given(String option) {
    return spec().commandLine().getParseResult().hasMatchedOption(option);
  }

  private void checkCoordinates() {
    if (!coordinates.wanted()) {
      if (models.size() > 1) {
        throw wrong("give one MODEL; several are compared by --coordinates");
      }
      for (String option : List.of("--widths", "--optimizer")) {
        if (given(option)) {
          throw wrong(option + " needs --coordinates");
        }
      }
      return;
    }
    for (String option : WITHOUT_COORDINATES) {
      if (given(option)) {
        throw wrong(option + " is of a check of one start, not of --coordinates");
      }
    }
    if (models.size() == 1) {
      throw wrong(
          "--coordinates needs the same network at two widths or more: %s is the only MODEL"
              .formatted(models.getFirst()));
    }
    Optional<List<Integer>> widths = coordinates.widths();
    if (layers != null && (widths.isEmpty() || new HashSet<>(widths.get()).size() < 2)) {
      throw wrong(
          "--coordinates of --layers needs --widths, two or more to draw the hidden layers at, such as 64,256,1024");
    }
    if (layers == null && widths.isPresent()) {
      throw wrong("--widths is of --layers: a MODEL has its width");
    }
    for (String option : FOR_DRAWS) {
      if (layers == null && given(option)) {
        throw wrong(option + " needs --layers: --coordinates takes MODELs as they are");
      }
    }
    if (layers != null && layers.widths().size() < 3) {
      throw wrong("--widths needs --layers with hidden layers: " + layers);
    }
    if (hasSeeds() && seeds.seeds().size() < 2) {
      throw wrong("--coordinates needs at least two seeds: an interval is of several");
    }
  }

  /// The report must take the place of nothing that is read or written here.
  private void checkPage(Path file) {
    mustBeNew(file);
    Path model = model();
    Path checked = model == null ? null : RunRecord.model(model);
    for (Path other :
        Stream.of(checked, table.file().orElse(null), out).filter(Objects::nonNull).toList()) {
      if (file.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize())
          || isSame(file, other)) {
        throw wrong("--report must not name MODEL, the data or OUT: " + file);
      }
    }
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    if (!Files.isDirectory(folder)) {
      throw new InputException("cannot write " + file + ": no such folder");
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  private CheckReport saved(Path given) throws IOException, InterruptedException {
    Path file = RunRecord.model(given);
    SavedCheck check = onData(SavedCheck.of(file).asking(request()));
    if (hasSeeds()) {
      Optional<TensorScheme> drawnBy =
          scheme.given()
              ? Optional.of(SchemeNames.named(() -> TensorScheme.of(scheme.one())))
              : Optional.empty();
      var survey = new SavedSurvey(check, seeds.seeds(), drawnBy, activation.activation());
      // Here each network is run by all threads, one after the other.
      return surveyed(1, survey::run);
    }
    if (out == null) {
      return CheckReport.of(check.run());
    }
    WeightFile weights = check.saved().file();
    for (Path written : weights.outputs(out)) {
      mustBeNew(written);
    }
    return CheckReport.of(check.repair(out));
  }

  /// A check by the machines that were asked for.
  private interface Surveying {
    CheckResult by(Cluster machines) throws IOException, InterruptedException;
  }

  private CheckReport surveyed(int threads, Surveying check)
      throws IOException, InterruptedException {
    if (!cluster.given() || seeds.seeds().size() < 2) {
      return CheckReport.of(check.by(Cluster.local(threads)));
    }
    try (var _ = new Interruption();
        Cluster machines =
            cluster.cluster(threads, notice -> Errors.report(spec().commandLine(), notice))) {
      return CheckReport.of(check.by(machines));
    }
  }

  private CheckRequest request() {
    var shapes = new LinkedHashMap<String, List<Long>>();
    inputs.forEach(input -> shapes.put(input.name(), input.axes()));
    return new CheckRequest(
        learningRate(),
        overfit,
        shapes,
        Optional.ofNullable(lossOf),
        page != null,
        output.threads());
  }

  /// With the rows of --data, if it was given.
  private SavedCheck onData(SavedCheck check) {
    if (table.file().isEmpty()) {
      return check;
    }
    Optional<String> own = check.target();
    Optional<String> target = table.target();
    if (own.isPresent() && target.isPresent() && !own.equals(target)) {
      throw wrong(
          "%s predicts '%s', not '%s': leave --target out"
              .formatted(check.saved().file().path(), own.get(), target.get()));
    }
    Path data = table.file().get();
    boolean named = SavedCheck.areArrays(data) || own.isPresent() || target.isPresent();
    if (!named && check.saved().chain().isPresent()) {
      throw wrong("--data needs --target, the column to predict: this model has none");
    }
    return check.on(data, target);
  }

  private void mustBeNew(Path file) {
    if (Files.isDirectory(file)) {
      throw new InputException(file + " is a folder: name a file");
    }
    if (!overwrite && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new InputException(file + " exists already: name another file, or say --overwrite");
    }
  }

  private CheckReport drawn(Values.WidthList widths) throws IOException, InterruptedException {
    Scheme start = scheme.one();
    Optional<Dataset> dataset = table.dataset();
    // A softmax over one output would be 1, whatever the network.
    boolean oneOutput = !widths.widths().isEmpty() && widths.widths().getLast() == 1;
    Loss usual = oneOutput ? Loss.SQUARED_ERROR : Loss.CROSS_ENTROPY;
    Loss loss = dataset.map(d -> StudySpec.of(d).network().loss()).orElse(usual);
    NetworkSpec network;
    try {
      network = new NetworkSpec(widths.widths(), activation.activation(), loss);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    dataset.ifPresent(d -> DataFit.checkWidths(network, d));
    DataFit.checkData(start, dataset);
    int networks = cluster.given() ? 1 : Math.min(output.threads(), seeds.seeds().size());
    Memory.require(
        "checking %s"
            .formatted(
                networks == 1
                    ? "a network of %d parameters".formatted(network.parameters())
                    : "%d networks of %d parameters at a time"
                        .formatted(networks, network.parameters())),
        networks
            * (Float.BYTES * network.parameters()
                + Check.leastBytes(
                    network.widths(),
                    dataset.map(d -> d.train().rows()).orElse(Integer.MAX_VALUE))),
        networks == 1 ? "use narrower layers" : "use --threads 1 or narrower layers");
    var check =
        new DrawnCheck(network, start, seeds.seeds(), dataset.map(Dataset::train), this::asked);
    if (out == null) {
      return surveyed(output.threads(), check::run);
    }
    if (seeds.seeds().size() > 1) {
      throw wrong("--fix repairs one start: give one seed, such as --seeds 7..7");
    }
    if (!out.toString().matches(".*\\.(onnx|safetensors)")) {
      throw wrong("OUT must end in .onnx or .safetensors: " + out);
    }
    mustBeNew(out);
    return CheckReport.of(check.repair(out));
  }

  /// The verdict on networks of several widths.
  private int coordinates() {
    List<Seed> batches = hasSeeds() ? seeds.seeds() : CoordinateCheck.usualSeeds();
    Coordinates result =
        layers == null
            ? new SavedCoordinates(
                    models.stream().map(RunRecord::model).toList(),
                    coordinates.optimizer(),
                    batches,
                    request())
                .run()
            : new CoordinateCheck(
                    drawnAtWidths(layers),
                    coordinates.optimizer(),
                    learningRate(),
                    batches,
                    Map.of())
                .run(output.threads());
    PrintWriter out = spec().commandLine().getOut();
    if (output.json()) {
      String optimizer = coordinates.optimizer().toString();
      out.println(Documents.text(CoordinatesDocument.of(result, optimizer, learningRate())));
    } else if (!quiet) {
      CoordinateText.print(out, result, coordinates.optimizer(), learningRate());
    }
    out.flush();
    return switch (result.verdict()) {
      case STABLE -> 0;
      case NOT_RUN -> allowNotRun ? 0 : NOT_RUN;
      case UNCLEAR, SHRINKS, GROWS -> failOn == FailOn.WARNING ? WARNINGS : 0;
    };
  }

  /// The network with all hidden layers at each of the widths.
  private List<CoordinateCheck.Subject> drawnAtWidths(Values.WidthList widths) {
    Scheme start = scheme.one();
    int last = widths.widths().size() - 1;
    Loss loss = widths.widths().getLast() == 1 ? Loss.SQUARED_ERROR : Loss.CROSS_ENTROPY;
    var networks = new ArrayList<CoordinateCheck.Subject>();
    long parameters = 0;
    for (int width : coordinates.widths().orElseThrow()) {
      var all = new ArrayList<>(widths.widths());
      all.subList(1, last).replaceAll(_ -> width);
      NetworkSpec network =
          Errors.checked(
              spec().commandLine(), () -> new NetworkSpec(all, activation.activation(), loss));
      networks.add(new CoordinateCheck.Subject.Drawn("width " + width, network, start));
      parameters += network.parameters();
    }
    Memory.require(
        "training networks of %d parameters".formatted(parameters),
        Float.BYTES * parameters,
        "use smaller --widths");
    return networks;
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec, "picocli sets it");
  }

  private Check asked(Check check) {
    // If there are several starts, each thread checks one of them.
    int threads = seeds.seeds().size() == 1 ? output.threads() : 1;
    Check rated = check.withLearningRate(learningRate()).withThreads(threads);
    return overfit ? rated.withOverfitting() : rated;
  }
}
