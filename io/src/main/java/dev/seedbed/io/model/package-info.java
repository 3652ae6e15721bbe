/// Files of trained networks: ONNX and safetensors.
@NullMarked
package dev.seedbed.io.model;

import org.jspecify.annotations.NullMarked;
