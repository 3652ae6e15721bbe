/// The output of `train`, in files and on the terminal.
@NullMarked
package dev.seedbed.cli.train;

import org.jspecify.annotations.NullMarked;
