package dev.seedbed.cli.options;

import dev.seedbed.data.InputException;
import dev.seedbed.init.Scheme;
import dev.seedbed.study.StudySpec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The schemes that weights and biases are drawn by.
public final class SchemeOptions {
  @Option(
      names = "--init",
      paramLabel = "SCHEMES",
      converter = Values.Schemes.class,
      description =
          "How weights and biases are drawn, such as he-normal or 'orthogonal(gain=1.4)+label-bias'; see seedbed schemes. "
              + "train compares several, separated by commas. Default: "
              + StudySpec.DEFAULT_SCHEME_NAME
              + ".")
  private Values.@Nullable SchemeList schemes;

  @Option(
      names = "--faithful",
      description =
          "With schemes of another library, such as dl4j:LECUN_UNIFORM, also reproduce its mistakes.")
  private boolean faithful;

  /// Whether any is named.
  public boolean given() {
    return schemes != null;
  }

  /// Whether to reproduce the mistakes of libraries.
  public boolean faithful() {
    return faithful;
  }

  /// All that are named, else the default.
  public List<Scheme> all() {
    List<String> names = schemes == null ? List.of(StudySpec.DEFAULT_SCHEME_NAME) : schemes.names();
    return names.stream().map(name -> SchemeNames.scheme(name, faithful)).toList();
  }

  /// The only one.
  ///
  /// @throws InputException if several are named
  public Scheme one() {
    List<Scheme> all = all();
    if (all.size() > 1) {
      throw new InputException("--init must name one scheme here: " + schemes);
    }
    return all.getFirst();
  }
}
