/// Random numbers from a counter: a seed and a path name a stream, an index names a number in it.
@NullMarked
package dev.seedbed.random;

import org.jspecify.annotations.NullMarked;
