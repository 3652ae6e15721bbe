/// What `check` looks at, mends and prints.
@NullMarked
package dev.seedbed.cli.check;

import org.jspecify.annotations.NullMarked;
