/// What is made of the program to install it.
@NullMarked
package dev.seedbed.dist;

import org.jspecify.annotations.NullMarked;
