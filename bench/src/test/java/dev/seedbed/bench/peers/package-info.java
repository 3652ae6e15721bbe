@NullMarked
package dev.seedbed.bench.peers;

import org.jspecify.annotations.NullMarked;
