@NullMarked
package dev.seedbed.bench.verify;

import org.jspecify.annotations.NullMarked;
