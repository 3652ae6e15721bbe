/// Feed-forward networks: what they are, what they compute, and their gradients.
@NullMarked
package dev.seedbed.network;

import org.jspecify.annotations.NullMarked;
