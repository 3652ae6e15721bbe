/// How fast networks run forward and backward, and whether others agree with their outputs.
@NullMarked
package dev.seedbed.bench.graph;

import org.jspecify.annotations.NullMarked;
