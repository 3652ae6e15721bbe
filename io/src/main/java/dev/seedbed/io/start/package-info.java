/// New starts for the tensors of model files: which are drawn, how, and what came out.
@NullMarked
package dev.seedbed.io.start;

import org.jspecify.annotations.NullMarked;
