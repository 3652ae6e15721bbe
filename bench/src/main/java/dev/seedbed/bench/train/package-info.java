/// Training beside its peers and beside what the machine can do.
@NullMarked
package dev.seedbed.bench.train;

import org.jspecify.annotations.NullMarked;
