/// Distribution functions and their inverses.
@NullMarked
package dev.seedbed.distribution;

import org.jspecify.annotations.NullMarked;
