/// The rules of `check`, each shown by a network and a picture: the last part of `docs/check.md`.
@NullMarked
package dev.seedbed.bench.rules;

import org.jspecify.annotations.NullMarked;
