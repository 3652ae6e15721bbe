/// What all files have in common: read or refused in one line, written whole or not at all.
@NullMarked
package dev.seedbed.io.file;

import org.jspecify.annotations.NullMarked;
