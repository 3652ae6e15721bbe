/// Experiments on races of seeds.
@NullMarked
package dev.seedbed.bench.study;

import org.jspecify.annotations.NullMarked;
