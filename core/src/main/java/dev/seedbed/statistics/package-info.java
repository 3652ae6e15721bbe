/// Statistics of many seeds: pure functions of the numbers that trials ended with. Chance enters as
/// a seed only, so the same numbers and the same seed give the same record.
///
/// All of them refuse numbers that are not finite. A diverged trial has no loss to take a mean of,
/// and leaving it out flatters what made it diverge: the caller leaves it out and says how many, or
/// puts the loss of guessing in its place.
@NullMarked
package dev.seedbed.statistics;

import org.jspecify.annotations.NullMarked;
