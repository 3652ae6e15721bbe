/// The input of a check: a chain of dense layers that can be run, or single tensors.
@NullMarked
package dev.seedbed.check.chain;

import org.jspecify.annotations.NullMarked;
