package dev.seedbed.study;

import dev.seedbed.statistics.Quantiles;

/// How much networks need a column: by how much the validation loss rises when its values are
/// shuffled among the rows, so that they say nothing of a row any more (permutation importance;
/// Breiman 2001, Machine Learning 45; Fisher, Rudin & Dominici 2019, arXiv:1801.01489). Columns
/// that say the same share it: shuffling one of them leaves the other.
///
/// @param column of the table
/// @param lossIncrease over the best of the trials that were trained to their end, one number a
///   network; below 0 by chance only
public record InputImportance(String column, Quantiles lossIncrease) {}
