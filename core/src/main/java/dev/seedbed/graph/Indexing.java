package dev.seedbed.graph;

/// Operators that look elements up, or put them, where indices say.
sealed interface Indexing extends Operator permits Gathering, Scattering, TopK, Unique, OneHot {}
