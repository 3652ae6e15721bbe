/// The networks that a check can run: dense layers, one after the other.
@NullMarked
package dev.seedbed.check.chain;

import org.jspecify.annotations.NullMarked;
