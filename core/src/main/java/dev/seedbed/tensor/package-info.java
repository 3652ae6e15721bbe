/// Matrices and activations.
@NullMarked
package dev.seedbed.tensor;

import org.jspecify.annotations.NullMarked;
