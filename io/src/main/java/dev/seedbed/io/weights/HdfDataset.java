package dev.seedbed.io.weights;

import java.util.Optional;

/// A dataset of an HDF5 file.
///
/// @param path from the root, without a slash in front
/// @param type in words, such as "F32"
/// @param floatType if its elements can be read as real numbers
record HdfDataset(
    String path, String type, long[] shape, Optional<FloatType> floatType, Storage storage) {

  /// How its elements are stored.
  sealed interface Storage {}

  /// One after the other.
  ///
  /// @param at where the first stands, in bytes from the beginning of the HDF5 file
  record Contiguous(long at, long bytes) implements Storage {}

  /// Among the metadata: at most 64 KB.
  record Compact(byte[] bytes) implements Storage {}

  /// In chunks, which may be compressed.
  record Chunked() implements Storage {}

  /// Nowhere: it was declared and never written.
  record Missing() implements Storage {}
}
