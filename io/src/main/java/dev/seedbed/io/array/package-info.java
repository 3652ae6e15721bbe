/// Files of arrays.
@NullMarked
package dev.seedbed.io.array;

import org.jspecify.annotations.NullMarked;
