package dev.seedbed.init;

/// How the elements of one tensor are drawn.
///
/// An initializer never sees the file or the network: a [Place] tells it all it may know, and the
/// stream that it draws from is that of the tensor's own path.
public sealed interface Initializer permits Elementwise, Structured, ByKind, ButLast, Disturbance {

  /// The initializer that this one is at that place; itself for all but those that choose.
  default Initializer at(Place place) {
    return this;
  }
}
