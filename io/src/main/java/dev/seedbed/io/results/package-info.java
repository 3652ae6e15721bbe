/// Results of anybody's runs, read from the tables that people have of them.
@NullMarked
package dev.seedbed.io.results;

import org.jspecify.annotations.NullMarked;
