package dev.seedbed.cli.options;

import dev.seedbed.study.Keep;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// What a study keeps.
public final class KeepOption {
  @Option(
      names = "--keep",
      paramLabel = "WHAT",
      converter = Ways.class,
      description =
          "What to keep: best, the network of the best seed; ensemble or ensemble=K, the K best (or all, if fewer were "
              + "trained to the end) as one model, which answers with the mean of their answers; soup or soup=K, one "
              + "network with the mean of their weights, if it is as good as their ensemble, else the best. K is "
              + Keep.DEFAULT_MEMBERS
              + " if it is left out. Default: ${DEFAULT-VALUE}.")
  private Way way = new Way(new Keep.Best());

  public Keep keep() {
    return way.keep;
  }

  /// A way, shown as it is written.
  record Way(Keep keep) {
    @Override
    public String toString() {
      return switch (keep) {
        case Keep.Best _ -> keep.name();
        case Keep.Ensemble _, Keep.Soup _ -> keep.name() + "=" + keep.members();
      };
    }
  }

  /// A name, and behind a = how many.
  static final class Ways implements ITypeConverter<Way> {
    @Override
    public Way convert(String value) {
      int equals = value.indexOf('=');
      String name = equals < 0 ? value : value.substring(0, equals);
      if (equals >= 0 && name.equals("best")) {
        throw new TypeConversionException("best keeps one network: write best, or ensemble=K");
      }
      int members =
          equals < 0 ? Keep.DEFAULT_MEMBERS : Values.wholeNumber(value.substring(equals + 1));
      try {
        return new Way(Keep.named(name, members));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
