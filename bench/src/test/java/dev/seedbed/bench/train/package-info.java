@NullMarked
package dev.seedbed.bench.train;

import org.jspecify.annotations.NullMarked;
