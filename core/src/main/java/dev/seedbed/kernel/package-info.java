/// Products of matrices and elementwise functions of many numbers, in plain Java and on vectors,
/// all with the same bits on every machine; the panels they read, and the threads that share one
/// network.
@NullMarked
package dev.seedbed.kernel;

import org.jspecify.annotations.NullMarked;
