/// Matrices, activations, and the elementary functions, with the same bits on every machine.
@NullMarked
package dev.seedbed.tensor;

import org.jspecify.annotations.NullMarked;
