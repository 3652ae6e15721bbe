/// How well `seedbed check` tells faulty starts from sound ones, beside published tools. The
/// protocol is in `bench/CHECK-PROTOCOL.md`.
@NullMarked
package dev.seedbed.bench.check;

import org.jspecify.annotations.NullMarked;
