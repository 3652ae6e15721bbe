/// Rows through a network, forward and backward.
@NullMarked
package dev.seedbed.propagation;

import org.jspecify.annotations.NullMarked;
