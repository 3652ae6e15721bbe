/// Minibatch stochastic gradient descent: one network from its start to its best epoch.
@NullMarked
package dev.seedbed.train;

import org.jspecify.annotations.NullMarked;
