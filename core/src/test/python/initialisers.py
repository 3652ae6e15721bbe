"""Prints the reference numbers of InitializerTest, GainTest and ActivationTest.

    apt-get install python3-scipy
    /usr/bin/python3 core/src/test/python/initialisers.py

Scales are those of the papers' formulas at fan-in 784 and fan-out 100. Moments under the standard normal law are by the
midpoint rule with 480,000 points on [-12, 12].
"""

import numpy as np
from scipy.optimize import brentq
from scipy.special import erf
from scipy.stats import norm

FAN_IN, FAN_OUT = 784, 100
ALPHA, SCALE = 1.6732632423543772848, 1.0507009873554804934

points = 480_000  # so that kinks at whole numbers are borders of cells
z = -12 + 24 * (np.arange(points) + 0.5) / points
density = norm.pdf(z) * 24 / points
s = 1 / (1 + np.exp(-z))
cdf = (1 + erf(z / np.sqrt(2))) / 2
mish = np.tanh(np.log1p(np.exp(z)))

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
    "mish": (z * mish, mish + z * (1 - mish**2) * s),
    "prelu": (np.where(z > 0, z, 0.25 * z), np.where(z > 0, 1, 0.25)),
    "leaky-sqrt5": (np.where(z > 0, z, np.sqrt(5) * z), np.where(z > 0, 1, np.sqrt(5))),
    "erf": (erf(z), 2 / np.sqrt(np.pi) * np.exp(-(z**2))),
    "sin": (np.sin(z), np.cos(z)),
    "arctan": (np.arctan(z), 1 / (1 + z**2)),
    "lecun-tanh": (1.7159 * np.tanh(2 * z / 3), 1.7159 * 2 / 3 * (1 - np.tanh(2 * z / 3) ** 2)),
    "hard-tanh": (np.clip(z, -1, 1), abs(z) < 1),
    "hard-sigmoid": (np.clip(z / 6 + 0.5, 0, 1), (abs(z) < 3) / 6),
    "relu6": (np.clip(z, 0, 6), (z > 0) & (z < 6)),
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



def softplus_inverse(step):
    return step + np.log(-np.expm1(-step))


# The mean of the bias for ln(step) uniform, by the midpoint rule; that of ln U[1, 16].
logarithms = np.log(1e-3) + np.log(100) * (np.arange(points) + 0.5) / points
MAMBA_MEAN = np.mean(softplus_inverse(np.exp(logarithms)))
LOG_MEAN = 16 * np.log(16) / 15 - 1

