package dev.seedbed.check.chain;

import dev.seedbed.network.Layer;
import dev.seedbed.tensor.Activation;
import java.util.Optional;

/// A dense layer of a [Chain] with what follows it: a = f(normalised(x·W + b)).
///
/// @param name what messages call it, such as "layer1"
/// @param layer its parameters
/// @param biased whether it has a bias; if not, the layer's is 0 and not a parameter
/// @param normalization of the pre-activations, if there is any
/// @param activation f
public record Stage(
    String name,
    Layer layer,
    boolean biased,
    Optional<Normalization> normalization,
    Activation activation) {}
