/// The input of a check: any network, as a graph with its weighted operators.
@NullMarked
package dev.seedbed.check.graph;

import org.jspecify.annotations.NullMarked;
