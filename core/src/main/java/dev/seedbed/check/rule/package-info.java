/// The rules of a check, one class each.
@NullMarked
package dev.seedbed.check.rule;

import org.jspecify.annotations.NullMarked;
