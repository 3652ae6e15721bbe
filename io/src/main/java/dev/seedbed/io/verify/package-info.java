/// Whether a file of weights holds the start that was meant.
@NullMarked
package dev.seedbed.io.verify;

import org.jspecify.annotations.NullMarked;
