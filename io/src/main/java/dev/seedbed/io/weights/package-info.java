/// The tensors of model files of any architecture, and copies of such files with other values in
/// them.
@NullMarked
package dev.seedbed.io.weights;

import org.jspecify.annotations.NullMarked;
