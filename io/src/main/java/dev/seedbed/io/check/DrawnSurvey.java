package dev.seedbed.io.check;

import dev.seedbed.check.Survey;
import dev.seedbed.data.Dataset;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Scheme;
import dev.seedbed.io.model.ModelDescription;
import dev.seedbed.io.transfer.RowsFormat;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.study.DividedWork;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Optional;

/// The survey of starts that are drawn, some seeds a part.
@SuppressWarnings("serial") // It goes to other machines as a [Written].
record DrawnSurvey(NetworkSpec network, Scheme scheme, Optional<Dataset.Part> rows, SeedParts seeds)
    implements DividedWork<Survey.Counts> {
  private static final byte[] NONE = {};

  static DrawnSurvey of(DrawnCheck check) {
    return new DrawnSurvey(
        check.network(), check.scheme(), check.rows(), SeedParts.of(check.seeds()));
  }

  @Override
  public int parts() {
    return seeds.parts();
  }

  @Override
  public String name(int part) {
    return seeds.name(part);
  }

  @Override
  public Survey.Counts run(int part) {
    return Survey.count(network, scheme, seeds.of(part), rows);
  }

  private Object writeReplace() {
    if (!Catalogue.scheme(scheme.name()).equals(scheme)) {
      throw new IllegalArgumentException(
          "'%s' is not a scheme of the catalogue: it cannot go to other machines"
              .formatted(scheme.name()));
    }
    return new Written(
        ModelDescription.text(network),
        scheme.name(),
        rows.map(DrawnSurvey::bytes).orElse(NONE),
        seeds);
  }

  private static byte[] bytes(Dataset.Part rows) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      RowsFormat.write(out, rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// As it travels.
  private record Written(String network, String scheme, byte[] rows, SeedParts seeds)
      implements Serializable {
    private Object readResolve() throws IOException {
      Optional<Dataset.Part> given =
          rows.length == 0
              ? Optional.empty()
              : Optional.of(RowsFormat.read(new DataInputStream(new ByteArrayInputStream(rows))));
      return new DrawnSurvey(
          ModelDescription.network(network), Catalogue.scheme(scheme), given, seeds);
    }
  }
}
