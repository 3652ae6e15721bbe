/// Saved networks as `check` sees them: which of them are chains of dense layers, and what stands
/// in the way where one is not.
@NullMarked
package dev.seedbed.io.chain;

import org.jspecify.annotations.NullMarked;
