/// What `init` prints.
@NullMarked
package dev.seedbed.cli.init;

import org.jspecify.annotations.NullMarked;
