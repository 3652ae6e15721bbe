@NullMarked
package dev.seedbed.bench.check.graph;

import org.jspecify.annotations.NullMarked;
