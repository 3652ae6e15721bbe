/// The run folder: what a study leaves behind.
@NullMarked
package dev.seedbed.io.run;

import org.jspecify.annotations.NullMarked;
