"""Computes in float64 what `check --json` says of dense networks: the numbers of CheckNumbersTest.

    apt-get install python3-numpy python3-scipy
    /usr/bin/python3 io/src/test/python/check_numbers.py > io/src/test/resources/check-numbers.json

Weights are what `./seedbed init` writes. The rows are those of examples/iris.csv, each number x as (x - 3.5) / 2, and
the targets the three species. Nothing here is taken from the Java code.
"""

import json
import pathlib
import struct
import subprocess
import sys
import tempfile

import numpy as np
from scipy.optimize import brentq
from scipy.special import erf, expit
from scipy.stats import norm

ROOT = pathlib.Path(__file__).resolve().parents[4]
LAYERS = [4, 128, 40, 24, 3]
CASES = [
    ("relu", "he-normal", 7),
    ("leaky-relu", "critical", 8),
    ("tanh", "critical(bias-variance=0.05)", 9),
    ("sigmoid", "glorot-uniform-sigmoid", 10),
    ("gelu", "critical(bias-variance=0.2)", 11),
    ("elu", "lecun-uniform", 12),
    ("softplus", "normal(deviation=0.4)", 13),
    ("identity", "orthogonal", 14),
]
LEAKY = float(np.float32(0.01))
cdf = lambda z: (1 + erf(z / np.sqrt(2))) / 2
FUNCTIONS = {
    "identity": (lambda z: z, lambda z: np.ones_like(z)),
    "relu": (lambda z: np.maximum(z, 0), lambda z: 1.0 * (z > 0)),
    "leaky-relu": (lambda z: np.where(z > 0, z, LEAKY * z), lambda z: np.where(z > 0, 1, LEAKY)),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "sigmoid": (expit, lambda z: expit(z) * expit(-z)),
    "gelu": (lambda z: z * cdf(z), lambda z: cdf(z) + z * norm.pdf(z)),
    "elu": (lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0))), lambda z: np.where(z > 0, 1, np.exp(np.minimum(z, 0)))),
    "softplus": (lambda z: np.logaddexp(0, z), expit),
}
SCALE_FREE = ["identity", "relu", "leaky-relu"]
points = 400_000
normal = -12 + 24 * (np.arange(points) + 0.5) / points
density = norm.pdf(normal) * 24 / points


def mean_square(g, q):
    return float(np.sum(density * g(np.sqrt(q) * normal) ** 2))


def read(path):
    data = path.read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            raw = np.frombuffer(data[8 + length + start : 8 + length + end], "<f4")
            tensors[name] = raw.reshape(entry["shape"]).astype(float)
    return tensors


def rows():
    lines = (ROOT / "examples/iris.csv").read_text().split()[1:]
    table = [line.split(",") for line in lines]
    species = sorted({row[4] for row in table})
    x = np.array([[(float(v) - 3.5) / 2 for v in row[:4]] for row in table]).astype(np.float32).astype(float)
    return x, np.array([[1.0 * (row[4] == s) for s in species] for row in table])


def spread(values):
    low, high = np.percentile(values, [2, 98])
    return {"mean": values.mean(), "sd": values.std(), "p2": low, "p98": high}


def histogram(values):
    reach = 5 * values.std()
    low, high = max(values.min(), values.mean() - reach), min(values.max(), values.mean() + reach)
    counts, _ = np.histogram(np.clip(values, low, high), bins=40, range=(low, high))
    return {"low": low, "high": high, "counts": [int(count) for count in counts]}


def mean_field(name, weight_variance, bias_variance):
    """q*, chi_1 and the depth scale; none where signals of units that are not scale-free grow without end."""
    f, derivative = FUNCTIONS[name]
    if name in SCALE_FREE:
        factor = weight_variance * mean_square(derivative, 1)
        length = bias_variance / (1 - factor) if factor < 1 else None
    else:
        excess = lambda q: weight_variance * mean_square(f, q) + bias_variance - q
        if excess(1e-12) <= 0:
            length = 0.0
        elif excess(1e4) > 0:
            return None
        else:
            length = np.exp(brentq(lambda x: excess(np.exp(x)), np.log(1e-12), np.log(1e4), xtol=1e-14))
        factor = weight_variance * mean_square(derivative, max(length, 1e-12))
    return {"length": length, "gradient_factor": factor, "depth_scale": 1 / abs(np.log(factor))}


def jacobian(w, slopes):
    values = [np.linalg.svd(slopes[i][:, None] * w, compute_uv=False) for i in range(4)]
    return {"mean": np.mean(values), "sd": np.std(values)}


def duplicates(w, b, out, odd):
    units = np.concatenate([w, b[:, None], out.T], axis=1)
    twins = 0
    for i, u in enumerate(units):
        others = np.delete(units, i, axis=0)
        twins += bool((abs(others - u).max(axis=1) < 1e-9).any() or odd and (abs(others + u).max(axis=1) < 1e-9).any())
    return twins / len(units)


