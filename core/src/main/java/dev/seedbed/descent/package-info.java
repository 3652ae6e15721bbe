/// Stochastic gradient descent on one network: steps, epochs, and snapshots to go on from.
@NullMarked
package dev.seedbed.descent;

import org.jspecify.annotations.NullMarked;
