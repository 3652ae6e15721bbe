package dev.seedbed.graph;

/// Operators that multiply matrices.
public sealed interface MatrixProduct extends Operator
    permits MatMul, Gemm, Einsum, Attention, RotaryEmbedding, Det {}
