/// Text on a terminal: lines, columns, colours, numbers in words, and errors in one line.
@NullMarked
package dev.seedbed.cli.terminal;

import org.jspecify.annotations.NullMarked;
