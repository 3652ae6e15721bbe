package dev.seedbed.study;

import dev.seedbed.init.Scheme;
import dev.seedbed.random.Seed;

/// One runner in the race: a scheme, the seed its start is drawn from, and the seed of the order in
/// which it sees the rows.
///
/// @param number its place in [StudySpec#trials()]; 0 is the first
public record Trial(int number, Scheme scheme, Seed seed, Seed order) {}
