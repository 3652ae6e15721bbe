/// The diagnosis of a network before its first step: does the signal live, does the gradient live,
/// are the units different from each other, is the loss what chance would give.
///
/// [dev.seedbed.check.Check] is where to start.
@NullMarked
package dev.seedbed.check;

import org.jspecify.annotations.NullMarked;
