/// Starts that went wrong as somebody reported it, rebuilt as files: does `verify` name each
/// rightly, and say nothing of the same start as it was meant? The last part of `docs/verify.md`.
@NullMarked
package dev.seedbed.bench.verify;

import org.jspecify.annotations.NullMarked;
