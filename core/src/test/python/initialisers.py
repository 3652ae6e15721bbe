"""Prints the reference numbers of InitializerTest, GainTest and ActivationTest.

    apt-get install python3-scipy
    /usr/bin/python3 core/src/test/python/initialisers.py

Scales are those of the papers' formulas at fan-in 784 and fan-out 100. Moments under the standard normal law are by the
midpoint rule with 400,000 points on [-12, 12].
"""

import numpy as np
from scipy.special import erf
from scipy.stats import norm

FAN_IN, FAN_OUT = 784, 100
ALPHA, SCALE = 1.6732632423543772848, 1.0507009873554804934

points = 400_000
z = -12 + 24 * (np.arange(points) + 0.5) / points
density = norm.pdf(z) * 24 / points
s = 1 / (1 + np.exp(-z))
cdf = (1 + erf(z / np.sqrt(2))) / 2

functions = {
    "identity": (z, np.ones_like(z)),
    "sigmoid": (s, s * (1 - s)),
    "tanh": (np.tanh(z), 1 - np.tanh(z) ** 2),
    "relu": (np.maximum(z, 0), z > 0),
    "elu": (np.where(z > 0, z, np.expm1(z)), np.where(z > 0, 1, np.exp(z))),
    "selu": (
        SCALE * np.where(z > 0, z, ALPHA * np.expm1(z)),
        SCALE * np.where(z > 0, 1, ALPHA * np.exp(z)),
    ),
    "gelu": (z * cdf, cdf + z * norm.pdf(z)),
    "silu": (z * s, s * (1 + z * (1 - s))),
    "softplus": (np.log1p(np.exp(z)), s),
    "softsign": (z / (1 + abs(z)), 1 / (1 + abs(z)) ** 2),
}
gains = {}
print("activation, E f^2, forward gain, backward gain")
for name, (f, derivative) in functions.items():
    second, slope = np.sum(density * f**2), np.sum(density * derivative**2)
    gains[name] = 1 / np.sqrt(second), 1 / np.sqrt(slope)
    print(f"{name}, {second:.9f}, {gains[name][0]:.9f}, {gains[name][1]:.9f}")


def remaining(cut):
    return np.sqrt(1 - 2 * cut * norm.pdf(cut) / (2 * norm.cdf(cut) - 1))


print("standard deviation that remains after cutting at 1, 2, 3:", *map(repr, map(remaining, (1, 2, 3))))

average = (FAN_IN + FAN_OUT) / 2
forward, backward = gains["gelu"]
scales = {
    "glorot-uniform": np.sqrt(6) / np.sqrt(FAN_IN + FAN_OUT),
    "glorot-normal": np.sqrt(1 / average),
    "glorot-truncated": 2 * np.sqrt(1 / average) / remaining(2),
    "he-normal": np.sqrt(2 / FAN_IN),
    "he-uniform": np.sqrt(6 / FAN_IN),
    "he-truncated": 2 * np.sqrt(2 / FAN_IN) / remaining(2),
    "he-normal-backward": np.sqrt(2 / FAN_OUT),
    "lecun-normal": np.sqrt(1 / FAN_IN),
    "lecun-uniform": np.sqrt(3 / FAN_IN),
    "lecun-truncated": 2 * np.sqrt(1 / FAN_IN) / remaining(2),
    "standard-uniform": 1 / np.sqrt(FAN_IN),
    "glorot-uniform-sigmoid": 4 * np.sqrt(6) / np.sqrt(FAN_IN + FAN_OUT),
    "geometric-normal": (FAN_IN * FAN_OUT) ** -0.25,
    "gain-normal": forward / np.sqrt(FAN_IN),
    "gain-normal-backward": backward / np.sqrt(FAN_OUT),
    "gain-normal-compromise": np.sqrt(2 / (FAN_IN / forward**2 + FAN_OUT / backward**2)),
}
for name, scale in scales.items():
    print(name, repr(float(scale)))
