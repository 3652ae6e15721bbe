/// Files of raw data, read into tables.
@NullMarked
package dev.seedbed.io.table;

import org.jspecify.annotations.NullMarked;
