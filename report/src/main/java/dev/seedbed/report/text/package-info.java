/// Scores and commands in words.
@NullMarked
package dev.seedbed.report.text;

import org.jspecify.annotations.NullMarked;
