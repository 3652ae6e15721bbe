/// What the JVM offers: vectors, once they pay, and hashes.
@NullMarked
package dev.seedbed.jvm;

import org.jspecify.annotations.NullMarked;
