/// What a terminal shows while a study runs.
@NullMarked
package dev.seedbed.cli.live;

import org.jspecify.annotations.NullMarked;
