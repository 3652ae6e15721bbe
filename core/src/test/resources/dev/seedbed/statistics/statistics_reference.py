"""Computes what SciPy says of the F distribution, of exact intervals of probabilities, of quartiles and of an analysis
of variance, and prints it as JSON.

    apt-get install python3-scipy
    python3 statistics_reference.py > statistics_reference.json

The numbers are SciPy 1.17.1's, which takes the F distribution from Boost; those of 1.10.1 differ from the 11th figure on.
"""

import json

import numpy
from scipy import stats

DEGREES = [(1, 1), (1, 9), (2, 7), (9, 1), (63, 63), (31, 255), (1000, 3), (7, 9999), (9999, 9999)]
POINTS = [0.01, 0.5, 0.97, 1.0, 1.3, 4.0, 50.0]
SHARES = [1e-6, 0.025, 0.3, 0.5, 0.95, 0.975, 0.9999]
# Losses of rows (seeds of the weights) and columns (seeds of the order).
GRID = [[0.31, 0.35, 0.29, 0.40], [0.36, 0.41, 0.33, 0.44], [0.30, 0.37, 0.31, 0.38]]


def f_distribution():
    return [
        {
            "above": a,
            "below": b,
            "cdf": [[f, stats.f.cdf(f, a, b), stats.f.sf(f, a, b)] for f in POINTS],
            "quantile": [[p, stats.f.ppf(p, a, b)] for p in SHARES],
        }
        for a, b in DEGREES
    ]


def probabilities():
    intervals = []
    for wins, seeds in [(0, 5), (5, 5), (6, 7), (3, 10), (29, 40), (900, 1000)]:
        interval = stats.binomtest(wins, seeds).proportion_ci(0.95, method="exact")
        intervals.append([wins, seeds, interval.low, interval.high])
    return intervals


def ratio(mean_square, degrees, rest, rest_degrees, trials):
    f = mean_square / rest
    return [max(0, f / stats.f.ppf(p, degrees, rest_degrees) - 1) / trials for p in (0.975, 0.025)]


def two_way():
    """By least squares on indicator columns, which is another way than means of rows and columns."""
    grid = numpy.array(GRID)
    rows, columns = grid.shape
    y = grid.ravel()
    one = numpy.ones((y.size, 1))
    first = numpy.kron(numpy.eye(rows), numpy.ones((columns, 1)))
    second = numpy.kron(numpy.ones((rows, 1)), numpy.eye(columns))

    def residual(*parts):
        design = numpy.hstack((one, *parts))
        return float(numpy.sum((y - design @ numpy.linalg.lstsq(design, y, rcond=None)[0]) ** 2))

    rest_degrees = (rows - 1) * (columns - 1)
    both = residual(first, second)
    rest = both / rest_degrees
    answer = {"grid": GRID, "rest": rest}
    for name, other, degrees, trials in [("first", second, rows - 1, columns), ("second", first, columns - 1, rows)]:
        mean_square = (residual(other) - both) / degrees
        answer[name] = {
            "mean_square": mean_square,
            "variance": (mean_square - rest) / trials,
            "p": stats.f.sf(mean_square / rest, degrees, rest_degrees),
            "ratio": ratio(mean_square, degrees, rest, rest_degrees, trials),
        }
    return answer


def quantiles():
    values = [0.52, 0.31, 0.47, 0.39, 0.44, 0.35, 0.71]
    quartiles = numpy.quantile(values, [0.25, 0.5, 0.75])
    return {
        "values": values,
        "expected": [numpy.mean(values), numpy.std(values, ddof=1), min(values), *quartiles, max(values)],
    }


def differences():
    values = [0.031, -0.012, 0.044, 0.027, 0.009, 0.052]
    test = stats.permutation_test(
        (values,), numpy.mean, permutation_type="samples", alternative="two-sided", n_resamples=numpy.inf
    )
    interval = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    return {"values": values, "p": test.pvalue, "interval": [interval.low, interval.high]}


print(
    json.dumps(
        {
            "f": f_distribution(),
            "probabilities": probabilities(),
            "two_way": two_way(),
            "quantiles": quantiles(),
            "differences": differences(),
        },
        indent=1,
        default=float,
    )
)
