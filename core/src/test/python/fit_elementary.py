"""Fits the polynomials of dev.seedbed.tensor.Elementary: prints their float coefficients, lowest power first,
and the largest relative error of the fit in units of 2^-24 (half an ulp of 1).

    apt-get install python3-scipy python3-mpmath
    /usr/bin/python3 core/src/test/python/fit_elementary.py

Minimax by Lawson's iteration: least squares on Chebyshev nodes, reweighted by the error until it is level.
"""

import mpmath
import numpy as np
from scipy.special import erfcx, ndtri

NODES = 4000


def chebyshev(low, high):
    return (low + high) / 2 + (high - low) / 2 * np.cos(np.pi * (np.arange(NODES) + 0.5) / NODES)


def fit(name, x, y, weight, degree):
    """Minimises max |weight * (polynomial(x) - y)|."""
    powers = np.vander(x, degree + 1, increasing=True)
    share = np.ones_like(y)
    best, best_error = None, np.inf
    for _ in range(400):
        scale = np.sqrt(share) * weight
        polynomial, *_ = np.linalg.lstsq(powers * scale[:, None], y * scale, rcond=None)
        error = np.abs((powers @ polynomial - y) * weight)
        if error.max() < best_error:
            best, best_error = polynomial, error.max()
        share = share * error
        share /= share.sum()
    print(name, "error", best_error * 2**24)
    for c in best:
        print("   ", repr(np.float32(c)) + "f")


def exact(function, x):
    with mpmath.workdps(40):
        return np.array([float(function(mpmath.mpf(float(v)))) for v in x])


# expm1(r) = r + r^2 p(r) for |r| <= ln(2)/2
r = chebyshev(-np.log(2) / 2 * 1.0001, np.log(2) / 2 * 1.0001)
fit("expm1", r, exact(lambda v: (mpmath.expm1(v) - v) / v**2, r), np.abs(r * r / np.expm1(r)), 5)

# log(1 + f) = f - f^2/2 + f^3 p(f) for 1 + f from sqrt(1/2) to sqrt(2)
f = chebyshev(np.sqrt(0.5) - 1.0001, np.sqrt(2) - 0.9999)
fit("log", f, exact(lambda v: (mpmath.log1p(v) - v + v * v / 2) / v**3, f), np.abs(f**3 / np.log1p(f)), 8)

# the normal distribution's upper tail, times exp(x^2/2), for 0 <= x <= 14.5, in t = (x - 4)/(x + 4)
t = chebyshev(-1, (14.5 - 4) / (14.5 + 4))
x = 4 * (1 + t) / (1 - t)
tail = 0.5 * erfcx(x / np.sqrt(2))
fit("normal tail", t, tail, 1 / tail, 10)

# log2(1 + f) = f p(f), absolutely, for 1 + f from sqrt(1/2) to sqrt(2)
fit("log2", f, exact(lambda v: mpmath.log1p(v) / v / mpmath.log(2), f), np.abs(f), 7)

# the normal distribution's quantile at 1 - p over x = 1 - 2p, in l = log2(4 p (1 - p)): l + 6.5 for
# l above -13, sqrt(-l) - 4.5 beyond, to p = 2^-33


def quantile_over_x(l):
    x = np.sqrt(-np.expm1(l * np.log(2)))
    return -ndtri(np.exp2(l) / (2 * (1 + x))) / x


l = chebyshev(-13.0005, -1e-6)
y = quantile_over_x(l)
fit("normal quantile, centre", l + 6.5, y, 1 / y, 11)
v = chebyshev(np.sqrt(13) * 0.9999, 5.58)
y = quantile_over_x(-v * v)
fit("normal quantile, tail", v - 4.5, y, 1 / y, 7)
