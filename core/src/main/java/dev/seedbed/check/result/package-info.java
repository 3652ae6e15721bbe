/// The result of a check: findings of rules, each with the measured value, its threshold, and how
/// to repair it.
@NullMarked
package dev.seedbed.check.result;

import org.jspecify.annotations.NullMarked;
