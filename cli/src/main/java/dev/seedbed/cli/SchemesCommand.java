package dev.seedbed.cli;

import dev.seedbed.data.InputException;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Fans;
import dev.seedbed.init.Law;
import dev.seedbed.study.StudySpec;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `seedbed schemes`: the catalogue of initialisation schemes.
@Command(
    name = "schemes",
    description = {
      "The catalogue of schemes, with formulas, papers and numbers.",
      "",
      "Without a name it lists all; with one it says what there is to know, and with fans the numbers."
    })
final class SchemesCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A scheme, by our name or another library's.")
  private @Nullable String name;

  @Option(
      names = "--fan-in",
      paramLabel = "N",
      description = "How many terms are summed in one output.")
  private @Nullable Double fanIn;

  @Option(
      names = "--fan-out",
      paramLabel = "N",
      description = "How many outputs one input reaches.")
  private @Nullable Double fanOut;

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      converter = Values.Activations.class,
      completionCandidates = Values.ActivationNames.class,
      description = "For schemes that depend on it. Default: ${DEFAULT-VALUE}.")
  private Values.NamedActivation activation =
      new Values.NamedActivation(StudySpec.DEFAULT_ACTIVATION);

  @Option(
      names = "--filter",
      paramLabel = "TEXT",
      description = "List only schemes with that text in their name, formula, source or use.")
  private String filter = "";

  @Override
  public Integer call() {
    PrintWriter out = spec().commandLine().getOut();
    if (name == null) {
      list(out);
    } else {
      show(out, named(name));
    }
    out.flush();
    return 0;
  }

  private void list(PrintWriter out) {
    String wanted = filter.toLowerCase(Locale.ROOT);
    var entries = Catalogue.all().stream().filter(entry -> text(entry).contains(wanted)).toList();
    if (entries.isEmpty()) {
      throw new InputException(
          "no scheme has '" + filter + "' in it: leave --filter out to see all");
    }
    for (Catalogue.Entry entry : entries) {
      out.println("%-24s %s".formatted(entry.name(), entry.formula()));
      out.println("%-24s %s".formatted("", entry.use()));
    }
  }

  private static String text(Catalogue.Entry entry) {
    return String.join(
            " ", entry.name(), entry.formula(), entry.source(), entry.use(), "" + entry.aliases())
        .toLowerCase(Locale.ROOT);
  }

  /// The entry with that name or alias.
  ///
  /// @throws InputException if there is none; it names the nearest
  static Catalogue.Entry named(String name) {
    return Catalogue.find(name)
        .orElseThrow(
            () -> new InputException("no scheme '%s': %s".formatted(name, Catalogue.hint(name))));
  }

  private void show(PrintWriter out, Catalogue.Entry entry) {
    out.println("scheme   " + entry.name());
    out.println("law      " + entry.formula());
    out.println("source   " + entry.source());
    out.println("use      " + entry.use());
    if (!entry.aliases().isEmpty()) {
      out.println("also     " + String.join(", ", entry.aliases()));
    }
    if (fanIn == null && fanOut == null) {
      return;
    }
    if (fanIn == null || fanOut == null) {
      throw new ParameterException(
          spec().commandLine(), "--fan-in and --fan-out must be given together");
    }
    showNumbers(out, entry.weights().apply(activation.activation()).law(fans(fanIn, fanOut)));
  }

  private Fans fans(double in, double out) {
    try {
      return new Fans(in, out);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec().commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void showNumbers(PrintWriter out, Law law) {
    if (law instanceof Law.Uniform uniform) {
      out.println("b        " + uniform.bound());
    } else if (law instanceof Law.TruncatedNormal truncated) {
      out.println("σ        " + truncated.scale() + " before cutting at ±" + truncated.bound());
    }
    out.println("mean     " + law.mean());
    out.println("sd       " + Math.sqrt(law.variance()));
    out.println("variance " + law.variance());
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec, "picocli sets it");
  }
}
