package dev.seedbed.io.run;

import dev.seedbed.check.result.LayerReport;
import dev.seedbed.study.ActivationCurve;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The table of how activations were spread: a line an epoch, the start being epoch 0, and hidden
/// layer.
final class ActivationTable {

  private ActivationTable() {}

  static void write(Path file, ActivationCurve curve) throws IOException {
    Tables.write(
        file,
        List.of("epoch", "layer", "mean", "sd", "p2", "p98"),
        IntStream.range(0, curve.epochs().size())
            .boxed()
            .flatMap(epoch -> rows(epoch, curve.epochs().get(epoch))));
  }

  private static Stream<List<String>> rows(int epoch, List<LayerReport.Spread> layers) {
    return IntStream.range(0, layers.size())
        .mapToObj(l -> {
          LayerReport.Spread a = layers.get(l);
          return List.of(
              Integer.toString(epoch),
              "layer" + (l + 1),
              Tables.number(a.mean()),
              Tables.number(a.deviation()),
              Tables.number(a.low()),
              Tables.number(a.high()));
        });
  }
}
