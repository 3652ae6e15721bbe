/// What is looked for, a class a rule.
@NullMarked
package dev.seedbed.check.rule;

import org.jspecify.annotations.NullMarked;
