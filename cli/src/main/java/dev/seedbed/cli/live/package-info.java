/// The live view of a running study.
@NullMarked
package dev.seedbed.cli.live;

import org.jspecify.annotations.NullMarked;
