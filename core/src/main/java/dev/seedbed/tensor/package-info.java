/// Matrices, their products, and the elementary functions, all with the same bits on every machine.
@NullMarked
package dev.seedbed.tensor;

import org.jspecify.annotations.NullMarked;
