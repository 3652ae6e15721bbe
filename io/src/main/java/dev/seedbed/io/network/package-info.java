/// The networks of model files, as a check takes them.
@NullMarked
package dev.seedbed.io.network;

import org.jspecify.annotations.NullMarked;
