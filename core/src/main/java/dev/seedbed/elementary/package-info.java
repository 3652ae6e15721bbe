/// The elementary functions, one number at a time and on vectors, with the same bits on every
/// machine.
@NullMarked
package dev.seedbed.elementary;

import org.jspecify.annotations.NullMarked;
