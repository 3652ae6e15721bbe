@NullMarked
package dev.seedbed.bench.check;

import org.jspecify.annotations.NullMarked;
