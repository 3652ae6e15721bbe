/// Networks as graphs of operators, run forward and backward.
@NullMarked
package dev.seedbed.graph;

import org.jspecify.annotations.NullMarked;