def check(activation, tensors):
    x, targets = rows()
    layers = len(LAYERS) - 1
    weights = [tensors[f"layer{l + 1}/weight"] for l in range(layers)]
    biases = [tensors[f"layer{l + 1}/bias"] for l in range(layers)]
    names = [activation] * (layers - 1) + ["identity"]
    inputs, z, a = [], [], [x]
    for w, b, name in zip(weights, biases, names):
        inputs.append(a[-1])
        z.append(a[-1] @ w.T + b)
        a.append(FUNCTIONS[name][0](z[-1]))
    del a[0]
    logits = a[-1] - a[-1].max(axis=1, keepdims=True)
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    loss = -np.mean(np.sum(targets * np.log(probabilities), axis=1))
    shares = targets.mean(axis=0)
    da = [None] * layers + [probabilities - targets]  # of single rows: not divided by their number
    dz = [None] * layers
    for l in reversed(range(layers)):
        dz[l] = da[l + 1] * FUNCTIONS[names[l]][1](z[l])
        da[l] = dz[l] @ weights[l]
    found = []
    for l in range(layers):
        w, b, slopes = weights[l], biases[l], FUNCTIONS[names[l]][1](z[l])
        dw = dz[l].T @ inputs[l] / len(x)
        fan_in, fan_out = w.shape[1], w.shape[0]
        weight_variance, bias_variance = fan_in * np.mean(w**2), np.mean(b**2)
        squares = np.mean(inputs[l] ** 2)
        q = weight_variance * squares + bias_variance
        f, derivative = FUNCTIONS[names[l]]
        steepest = abs(derivative(np.linspace(-10, 10, 200_001))).max()
        relu = names[l] == "relu"
        layer = {
            "name": f"layer{l + 1}",
            "fan_in": fan_in,
            "fan_out": fan_out,
            "activation": names[l],
            "z": spread(z[l]),
            "a": spread(a[l]),
            "gradient": spread(dz[l]),
            "weight_sd": w.std(),
            "weight_gradient_sd": dw.std(),
            "dead": np.mean((slopes > 0).mean(axis=0) < 0.01) if relu else 0.0,
            "zeros": np.mean(a[l] == 0),
            "saturated": 0.0 if relu else np.mean((abs(slopes) < 0.01 * steepest).mean(axis=0) > 0.5),
            "duplicates": (
                duplicates(w, b, weights[l + 1], activation in ("tanh", "identity")) if l < layers - 1 else 0.0
            ),
            "forward_gain": np.mean(a[l] ** 2) / squares,
            "backward_gain": np.mean(da[l] ** 2) / np.mean(da[l + 1] ** 2),
            "predicted_forward_gain": mean_square(f, q) / squares,
            "predicted_backward_gain": fan_out * np.mean(w**2) * mean_square(derivative, q),
            "histograms": {
                "a": histogram(a[l]),
                "gradient": histogram(dz[l]),
                "weight_gradient": histogram(dw),
                "weights": histogram(w),
                "weight_singular_values": list(
                    np.quantile(np.linalg.svd(w, compute_uv=False), [0, 0.25, 0.5, 0.75, 1], method="hazen")
                ),
            },
        }
        if l > 0:
            layer["singular_values"] = jacobian(w, slopes)
        point = mean_field(names[l], weight_variance, bias_variance) if l < layers - 1 else None
        if point:
            layer["mean_field"] = point
        layer["update"] = 0.01 * np.sqrt(np.mean(dw**2) / np.mean(w**2))
        found.append(layer)
    network = {
        "loss": loss,
        "chance": -np.sum(shares * np.log(shares)),
        "inverse_widths": sum(1 / n for n in LAYERS[1:-1]),
        "update_ratio": max(layer.pop("update") for layer in found),
        "learning_rate": 0.01,
    }
    return {"layers": found, "network": network, "rows": {"count": len(x), "given": True}}


def rounded(value):
    """Floats to nine digits, so that the file stays small."""
    if isinstance(value, dict):
        return {name: rounded(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [rounded(entry) for entry in value]
    return float(f"{value:.9g}") if isinstance(value, float) else value


def main():
    cases = []
    with tempfile.TemporaryDirectory() as folder:
        for activation, scheme, seed in CASES:
            path = pathlib.Path(folder) / f"{activation}.safetensors"
            command = [ROOT / "seedbed", "init", "--layers", ",".join(map(str, LAYERS)), "--activation", activation]
            command += ["--init", scheme, "--seed", str(seed), "-o", path, "--quiet"]
            subprocess.run(command, check=True)
            cases.append({"activation": activation, "scheme": scheme, "seed": seed, "check": check(activation, read(path))})
    json.dump(rounded(cases), sys.stdout, separators=(",", ":"))
    print()


main()
