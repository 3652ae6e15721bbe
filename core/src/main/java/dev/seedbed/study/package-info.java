/// The race of seeds: many trials of one network, ranked, the best one measured.
@NullMarked
package dev.seedbed.study;

import org.jspecify.annotations.NullMarked;
