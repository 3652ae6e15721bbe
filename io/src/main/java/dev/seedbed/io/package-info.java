/// Reading and writing files: see the packages below this one.
@NullMarked
package dev.seedbed.io;

import org.jspecify.annotations.NullMarked;
