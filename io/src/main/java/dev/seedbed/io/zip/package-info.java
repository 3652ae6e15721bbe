/// Zip archives, by where their bytes stand.
@NullMarked
package dev.seedbed.io.zip;

import org.jspecify.annotations.NullMarked;
