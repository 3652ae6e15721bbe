package dev.seedbed.io.run;

import dev.seedbed.data.DataSpec;
import dev.seedbed.io.table.ColumnKinds;
import dev.seedbed.study.StudySpec;

/// What a run does.
///
/// @param file the table's path as it was given
/// @param kinds how it is read
/// @param data how it becomes a dataset
public record RunSpec(String file, ColumnKinds kinds, DataSpec data, StudySpec study) {}
