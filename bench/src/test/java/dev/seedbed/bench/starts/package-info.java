@NullMarked
package dev.seedbed.bench.starts;

import org.jspecify.annotations.NullMarked;
