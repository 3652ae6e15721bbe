/// Options that several commands share, and the values that people type for them.
@NullMarked
package dev.seedbed.cli.options;

import org.jspecify.annotations.NullMarked;
