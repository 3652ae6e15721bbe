package dev.seedbed.io.run;

import dev.seedbed.data.Column;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.RowKeys;
import dev.seedbed.data.Target;
import dev.seedbed.data.Targets;
import dev.seedbed.model.Model;
import dev.seedbed.tensor.Matrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// The best network's predictions for the test rows, in their order in the data: the number of the
/// row, from 1 on, and what names it, if a column does; the class and its prediction with the
/// probability it gives that, or the quantity and its prediction.
final class PredictionTable {

  private PredictionTable() {}

  static void write(Path file, Model model, Dataset data) throws IOException {
    Dataset.Part test = data.test();
    Matrix answers = model.predict(test.inputs());
    var header = new ArrayList<>(List.of("row"));
    List<String> answered =
        switch (model.target()) {
          case Target.Classes _ -> List.of("actual", "predicted", "probability");
          case Target.Quantity _ -> List.of("actual", "predicted");
        };
    data.testKeys()
        .ids()
        .map(Column::name)
        .map(id -> id.equals("row") || answered.contains(id) ? id + "_" : id)
        .ifPresent(header::add);
    header.addAll(answered);
    Tables.write(
        file,
        header,
        IntStream.range(0, test.rows())
            .mapToObj(i -> {
              List<String> row = keys(data.testKeys(), i);
              row.addAll(
                  switch (model.target()) {
                    case Target.Classes classes -> row(classes, test, answers, i);
                    case Target.Quantity quantity -> row(quantity, test, answers, i);
                  });
              return row;
            }));
  }

  private static List<String> keys(RowKeys keys, int i) {
    int row = keys.rows()[i];
    var cells = new ArrayList<>(List.of(Integer.toString(row + 1)));
    keys.ids().ifPresent(ids -> cells.add(Objects.requireNonNullElse(ids.values()[row], "")));
    return cells;
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
