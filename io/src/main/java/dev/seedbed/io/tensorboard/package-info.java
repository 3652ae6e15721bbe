/// Event files, which TensorBoard shows.
@NullMarked
package dev.seedbed.io.tensorboard;

import org.jspecify.annotations.NullMarked;