average = (FAN_IN + FAN_OUT) / 2
forward, backward = gains["gelu"]
gain_in, gain_out = forward**2 / FAN_IN, backward**2 / FAN_OUT
glorot = np.sqrt(6) / np.sqrt(FAN_IN + FAN_OUT)
scales = {
    "glorot-uniform": glorot,
    "glorot-uniform(gain=1.6666666666666667)": 5 / 3 * glorot,
    "glorot-uniform(gain=1.4142135623730951)": np.sqrt(2) * glorot,
    "glorot-normal": np.sqrt(1 / average),
    "glorot-truncated": 2 * np.sqrt(1 / average) / remaining(2),
    "he-normal": np.sqrt(2 / FAN_IN),
    "he-normal(slope=0.2)": np.sqrt(2 / 1.04 / FAN_IN),
    "he-uniform": np.sqrt(6 / FAN_IN),
    "he-truncated": 2 * np.sqrt(2 / FAN_IN) / remaining(2),
    "he-normal-backward": np.sqrt(2 / FAN_OUT),
    "lecun-normal": np.sqrt(1 / FAN_IN),
    "lecun-uniform": np.sqrt(3 / FAN_IN),
    "lecun-truncated": 2 * np.sqrt(1 / FAN_IN) / remaining(2),
    "standard-uniform": 1 / np.sqrt(FAN_IN),
    "glorot-uniform-sigmoid": 4 * glorot,
    "logistic-uniform": np.sqrt(2 / (FAN_IN + FAN_OUT)),
    "legacy-normal": np.sqrt(1 / (FAN_IN + FAN_OUT)),
    "geometric-normal": (FAN_IN * FAN_OUT) ** -0.25,
    "spectral": np.sqrt(FAN_OUT / FAN_IN) / np.sqrt(FAN_IN),
    "haykin-uniform": 2.4 / FAN_IN,
    "variance-scaling": np.sqrt(1 / FAN_IN),
    "variance-scaling(scale=2,mode=out,law=uniform)": np.sqrt(6 / FAN_OUT),
    "gain-normal": np.sqrt(gain_in),
    "gain-uniform": np.sqrt(3 * gain_in),
    "gain-normal-backward": np.sqrt(gain_out),
    "gain-normal-compromise": np.sqrt(2 / (1 / gain_in + 1 / gain_out)),
    "autoinit": 2 * np.sqrt(gain_in) / remaining(2),
    "kumar": np.sqrt(1 / FAN_IN / 0.5**2),  # GELU: f(0) = 0, f'(0) = 1/2
    "random-walk": np.exp(1 / (2 * FAN_IN)) / np.sqrt(FAN_IN),
    "critical": np.sqrt(1 / FAN_IN),  # between units of tanh, no biases: q* = 0, f'(0) = 1
    "zeros": 0,
    "ones": 1,
    "constant": 1,
    "constant(value=0.5)": 0.5,
    "small-positive": 0.01,
    "sparse-bias": -10,
    "sparse-bias(activity=0.05)": np.log(0.05 / 0.95),
    "log-odds": np.log(0.01 / 0.99),
    "log-odds(probability=0.1)": np.log(0.1 / 0.9),
    "log-odds(probability=0.09090909090909091)": np.log(0.1),
    "uniform": 0.05,
    "normal": 0.02,
    "truncated-normal": 2 * 0.02 / remaining(2),
    "truncated-normal(corrected=no)": 0.04,
    "distort": 0.01,
    "siren": np.sqrt(6 / FAN_IN) / 30,
    "siren-first": 1 / FAN_IN,
    "fixup": np.sqrt(2 / FAN_OUT) * 9**-0.5,
    "residual-normal": np.sqrt(1 / average / 24),
    "gpt2-normal": 0.02,
    "gpt2-residual": 0.02 / np.sqrt(24),
    "gpt2-residual(layers=24)": 0.02 / np.sqrt(48),
    "small-normal": np.sqrt(2 / (5 * FAN_IN)),
    "wang-normal": 2 / (12 * np.sqrt(FAN_IN)),
    "deepnorm": np.sqrt(1 / average) * (8 * 12) ** -0.25,
    "deepnorm-encoder": np.sqrt(1 / average) * 0.87 * (12**4 * 12) ** (-1 / 16),
    "deepnorm-decoder": np.sqrt(1 / average) * (12 * 12) ** -0.25,
    "t-fixup-encoder": glorot * 0.67 * 12**-0.25,
    "t-fixup-decoder": glorot * (9 * 12) ** -0.25,
    "mup-hidden": 0.02 * np.sqrt(256 / FAN_IN),
    "mup-output": 0.02 * 256 / FAN_IN,
    "depth-mup": 0.02 * np.sqrt(256 / FAN_IN) / np.sqrt(12),
    "depth-mup(layers=8,base-layers=2)": 0.02 * np.sqrt(256 / FAN_IN) / 2,
    "complete-p": 0.02 * np.sqrt(256 / FAN_IN) * 2 / 12,
    "switch-truncated": 2 * np.sqrt(0.1 / FAN_IN),
    "rezero": 0,
    "skipinit": 0,
    "zero-gamma": 0,
    "layer-scale": 0.1,
    "layer-scale(layers=24)": 1e-5,
    "layer-scale(layers=36)": 1e-6,
    "zero-conv": 0,
    "adaln-zero": 0,
    "lru-nu": np.pi / np.sqrt(6),  # ln of an exponential variable: Gumbel's law
    "lru-theta": 1,
    "s4d-log-decay": np.log(0.5),
    "s4d-log-step": np.log(100) / 2,
    "mamba-dt-bias": max(MAMBA_MEAN - softplus_inverse(1e-3), softplus_inverse(0.1) - MAMBA_MEAN),
    "mamba2-a-log": max(np.log(16) - LOG_MEAN, LOG_MEAN),
    "lora-a": 1 / np.sqrt(FAN_IN),
    "lora-a-gaussian": 1 / FAN_OUT,
    "lora-b": 0,
}
for name, scale in scales.items():
    print(f"{name}; {float(scale)!r}")


def critical(f, derivative, bias_variance):
    """The sigma_w^2 and q* with chi_1 = 1, by bisection on q."""
    low, high = 0.0, 1e4
    for _ in range(200):
        q = (low + high) / 2
        weight_variance = 1 / np.sum(density * derivative(np.sqrt(q) * z) ** 2)
        excess = q - weight_variance * np.sum(density * f(np.sqrt(q) * z) ** 2) - bias_variance
        low, high = (q, high) if excess < 0 else (low, q)
    return weight_variance, q


print("critical points: activation, bias variance, weight variance, q*")
for variance in (2e-5, 1e-3, 0.05, 0.5, 1):
    print("tanh", variance, *critical(np.tanh, lambda x: 1 - np.tanh(x) ** 2, variance))
    print("erf", variance, *critical(erf, lambda x: 2 / np.sqrt(np.pi) * np.exp(-(x**2)), variance))


def cosine_behind(layers, slope):
    c = 0.0
    for _ in range(layers):
        bend = np.sqrt(1 - c * c) + (np.pi - np.arccos(c)) * c
        c = ((1 - slope) ** 2 * bend / np.pi + 2 * slope * c) / (1 + slope**2)
    return c


print("tailored leaky ReLUs: layers, similarity, slope")
for layers, similarity in ((50, 0.9), (100, 0.9), (50, 0.5), (10, 0.3)):
    print(layers, similarity, brentq(lambda slope: cosine_behind(layers, slope) - similarity, 0, 1, xtol=1e-15))
