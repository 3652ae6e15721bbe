package dev.seedbed.cli.command;

import dev.seedbed.check.result.Severity;
import dev.seedbed.cli.options.ActivationOption;
import dev.seedbed.cli.options.OutputOptions;
import dev.seedbed.cli.options.RuleOptions;
import dev.seedbed.cli.terminal.Lines;
import dev.seedbed.cli.terminal.OutputStyle;
import dev.seedbed.cli.terminal.Tones;
import dev.seedbed.data.InputException;
import dev.seedbed.init.Catalogue;
import dev.seedbed.io.document.Documents;
import dev.seedbed.io.document.VerifyDocument;
import dev.seedbed.io.document.VerifyDocument.FindingRow;
import dev.seedbed.io.document.VerifyDocument.MeantPart;
import dev.seedbed.io.run.RunRecord;
import dev.seedbed.io.start.DrawRule;
import dev.seedbed.io.start.Plan;
import dev.seedbed.io.start.Recipe;
import dev.seedbed.io.verify.FileComparison;
import dev.seedbed.io.verify.FileComparison.Against;
import dev.seedbed.io.verify.PromiseVerification;
import dev.seedbed.io.verify.VerifyResult;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.random.Seed;
import dev.seedbed.report.VerifyReport;
import dev.seedbed.report.text.CommandLines;
import dev.seedbed.report.text.VerifyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `seedbed verify`: whether a file holds the start that was meant.
@Command(
    name = "verify",
    description = {
      "Verify that a file of weights holds the start that was meant.",
      "",
      "Tests each tensor against what was promised of it: its law, with exact fans, its scale, its tails, its structure; "
          + "and whether tensors, or shards of one, hold the same numbers. What does not agree is named, with the law that fits instead. "
          + "Or compares the file with another one: its laws (--like), its numbers (--equal), or what it was before (--from).",
      "",
      "Exit codes: 0 as meant; 10 warnings; 11 errors; 12 nothing could be tested."
    })
