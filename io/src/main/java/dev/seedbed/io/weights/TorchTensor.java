package dev.seedbed.io.weights;

import dev.seedbed.io.zip.ZipMember;

/// A tensor in a file of `torch.save`.
///
/// @param name by which it is found: keys, with dots between them
/// @param storage the member that has its numbers, and maybe those of other tensors
/// @param view where they are in it
record TorchTensor(String name, TorchType type, ZipMember storage, StridedView view) {}
