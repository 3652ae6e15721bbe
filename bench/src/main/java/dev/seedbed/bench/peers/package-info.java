/// What other libraries draw under the names of their initialisers, found out by drawing.
///
/// A [Peer] stands for one name of one library: the law that its name or documentation promises,
/// the law that it was seen to draw, and a way to draw from it. [PeerDraws] draws, describes and
/// judges; `docs/peers.md` holds the dated findings.
@NullMarked
package dev.seedbed.bench.peers;

import org.jspecify.annotations.NullMarked;
