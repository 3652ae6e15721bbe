/// From a table of raw columns to the numbers that a network is trained on.
@NullMarked
package dev.seedbed.data;

import org.jspecify.annotations.NullMarked;
