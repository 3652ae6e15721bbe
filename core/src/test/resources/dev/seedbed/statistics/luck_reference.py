"""Computes what SciPy and NumPy say of two schemes without common seeds, of interquartile means as the library rliable
computes them, of how many seeds a t test needs, and of quantiles of the chi-square distribution; prints it as JSON.

    apt-get install python3-scipy
    python3 luck_reference.py > luck_reference.json

The numbers are SciPy 1.10.1's.
"""

import itertools
import json
import math

import numpy
from scipy import stats

A = [0.412, 0.398, 0.421, 0.405, 0.400]
B = [0.418, 0.431, 0.409, 0.425, 0.437, 0.421]
TASKS = [[0.91, 0.88, 0.93, 0.90, 0.20], [0.51, 0.55, 0.49, 0.53, 0.52], [0.71, 0.70, 0.75, 0.64, 0.69]]


def unpaired():
    a, b = numpy.array(A), numpy.array(B)
    va, vb = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
    degrees = (va + vb) ** 2 / (va**2 / (len(a) - 1) + vb**2 / (len(b) - 1))
    half = stats.t.ppf(0.975, degrees) * math.sqrt(va + vb)
    difference = a.mean() - b.mean()
    both = numpy.concatenate((a, b))
    sums = [both[list(c)].mean() - numpy.delete(both, c).mean() for c in itertools.combinations(range(len(both)), len(a))]
    p = numpy.mean(numpy.abs(sums) >= abs(difference) - 1e-12)
    wins = stats.mannwhitneyu(b, a).statistic / len(a) / len(b)
    return {"a": A, "b": B, "expected": [difference, difference - half, difference + half, wins, p]}


def interquartile_mean():
    """rliable's aggregate_iqm and StratifiedBootstrap: each task is resampled by itself, runs with replacement."""
    random = numpy.random.default_rng(1)
    scores = numpy.array(TASKS)
    draws = random.integers(0, scores.shape[1], (50_000,) + scores.shape)
    resamples = numpy.take_along_axis(scores[None], draws, axis=2).reshape(50_000, -1)
    values = stats.trim_mean(resamples, 0.25, axis=1)
    return {
        "tasks": TASKS,
        "value": stats.trim_mean(scores.ravel(), 0.25),
        "interval": numpy.percentile(values, [2.5, 97.5]).tolist(),
    }


def power(n, effect, level, paired):
    degrees = n - 1 if paired else 2 * n - 2
    shift = effect * math.sqrt(n if paired else n / 2)
    critical = stats.t.ppf(1 - level / 2, degrees)
    return stats.nct.sf(critical, degrees, shift) + stats.nct.cdf(-critical, degrees, shift)


def seeds_needed():
    needed = []
    for effect in (1.2, 0.9, 0.66, 0.4, 0.25):
        for comparisons in (1, 6):
            for paired in (True, False):
                n = 2
                while power(n, effect, 0.05 / comparisons, paired) < 0.8:
                    n += 1
                needed.append([effect, comparisons, int(paired), n])
    return needed


def chi_square():
    return [[p, d, stats.chi2.ppf(p, d)] for p in (0.001, 0.025, 0.5, 0.975, 0.999) for d in (1, 4, 30, 1000)]


print(
    json.dumps(
        {
            "unpaired": unpaired(),
            "interquartile_mean": interquartile_mean(),
            "seeds_needed": seeds_needed(),
            "chi_square": chi_square(),
        },
        indent=1,
    )
)
