package dev.seedbed.graph;

/// Operators that put elements in another order or shape.
sealed interface Rearrangement extends Operator
    permits Reshaping, Viewing, Concat, SplitAlong, Trilu, Pad, Unpooling {}
