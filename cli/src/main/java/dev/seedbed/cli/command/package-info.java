/// The commands, a class each.
@NullMarked
package dev.seedbed.cli.command;

import org.jspecify.annotations.NullMarked;
