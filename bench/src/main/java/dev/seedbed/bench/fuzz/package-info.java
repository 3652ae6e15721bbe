/// Coverage-guided fuzzing of the readers.
@NullMarked
package dev.seedbed.bench.fuzz;

import org.jspecify.annotations.NullMarked;
