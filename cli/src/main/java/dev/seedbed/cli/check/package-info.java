/// The output of `check`.
@NullMarked
package dev.seedbed.cli.check;

import org.jspecify.annotations.NullMarked;
