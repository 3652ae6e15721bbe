package dev.seedbed.cli.command;

import dev.seedbed.cli.options.ActivationOption;
import dev.seedbed.cli.options.SchemeNames;
import dev.seedbed.data.InputException;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Elementwise;
import dev.seedbed.init.Entry;
import dev.seedbed.init.Fans;
import dev.seedbed.init.Initializer;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Law;
import dev.seedbed.init.Library;
import dev.seedbed.init.Place;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "Without NAME, lists all schemes; with NAME, describes one, with numbers if the fans are given. "
          + "Write a scheme as NAME or 'NAME(parameter=value)'. Join several with +: "
          + "'he-normal+sparse-bias' draws the biases by the second."
    })
public final class SchemesCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A scheme, by its name in Seedbed or in another library.")
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

  @Mixin private ActivationOption activation = new ActivationOption();

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
      show(out, name);
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
    Entry.Family family = null;
    for (Entry entry : entries) {
      if (entry.family() != family) {
        out.println((family == null ? "" : "\n") + title(entry.family()) + "\n");
        family = entry.family();
      }
      out.println("  %-24s %s".formatted(entry.name(), entry.formula()));
      out.println("  %-24s %s".formatted("", entry.use()));
    }
    if (filter.isEmpty()) {
      out.println("\nAs in a library: schemes NAME shows its names\n");
      for (Library library : Catalogue.libraries()) {
        out.println("  %-24s %s".formatted(library.id(), library.defaults().formula()));
        out.println("  %-24s %s".formatted("", library.title()));
      }
    }
  }

  private static String title(Entry.Family family) {
    String words = family.name().replace('_', ' ');
    return words.charAt(0) + words.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String text(Entry entry) {
    return String.join(
            " ",
            entry.name(),
            title(entry.family()),
            entry.formula(),
            entry.source(),
            entry.use(),
            "" + Catalogue.aliases(entry))
        .toLowerCase(Locale.ROOT);
  }

  private void show(PrintWriter out, String text) {
    List<String> numbers = numbers(SchemeNames.named(() -> Catalogue.scheme(text)).weights());
    for (Entry entry : SchemeNames.named(() -> Catalogue.entries(text))) {
      out.println("scheme   " + entry.name());
      out.println("law      " + entry.formula());
      if (!entry.source().isEmpty()) {
        out.println("source   " + entry.source());
      }
      out.println("use      " + entry.use());
      for (Entry.Parameter parameter : entry.parameters()) {
        out.println(
            "with     %s=%s%s"
                .formatted(
                    parameter.name(),
                    parameter.preset(),
                    parameter.meaning().isEmpty() ? "" : ": " + parameter.meaning()));
      }
      var also = new ArrayList<>(Catalogue.aliases(entry));
      Catalogue.inLibraries(entry).stream()
          .filter(other -> !Library.departs(other))
          .map(Entry::name)
          .forEach(also::add);
      if (!also.isEmpty()) {
        out.println("also     " + String.join(", ", also));
      }
      Catalogue.inLibraries(entry).stream()
          .filter(Library::departs)
          .forEach(other -> out.println("departs  " + other.name() + ": " + other.use()));
      Catalogue.libraries().stream()
          .filter(library -> library.defaults().equals(entry))
          .flatMap(library -> library.names().stream())
          .forEach(other -> out.println("name     %-32s %s".formatted(other.name(), other.use())));
    }
    numbers.forEach(out::println);
  }

  /// The numbers that follow from the fans, if these are given.
  private List<String> numbers(Initializer weights) {
    if (fanIn == null && fanOut == null) {
      return List.of();
    }
    if (fanIn == null || fanOut == null) {
      throw new ParameterException(
          spec().commandLine(), "--fan-in and --fan-out must be given together");
    }
    return numbers(weights, fans(fanIn, fanOut));
  }

  private Fans fans(double in, double out) {
    try {
      return new Fans(in, out);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec().commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private List<String> numbers(Initializer weights, Fans fans) {
    var kernel = new Kernel(Kernel.Kind.DENSE, 1, 1, 1, 1, fans);
    Place place = Place.inside(kernel, activation.activation());
    if (!(weights.at(place) instanceof Elementwise elementwise)) {
      return List.of();
    }
    Law law = SchemeNames.named(() -> elementwise.law(place));
    var lines = new ArrayList<String>();
    if (law instanceof Law.Uniform uniform) {
      lines.add("b        " + uniform.bound());
    } else if (law instanceof Law.TruncatedNormal truncated) {
      lines.add("σ        " + truncated.scale() + " before cutting at ±" + truncated.bound());
    }
    double deviation = Math.sqrt(law.variance());
    lines.add("mean     " + law.mean());
    lines.add("sd       " + deviation);
    lines.add("variance " + law.variance());
    lines.add(
        "gain     %s forward (sd · √fan-in), %s backward (sd · √fan-out)"
            .formatted(deviation * Math.sqrt(fans.in()), deviation * Math.sqrt(fans.out())));
    return lines;
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec, "picocli sets it");
  }
}
