/// Initial weights and biases, as the papers state them.
@NullMarked
package dev.seedbed.init;

import org.jspecify.annotations.NullMarked;
