package dev.seedbed.io.check;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import dev.seedbed.data.Target;
import dev.seedbed.data.Targets;
import dev.seedbed.io.file.InputFiles;
import dev.seedbed.io.model.ModelDescription;
import dev.seedbed.io.model.ModelFiles;
import dev.seedbed.io.network.SavedNetwork;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.io.table.TableSpec;
import dev.seedbed.model.ModelSpec;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;
import java.nio.file.Path;
import java.util.Optional;

/// The rows of a table as a saved network takes them.
///
/// @param head of the network that their target asks for
record CheckRows(Chain.Head head, Dataset.Part rows) {

  /// A model of ours encodes the rows as it did in training; for any other network they are encoded
  /// as `train` would, and are its training rows.
  ///
  /// @param target the column to predict; a model of ours knows it
  /// @throws InputException if the table does not fit the network
  static CheckRows of(SavedNetwork saved, Chain chain, Path data, Optional<String> target) {
    Path file = saved.file().path();
    Optional<ModelSpec> trained = trained(saved);
    if (trained.isPresent()) {
      ModelSpec model = trained.get();
      String own = model.target().column();
      if (target.isPresent() && !target.get().equals(own)) {
        throw new InputException("%s predicts '%s', not '%s'".formatted(file, own, target.get()));
      }
      Table table = TableFiles.read(data, TableSpec.neededBy(model.encoder(), model.target()));
      return fitted(
          file, chain, model.target(), Dataset.Part.of(table, model.encoder(), model.target()));
    }
    String column =
        target.orElseThrow(() ->
            new InputException("a target column must be named: this model has none of its own"));
    Dataset dataset = Dataset.of(TableFiles.read(data), DataSpec.of(column));
    return fitted(file, chain, dataset.target(), dataset.train());
  }

  /// The specification in a model that Seedbed trained.
  static Optional<ModelSpec> trained(SavedNetwork saved) {
    return InputFiles.read(
        saved.file().path(),
        _ -> ModelFiles.description(saved.file().metadata()).flatMap(ModelDescription::model));
  }

  private static CheckRows fitted(Path file, Chain chain, Target target, Dataset.Part rows) {
    Chain.Head head = head(chain, target);
    boolean logistic = head == Chain.Head.SIGMOID && chain.outputs() == 1 && target.width() == 2;
    int inputs = rows.inputs().columns();
    int outputs = logistic ? 1 : target.width();
    if (inputs != chain.inputs() || outputs != chain.outputs()) {
      throw new InputException(
          "this data needs %d inputs and %d outputs, but %s has %d and %d"
              .formatted(inputs, outputs, file, chain.inputs(), chain.outputs()));
    }
    return new CheckRows(head, logistic ? secondOf(rows) : rows);
  }

  /// The last layer of a file is linear if its softmax or sigmoid is left to the loss: classes as
  /// targets say so.
  private static Chain.Head head(Chain chain, Target target) {
    boolean linear =
        chain.head() == Chain.Head.LINEAR
            && chain.stages().getLast().activation() instanceof Activation.Identity;
    if (!linear || !(target instanceof Target.Classes classes)) {
      return chain.head();
    }
    if (chain.outputs() == classes.width()) {
      return Chain.Head.SOFTMAX;
    }
    return chain.outputs() == 1 && classes.width() == 2 ? Chain.Head.SIGMOID : chain.head();
  }

  /// The targets of two classes as one column: 1 if the row is of the second class.
  private static Dataset.Part secondOf(Dataset.Part rows) {
    var second = new Matrix(rows.rows(), 1);
    for (int i = 0; i < rows.rows(); i++) {
      second.set(i, 0, rows.targets().get(i, 1));
    }
    return new Dataset.Part(rows.inputs(), new Targets.Values(second));
  }
}
