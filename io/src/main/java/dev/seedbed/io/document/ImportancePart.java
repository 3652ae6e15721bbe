package dev.seedbed.io.document;

import dev.seedbed.study.InputImportance;

/// How much networks need a column: one of `importance`, from [InputImportance].
///
/// @param column of the table
/// @param lossIncrease how the validation loss rises if its values are shuffled, over the networks
public record ImportancePart(String column, QuantilesPart lossIncrease) {
  static ImportancePart of(InputImportance importance) {
    return new ImportancePart(importance.column(), QuantilesPart.of(importance.lossIncrease()));
  }
}
