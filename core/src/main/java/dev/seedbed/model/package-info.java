/// A network with what it needs to answer questions about raw columns.
@NullMarked
package dev.seedbed.model;

import org.jspecify.annotations.NullMarked;