public final class VerifyCommand implements Callable<Integer> {
  private static final int WARNINGS = 10;
  private static final int ERRORS = 11;
  private static final int NOT_RUN = 12;
  private static final int MOST_SHOWN = 20;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL",
      description = "A file of weights, or the index of a checkpoint in several; or a run folder.")
  private Path model = Path.of("");

  @Mixin private RuleOptions rules = new RuleOptions();

  @Mixin private ActivationOption activation = new ActivationOption();

  @Option(
      names = "--like",
      paramLabel = "OTHER",
      description = "Each tensor follows the same law as in OTHER.")
  private @Nullable Path like;

  @Option(
      names = "--equal",
      paramLabel = "OTHER",
      description = "Each tensor holds the same numbers as in OTHER, to the bit.")
  private @Nullable Path equal;

  @Option(
      names = "--from",
      paramLabel = "BEFORE",
      description =
          "MODEL was trained or converted from BEFORE: name the tensors that are untouched, or still look like a start.")
  private @Nullable Path from;

  @Option(names = "--strict", description = "A parameter that no rule covers is an error.")
  private boolean strict;

  @Option(
      names = "--alpha",
      paramLabel = "P",
      description =
          "The probability of any false alarm in the whole file. Default: ${DEFAULT-VALUE}.")
  private double alpha = 1e-6;

  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Also write a report: one HTML file with charts.")
  private @Nullable Path page;

  @Option(names = "--overwrite", description = "Replace the report if there is one.")
  private boolean overwrite;

  @Option(names = "--quiet", description = "Print nothing; the exit code gives the verdict.")
  private boolean quiet;

  @Override
  public Integer call() throws IOException {
    checkUsage();
    WeightFile file = WeightFile.read(RunRecord.model(model));
    VerifyText text = new VerifyText(new VerifyText(verified(file)).inWords());
    if (page != null) {
      VerifyReport.write(text, commandLine(), page);
    }
    if (output.json()) {
      spec().commandLine().getOut().println(Documents.text(text.result()));
    } else if (!quiet) {
      print(text, new Lines(spec().commandLine().getOut(), OutputStyle.ofStandardOutput()));
    }
    spec().commandLine().getOut().flush();
    return switch (text.result().verdict()) {
      case "as-meant" -> 0;
      case "warnings" -> WARNINGS;
      case "errors" -> ERRORS;
      default -> NOT_RUN;
    };
  }

  /// The command that makes the report again.
  private String commandLine() {
    var words = new ArrayList<>(List.of("seedbed"));
    words.addAll(spec().root().commandLine().getParseResult().originalArgs());
    if (!overwrite) {
      words.add("--overwrite");
    }
    return CommandLines.of(words);
  }

  private void checkUsage() {
    if (page == null && overwrite) {
      throw wrong("--overwrite needs --report");
    }
    if (page != null && Files.isDirectory(page)) {
      throw new InputException(page + " is a folder: name a file");
    }
    if (page != null && !overwrite && Files.exists(page, LinkOption.NOFOLLOW_LINKS)) {
      throw new InputException(page + " exists already: name another file, or say --overwrite");
    }
    if (output.threads() < 1) {
      throw wrong("threads must be at least 1: " + output.threads());
    }
    if (!(alpha > 0 && alpha < 1)) {
      throw wrong("alpha must be in (0, 1): " + alpha);
    }
    long files = Stream.of(like, equal, from).filter(Objects::nonNull).count();
    if (files > 1) {
      throw wrong("only one of --like, --equal and --from can be");
    }
    if (files == 1 && rules.saysHow()) {
      throw wrong(
          "--as, --rule and --rules say what was meant: leave --like, --equal and --from out");
    }
    if (files == 1 && strict) {
      throw wrong("--strict is about rules: leave it out, or --like, --equal and --from");
    }
    if (files == 1 && spec().commandLine().getParseResult().hasMatchedOption("--activation")) {
      throw wrong("--activation is about rules: leave it out, or --like, --equal and --from");
    }
    if (files == 0 && !rules.saysHow()) {
      throw wrong(
          "say what was meant: --as RECIPE, such as --as torch; --rule GLOB=SCHEME; --like, --equal or --from another file");
    }
  }

  private VerifyDocument verified(WeightFile file) throws IOException {
    for (Against against : Against.values()) {
      Path other =
          switch (against) {
            case LIKE -> like;
            case EQUAL -> equal;
            case FROM -> from;
          };
      if (other != null) {
        Plan plan =
            Plan.of(
                file,
                rules.wishes(
                    List.of(),
                    Optional.empty(),
                    Optional.of(Catalogue.forTensors("lecun-normal")),
                    activation.activation(),
                    new Seed(0)));
        VerifyResult result =
            new FileComparison(plan, WeightFile.read(RunRecord.model(other)), against, alpha)
                .run(output.threads());
        var meant =
            new MeantPart(
                against.name().toLowerCase(Locale.ROOT),
                Optional.of(other.toString()),
                Optional.empty(),
                Optional.empty());
        return VerifyDocument.of(model.toString(), meant, result);
      }
    }
    Optional<Recipe> recipe = rules.recipe(file);
    List<DrawRule> own = rules.rules(true);
    List<DrawRule> unmatched = Plan.unmatched(file, own);
    var matched = new ArrayList<>(own);
    matched.removeAll(unmatched);
    Plan plan =
        Plan.of(
            file,
            rules.wishes(matched, recipe, Optional.empty(), activation.activation(), new Seed(0)));
    VerifyResult result =
        new PromiseVerification(
                plan,
                unmatched.stream()
                    .map(rule -> rule.tensors().text() + "=" + rule.scheme().name())
                    .toList(),
                strict,
                alpha)
            .run(output.threads());
    var meant =
        new MeantPart(
            recipe.isPresent() ? "recipe" : "rules",
            recipe.map(Recipe::name),
            recipe.map(Recipe::title),
            recipe.map(Recipe::source).filter(source -> !source.isEmpty()));
    return VerifyDocument.of(model.toString(), meant, result);
  }

  private void print(VerifyText text, Lines lines) {
    lines.label("model", text.model());
    lines.label("meant", text.meant());
    lines.label("verdict", tone(text.result()), text.verdict(), "");
    List<VerifyText.Group> groups = text.groups();
    if (!groups.isEmpty()) {
      lines.empty();
    }
    for (VerifyText.Group group : groups.subList(0, Math.min(MOST_SHOWN, groups.size()))) {
      FindingRow first = group.first();
      lines.label(
          first.severity(), Tones.STRONG, first.tensor(), ": " + first.message().orElse(""));
      List<String> more = group.likewise();
      if (!more.isEmpty()) {
        lines.label("", "likewise " + VerifyText.names(more));
      }
    }
    if (groups.size() > MOST_SHOWN) {
      lines.label("", "and %,d more: --json has all".formatted(groups.size() - MOST_SHOWN));
    }
    List<String> notes = text.notes();
    if (!notes.isEmpty()) {
      lines.empty();
    }
    notes.forEach(note -> lines.label("note", note));
    if (page != null) {
      lines.label("report", page + ": open it in a browser");
    }
  }

  private static AttributedStyle tone(VerifyDocument result) {
    return switch (result.verdict()) {
      case "as-meant" -> Tones.GOOD;
      case "errors" -> Tones.of(Severity.ERROR);
      default -> Tones.of(Severity.WARNING);
    };
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec, "picocli sets it");
  }
}
