/// How names and values are written, and what to say of those that are not known.
@NullMarked
package dev.seedbed.notation;

import org.jspecify.annotations.NullMarked;
