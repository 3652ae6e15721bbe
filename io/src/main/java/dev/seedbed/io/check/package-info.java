/// Checks of starts that stand in files or are yet to be drawn, and their repair: in one call each.
@NullMarked
package dev.seedbed.io.check;

import org.jspecify.annotations.NullMarked;
