/// Reads ONNX files as graphs that can run.
@NullMarked
package dev.seedbed.io.graph;

import org.jspecify.annotations.NullMarked;
