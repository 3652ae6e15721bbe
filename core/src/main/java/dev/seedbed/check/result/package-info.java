/// What a check says: findings of rules, each with what was measured, what that was compared with,
/// and how to repair it.
@NullMarked
package dev.seedbed.check.result;

import org.jspecify.annotations.NullMarked;
