/// What the answers of a network are worth: scores with their intervals, beside what anybody would
/// have without a network.
@NullMarked
package dev.seedbed.score;

import org.jspecify.annotations.NullMarked;
