/// Faulty and healthy starts of any network: which are which, and who tells them apart. The last
/// part of `bench/CHECK-PROTOCOL.md` is the contract.
@NullMarked
package dev.seedbed.bench.check.graph;

import org.jspecify.annotations.NullMarked;
