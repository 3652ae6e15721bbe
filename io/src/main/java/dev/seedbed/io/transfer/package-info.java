/// What goes to other machines, as bytes or text.
@NullMarked
package dev.seedbed.io.transfer;

import org.jspecify.annotations.NullMarked;
