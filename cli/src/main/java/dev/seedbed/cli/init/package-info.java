/// The output of `init`.
@NullMarked
package dev.seedbed.cli.init;

import org.jspecify.annotations.NullMarked;
