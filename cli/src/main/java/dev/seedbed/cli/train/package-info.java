/// What `train` writes and prints.
@NullMarked
package dev.seedbed.cli.train;

import org.jspecify.annotations.NullMarked;
