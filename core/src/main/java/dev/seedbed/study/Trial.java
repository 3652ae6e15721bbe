package dev.seedbed.study;

import dev.seedbed.init.Scheme;
import dev.seedbed.random.Seed;

/// One runner in the race: a scheme and the seed its start is drawn from.
public record Trial(Scheme scheme, Seed seed) {}
