/// What starts do to networks, shown by real runs: writes `docs/starts.md` and its figures.
@NullMarked
package dev.seedbed.bench.starts;

import org.jspecify.annotations.NullMarked;
