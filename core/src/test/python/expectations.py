"""Prints the reference gains and critical points of GainTest to 16 digits, in 30-digit arithmetic.

    apt-get install python3-mpmath
    /usr/bin/python3 core/src/test/python/expectations.py

Expectations over z ~ N(0, 1) are tanh-sinh quadrature, split at 0, where activations have kinks, and at powers of 4 of the
scale of f(sqrt(q) z). Takes five minutes.
"""

from mpmath import erf, exp, expm1, findroot, log1p, mp, mpf, npdf, quad, sqrt, tanh

mp.dps = 30
ALPHA, SCALE = mpf(1.6732632423543772), mpf(1.0507009873554805)
LEAKY = mpf("0.00999999977648258209228515625")  # 0.01 as a float


def sigmoid(z):
    return 1 / (1 + exp(-z))


def cdf(z):
    return (1 + erf(z / sqrt(2))) / 2


functions = {
    "identity": (lambda z: z, lambda z: mpf(1)),
    "tanh": (tanh, lambda z: 1 - tanh(z) ** 2),
    "sigmoid": (sigmoid, lambda z: sigmoid(z) * sigmoid(-z)),
    "relu": (lambda z: max(z, mpf(0)), lambda z: mpf(z > 0)),
    "leaky-relu": (lambda z: z if z > 0 else LEAKY * z, lambda z: mpf(1) if z > 0 else LEAKY),
    "elu": (lambda z: z if z > 0 else expm1(z), lambda z: mpf(1) if z > 0 else exp(z)),
    "selu": (
        lambda z: SCALE * z if z > 0 else SCALE * ALPHA * expm1(z),
        lambda z: SCALE if z > 0 else SCALE * ALPHA * exp(z),
    ),
    "softsign": (lambda z: z / (1 + abs(z)), lambda z: 1 / (1 + abs(z)) ** 2),
    "softplus": (lambda z: log1p(exp(z)), sigmoid),
    "gelu": (lambda z: z * cdf(z), lambda z: cdf(z) + z * npdf(z)),
    "silu": (lambda z: z * sigmoid(z), lambda z: sigmoid(z) * (1 + z * sigmoid(-z))),
}


def mean_square(g, q):
    """E g(sqrt(q) z)^2."""
    root = sqrt(q)
    borders = sorted({b for k in range(-3, 4) for b in (mpf(4) ** k, mpf(4) ** k / root) if b < 14})
    borders = [-16] + [-b for b in reversed(borders)] + [0] + borders + [16]
    return quad(lambda z: npdf(z) * g(root * z) ** 2, borders)


print("gains: activation, forward, backward")
for name, (f, derivative) in functions.items():
    print(name, mp.nstr(1 / sqrt(mean_square(f, 1)), 17), mp.nstr(1 / sqrt(mean_square(derivative, 1)), 17), sep=", ")


def excess(name, q, bias_variance):
    f, derivative = functions[name]
    return q - mean_square(f, q) / mean_square(derivative, q) - bias_variance


print("critical points: activation, bias variance, weight variance, q*")
for name, bias_variance, start in [
    ("tanh", "0.05", 0.57),
    ("sigmoid", "0", 26),
    ("elu", "0.05", 1.5),
    ("softsign", "0.5", 2.5),
    ("softsign", "1", 4),
    ("gelu", "0.2", 2),
]:
    bias_variance = mpf(float(bias_variance))
    q = findroot(lambda q: excess(name, q, bias_variance), (start, start * 1.1), solver="secant", tol=1e-40)
    print(name, mp.nstr(bias_variance, 6), mp.nstr(1 / mean_square(functions[name][1], q), 17), mp.nstr(q, 17), sep=", ")
