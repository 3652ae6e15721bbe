@NullMarked
package dev.seedbed.dist;

import org.jspecify.annotations.NullMarked;
