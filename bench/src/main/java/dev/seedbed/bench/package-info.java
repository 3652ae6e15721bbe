/// Seedbed and its peers side by side. Never published.
@NullMarked
package dev.seedbed.bench;

import org.jspecify.annotations.NullMarked;
