/// Pickles of Python, as data: nothing in them is run.
@NullMarked
package dev.seedbed.io.pickle;

import org.jspecify.annotations.NullMarked;
