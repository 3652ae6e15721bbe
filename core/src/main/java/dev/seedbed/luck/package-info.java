/// How much of anybody's results is luck: runs of any program, and what the statistics of seeds say
/// of them.
@NullMarked
package dev.seedbed.luck;

import org.jspecify.annotations.NullMarked;
