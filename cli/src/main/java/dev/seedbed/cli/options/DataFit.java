package dev.seedbed.cli.options;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.init.Scheme;
import dev.seedbed.network.NetworkSpec;
import java.util.Optional;

/// Whether the data that a user gives fit the network and the scheme.
public final class DataFit {

  private DataFit() {}

  /// A scheme that looks at data must have some.
  public static void checkData(Scheme start, Optional<Dataset> dataset) {
    if (start.needsData() && dataset.isEmpty()) {
      throw new InputException(
          start.name() + " looks at rows of data: give them with --data FILE --target COLUMN");
    }
  }

  public static void checkWidths(NetworkSpec network, Dataset dataset) {
    int in = dataset.encoder().width();
    int outputs = dataset.target().width();
    if (network.widths().getFirst() != in || network.widths().getLast() != outputs) {
      throw new InputException(
          "this data needs %d inputs and %d outputs: --layers %d,…,%d"
              .formatted(in, outputs, in, outputs));
    }
  }
}
