/// Options in groups, those of several commands and how `train` trains, and the values that people
/// type for them.
@NullMarked
package dev.seedbed.cli.options;

import org.jspecify.annotations.NullMarked;
