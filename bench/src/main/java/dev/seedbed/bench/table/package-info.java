/// How fast tables are read.
@NullMarked
package dev.seedbed.bench.table;

import org.jspecify.annotations.NullMarked;
