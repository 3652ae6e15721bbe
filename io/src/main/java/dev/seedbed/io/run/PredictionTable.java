package dev.seedbed.io.run;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.Target;
import dev.seedbed.data.Targets;
import dev.seedbed.model.Model;
import dev.seedbed.tensor.Matrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// The best network's predictions for the test rows, in their order in the data: the class and its
/// prediction with the probability it gives that; or the quantity and its prediction.
final class PredictionTable {

  private PredictionTable() {}

  static void write(Path file, Model model, Dataset.Part test) throws IOException {
    Matrix answers = model.predict(test.inputs());
    switch (model.target()) {
      case Target.Classes classes ->
          Tables.write(
              file,
              List.of("actual", "predicted", "probability"),
              IntStream.range(0, test.rows()).mapToObj(i -> row(classes, test, answers, i)));
      case Target.Quantity quantity ->
          Tables.write(
              file,
              List.of("actual", "predicted"),
              IntStream.range(0, test.rows()).mapToObj(i -> row(quantity, test, answers, i)));
    }
  }

  private static List<String> row(
      Target.Classes classes, Dataset.Part test, Matrix answers, int i) {
    int predicted = answers.largestInRow(i);
    return List.of(
        classes.labels().get(((Targets.Classes) test.targets()).ofRow()[i]),
        classes.labels().get(predicted),
        Tables.number(answers.get(i, predicted)));
  }

  private static List<String> row(
      Target.Quantity quantity, Dataset.Part test, Matrix answers, int i) {
    return List.of(
        Tables.number(quantity.decode(test.targets().get(i, 0))), Tables.number(answers.get(i, 0)));
  }
}
