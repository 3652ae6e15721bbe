"""Seedbed's initial weights with NumPy alone: the same bits as `seedbed init`, on any machine.

    >>> draw("he-normal", seed=7, path="layer1/weight", shape=(256, 784))

Number i of a tensor depends on (seed, path, i) and on nothing else, so every rank draws its own part:

    >>> draw("he-normal", 7, "layer1/weight", (256, 784), region=np.s_[64:128])   # rows 64 to 127
    >>> draw("he-normal", 7, "layer1/weight", (256, 784), flat=(0, 100_000))      # a flat range

`fill_state_dict` does it for PyTorch, `fill_pytree` for JAX; each is imported only when used.
What is computed here, step by step, is written down in docs/specification.md.
"""

import fnmatch
import hashlib
import math
import re
from dataclasses import dataclass
from typing import Any, Callable, Iterator, Mapping, Optional, Sequence, Tuple, Union

import numpy as np

__all__ = [
    "Constant", "Kernel", "LogarithmOfUniform", "Place", "RingDecay", "TimeStepBias", "TruncatedNormal", "Uniform",
    "bfloat16", "draw", "fill_pytree", "fill_state_dict", "kernel_of", "law", "normal", "schemes", "words",
]

# ---------------------------------------------------------------- random words: Philox4x32-10 from a counter

_PIECE = 1 << 15  # numbers at a time: all arrays of a piece stay in the cache
_LOW = np.uint64(0xFFFFFFFF)
_UPPER = np.uint64(32)
_MULTIPLIERS = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_WEYL = 0x9E3779B9, 0xBB67AE85


def _philox(seed: int, path: str, blocks: np.ndarray) -> np.ndarray:
    """The four words of each block of a stream, along a new last axis."""
    digest = hashlib.sha256(path.encode()).digest()
    c0, c1 = blocks & _LOW, blocks >> _UPPER
    c2, c3 = (np.full(1, int.from_bytes(digest[i : i + 4], "little"), np.uint64) for i in (0, 4))
    k0, k1 = seed & 0xFFFFFFFF, seed >> 32 & 0xFFFFFFFF
    for _ in range(10):
        p0, p1 = _MULTIPLIERS[0] * c0, _MULTIPLIERS[1] * c2
        c0, c1 = (p1 >> _UPPER) ^ c1 ^ np.uint64(k0), p1 & _LOW
        c2, c3 = (p0 >> _UPPER) ^ c3 ^ np.uint64(k1), p0 & _LOW
        k0, k1 = k0 + _WEYL[0] & 0xFFFFFFFF, k1 + _WEYL[1] & 0xFFFFFFFF
    return np.stack(np.broadcast_arrays(c0, c1, c2, c3), axis=-1).astype(np.uint32)


def _runs_of_words(seed: int, path: str, starts: np.ndarray, length: int) -> np.ndarray:
    """The words `start` to `start + length - 1` of a stream for each of the `starts`: uint32[starts, length]."""
    offsets = (starts & np.uint64(3)).astype(np.intp)
    blocks = (int(offsets.max()) + length + 3) // 4
    first = starts >> np.uint64(2)
    whole = _philox(seed, path, first[:, None] + np.arange(blocks, dtype=np.uint64)).reshape(len(starts), -1)
    if (offsets == offsets[0]).all():
        return np.ascontiguousarray(whole[:, offsets[0] : offsets[0] + length])
    return np.take_along_axis(whole, offsets[:, None] + np.arange(length), axis=1)


def words(seed: int, path: str, start: int, count: int) -> np.ndarray:
    """The words `start` to `start + count - 1` of the stream `path` of a seed: uint32[count]."""
    return _runs_of_words(seed, path, np.array([start], np.uint64), count)[0]


# ---------------------------------------------------------------- float arithmetic that rounds as Java's


def _fma(a: Any, b: Any, c: Any) -> np.ndarray:
    """a·b + c of arrays of floats, rounded once to float.

    The product is exact in double. The sum is rounded to double and then to float, which differs from rounding it
    once only if the double lies in the very middle between two floats and is not exact: then it gives way by one ulp
    to the side on which the exact sum lies.
    """
    product = np.asarray(a, np.float64) * np.asarray(b, np.float64)
    total = product + c
    rounded = total.astype(np.float32)
    middle = (total.view(np.uint64) & np.uint64(0x1FFFFFFF)) == np.uint64(0x10000000)
    small = np.abs(rounded) < np.float32(2.0**-126)
    if small.any():
        middle[small] = np.abs(total[small]) * 2.0**150 % 2 == 1
    if middle.any():
        back = total - product
        error = (product - (total - back)) + (c - back)
        middle &= error != 0
        rounded[middle] = np.nextafter(total[middle], np.copysign(np.inf, error[middle]))
    return rounded


def _floats(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


_SQRT_HALF_BITS = _floats(0.70710677).view(np.int32)[0]
_LOG2 = _floats(
    -0.14576642, 0.2369205, -0.25007412, 0.28670377, -0.36008647, 0.48093957, -0.72135717, 1.4426948)
_QUANTILE = _floats(
    7.7388096e-13, 6.6034955e-12, -1.14557176e-10, -1.9818112e-09, -7.18295e-09, 1.4522824e-07,
    3.0177725e-06, 2.6791982e-05, 7.5509934e-07, -0.005005874, -0.21659285, 2.7893078)
_QUANTILE_IN_TAIL = _floats(
    -3.7804228e-05, 0.00010414114, -0.00015775867, 0.0003573229, -0.001053714, 0.0020301817, 1.1876099, 5.068498)
_LOG = _floats(
    0.067477316, -0.11677516, 0.11888696, -0.124053404, 0.14219452, -0.16668005, 0.20002124, -0.2500001, 0.33333313)
_LN2_HIGH, _LN2_LOW = _floats(0.693145751953125, 1.4286068e-6)
_EXPM1 = _floats(0.00019845879, 0.0013940628, 0.00833339, 0.041666362, 0.16666666, 0.5)
_LOG2_E, _ROUNDER = _floats(1.442695, 1.5 * 2**23)
_ONE, _HALF = _floats(1, 0.5)


def _polynomial(coefficients: np.ndarray, x: np.ndarray) -> np.ndarray:
    """A polynomial, highest power first, in two chains: of its odd and of its even powers."""
    square = (x * x).astype(np.float64)
    odd, even = coefficients[:2]
    for i in range(2, len(coefficients), 2):
        odd, even = _fma(odd, square, coefficients[i]), _fma(even, square, coefficients[i + 1])
    return _fma(odd, x, even)


def _exponent_and_fraction(x: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """(e, f) with x = 2ᵉ·(1 + f) and 1 + f in [√½, √2), both as floats."""
    bits = x.view(np.int32) - _SQRT_HALF_BITS
    fraction = ((bits & np.int32(0x7FFFFF)) + _SQRT_HALF_BITS).view(np.float32) - _ONE
    return (bits >> np.int32(23)).astype(np.float32), fraction


def _quantile(p: np.ndarray) -> np.ndarray:
    """How far above 0 a standard normal variable is with probability p in [2⁻³³, ½]."""
    exponent, f = _exponent_and_fraction(_floats(4)[0] * p * (_ONE - p))
    log2 = _fma(_polynomial(_LOG2, f), f, exponent)
    q = _polynomial(_QUANTILE, log2 + np.float32(6.5))
    tail = ~(log2 > -13)
    if tail.any():
        q[tail] = _polynomial(_QUANTILE_IN_TAIL, np.sqrt(-log2[tail]) - np.float32(4.5))
    return q * (_ONE - np.float32(2) * p)


def _log(x: np.ndarray) -> np.ndarray:
    """The natural logarithm of normal floats above 0."""
    exponent, f = _exponent_and_fraction(x)
    p = _LOG[0]
    for coefficient in _LOG[1:]:
        p = _fma(p, f, coefficient)
    square = f * f
    tail = _fma(square * f, p, _fma(np.float32(-0.5), square, exponent * _LN2_LOW))
    return _fma(exponent, _LN2_HIGH, f + tail)


def _log1p(x: np.ndarray) -> np.ndarray:
    """ln(1 + x) for x from 0 on."""
    u = _ONE + x
    return _log(u) + (x - (u - _ONE)) / u


def _reduced(x: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """(n, eʳ − 1) with x = n·ln 2 + r and |r| at most ½ ln 2; n as integers."""
    rounded = _fma(x, _LOG2_E, _ROUNDER)
    n = rounded - _ROUNDER
    r = _fma(n, -_LN2_LOW, _fma(n, -_LN2_HIGH, x))
    p = _EXPM1[0]
    for coefficient in _EXPM1[1:]:
        p = _fma(p, r, coefficient)
    return n.astype(np.int32), _fma(r * r, p, r)


def _power_of_2(n: np.ndarray) -> np.ndarray:
    return ((n + np.int32(127)) << np.int32(23)).view(np.float32)


def _exp(x: np.ndarray) -> np.ndarray:
    """eˣ for x in [−104, 89]."""
    n, fraction = _reduced(x)
    half = n >> np.int32(1)
    return (_ONE + fraction) * _power_of_2(half) * _power_of_2(n - half)


def _expm1(x: np.ndarray) -> np.ndarray:
    """eˣ − 1 for x up to 89."""
    n, fraction = _reduced(np.maximum(x, np.float32(-25)))
    half_power = _power_of_2(n - np.int32(1))
    return np.float32(2) * _fma(half_power, fraction, half_power - _HALF)


def bfloat16(values: np.ndarray) -> np.ndarray:
    """Floats rounded to bfloat16, to nearest even, as uint16 (NumPy has no such type)."""
    bits = np.ascontiguousarray(values, np.float32).view(np.uint32)
    return ((bits + np.uint32(0x7FFF) + (bits >> np.uint32(16) & np.uint32(1))) >> np.uint32(16)).astype(np.uint16)


# ---------------------------------------------------------------- laws: from words to numbers

# Constants of laws are doubles. Where one comes from pow, exp or log, whose last bit depends on the machine here and
# not in Java, it carries a doubt: relative, and far larger than the error. If that leaves open to which float it is
# rounded, one time in millions, nothing is drawn.
_DOUBT = 2.0**-48


def _single(value: float, doubt: float = 0.0, rounded: Callable[[float], np.float32] = np.float32) -> np.float32:
    """A constant of a law as a float."""
    low, high = rounded(value * (1 - doubt)), rounded(value * (1 + doubt))
    if low != high:
        raise ArithmeticError(f"{value!r} is too near the middle between two floats: draw it with Seedbed itself")
    return low


def _down(value: float) -> np.float32:
    nearest = np.float32(value)
    return np.nextafter(nearest, np.float32(-np.inf)) if float(nearest) > value else nearest


def _up(value: float) -> np.float32:
    return -_down(-value)


@dataclass(frozen=True)
class Constant:
    """Every element is `value`."""

    value: float
    doubt: float = 0.0

    def of(self, words: np.ndarray) -> np.ndarray:
        """The numbers that belong to words of the stream: float32 of their shape."""
        return np.full(words.shape, _single(self.value, self.doubt))


@dataclass(frozen=True)
class Uniform:
    """Uniform in mean ± bound, on the midpoints of 2²⁴ equal cells."""

    mean: float
    bound: float
    doubt: float = 0.0

    def of(self, words: np.ndarray) -> np.ndarray:
        """The numbers that belong to words of the stream: float32 of their shape."""
        half, centre = _single(self.bound, self.doubt, _down), _single(self.mean, self.doubt)
        midpoint = _midpoint(words)
        return midpoint * half if centre == 0 else _fma(midpoint, half, centre)


def _midpoint(words: np.ndarray) -> np.ndarray:
    """The odd multiples of 2⁻²⁴ in [−1, 1] that the upper 24 bits of words choose."""
    return (words.view(np.int32) >> np.int32(7) | np.int32(1)).astype(np.float32) * np.float32(2.0**-24)


@dataclass(frozen=True)
class TruncatedNormal:
    """Normal with mean and standard deviation `scale` before it is cut at ±`cut` of these; `cut` may be infinite."""

    mean: float
    scale: float
    cut: float = math.inf
    doubt: float = 0.0

    def of(self, words: np.ndarray) -> np.ndarray:
        """The numbers that belong to words of the stream: float32 of their shape."""
        scale, centre = _single(self.scale, self.doubt), _single(self.mean)
        bound = _single(self.scale * self.cut, self.doubt, _down)
        below = _BELOW_2 if self.cut == 2 else _single(math.erfc(self.cut / math.sqrt(2)) / 2, 2.0**-40)
        share = ((words >> np.uint32(1)).view(np.int32).astype(np.float32) + _HALF) * np.float32(2.0**-31)
        z = _quantile(_fma(_HALF - below, share, below))
        z = np.where(words & np.uint32(1), -z, z)
        return np.clip(_fma(z, scale, centre), centre - bound, centre + bound)


def normal(mean: float, deviation: float, doubt: float = 0.0) -> TruncatedNormal:
    """The normal law."""
    return TruncatedNormal(mean, deviation, math.inf, doubt)


@dataclass(frozen=True)
class LogarithmOfUniform:
    """The natural logarithm of a number uniform in [low, high]."""

    low: float
    high: float

    def of(self, words: np.ndarray) -> np.ndarray:
        """The numbers that belong to words of the stream: float32 of their shape."""
        half, centre = _single((self.high - self.low) / 2), _single((self.high + self.low) / 2)
        return _log(_fma(_midpoint(words), half, centre))


@dataclass(frozen=True)
class RingDecay:
    """ln ν, where exp(−ν) is the modulus of a number uniform in the ring between two radii."""

    inner: float
    outer: float

    def of(self, words: np.ndarray) -> np.ndarray:
        """The numbers that belong to words of the stream: float32 of their shape."""
        half = (self.outer * self.outer - self.inner * self.inner) / 2
        y = 1 - self.outer * self.outer + half + half * _midpoint(words).astype(np.float64)
        decay = _HALF * _log1p((y / (1 - y)).astype(np.float32))
        return np.clip(_log(decay), _single(self._end(self.outer), _DOUBT, _up), _single(self._end(self.inner), _DOUBT, _down))

    @staticmethod
    def _end(radius: float) -> float:
        """ln ν at a radius."""
        return -math.inf if radius == 1 else math.inf if radius == 0 else math.log(-math.log(radius))


@dataclass(frozen=True)
class TimeStepBias:
    """The bias whose softplus is a time step between `low` and `high`, uniform in its logarithm."""

    low: float
    high: float

    def of(self, words: np.ndarray) -> np.ndarray:
        """The numbers that belong to words of the stream: float32 of their shape."""
        low, high = math.log(self.low), math.log(self.high)
        step = _exp(_fma(_midpoint(words), _single((high - low) / 2, _DOUBT), _single((high + low) / 2, _DOUBT)))
        bias = step + _log(-_expm1(-step))
        return np.clip(bias, _single(self._bias(self.low), _DOUBT, _up), _single(self._bias(self.high), _DOUBT, _down))

    @staticmethod
    def _bias(step: float) -> float:
        return step + math.log(-math.expm1(-step))


Law = Union[Constant, Uniform, TruncatedNormal, LogarithmOfUniform, RingDecay, TimeStepBias]

_BELOW_2 = np.float32(0.02275013194817932)  # Φ(−2)
_REMAINING_2 = 0.8796256610342398  # the standard deviation after cutting at 2


def _corrected(deviation: float, cut: float, mean: float = 0.0) -> TruncatedNormal:
    """The truncated normal law whose standard deviation *after* cutting is `deviation`."""
    if cut == 2:
        return TruncatedNormal(mean, deviation / _REMAINING_2, cut)
    density = math.exp(-cut * cut / 2) / math.sqrt(2 * math.pi)
    remaining = math.sqrt(1 - 2 * cut * density / math.erf(cut / math.sqrt(2)))
    return TruncatedNormal(mean, deviation / remaining, cut, 2.0**-40)


# ---------------------------------------------------------------- where a tensor stands


@dataclass(frozen=True)
class Kernel:
    """The weights of a layer: `blocks` matrices of `units` × (`inputs` · `taps`), and the fans of the layer's kind."""

    blocks: int
    units: int
    inputs: int
    taps: int
    fan_in: float
    fan_out: float


def kernel_of(
    shape: Sequence[int], kind: Optional[str] = None, layout: str = "out-in", blocks: int = 1, stride: int = 1
) -> Kernel:
    """What the axes of a tensor of weights mean.

    kind: dense, convolution, transposed-convolution, depthwise-convolution, embedding, recurrent, attention or
        packed-dense; by default dense for two axes and convolution for more.
    layout: out-in (PyTorch, ONNX, Seedbed) or in-out (Keras, Flax).
    blocks: gates, projections, packed layers, or groups of a convolution.
    stride: of a convolution, the product over all axes.
    """
    kind = kind or ("dense" if len(shape) < 3 else "convolution")
    if len(shape) < 2:
        raise ValueError(f"a tensor of weights has two axes or more: {tuple(shape)}")
    if layout not in ("out-in", "in-out"):
        raise ValueError(f"layout must be out-in or in-out: {layout!r}")
    out_first = layout == "out-in"
    window = kind.endswith("convolution")
    front = 0 if window and out_first else len(shape) - 2
    first, second = shape[front], shape[front + 1]
    out, inputs = (first, second) if out_first else (second, first)
    taps = math.prod(shape[2:] if out_first else shape[:-2])

    def per_block(length: int) -> int:
        if blocks < 1 or length % blocks:
            raise ValueError(f"{length} outputs cannot be shared out among {blocks} blocks")
        return length // blocks

    if kind == "dense":
        return Kernel(math.prod(shape[:-2]), out, inputs, 1, inputs, out)
    if kind == "embedding":
        return Kernel(1, second, first, 1, 1, second)
    if kind in ("recurrent", "attention", "packed-dense"):
        return Kernel(blocks, per_block(out), inputs, 1, inputs, per_block(out))
    if kind == "convolution":
        units = per_block(out)
        return Kernel(blocks, units, inputs, taps, inputs * taps, units * taps / stride)
    if kind == "transposed-convolution":
        group, units = (per_block(first), second) if out_first else (second, per_block(first))
        return Kernel(blocks, units, group, taps, group * taps / stride, units * taps)
    if kind == "depthwise-convolution":
        channels, multiplier = (blocks, per_block(out)) if out_first else (first, second)
        return Kernel(channels, multiplier, 1, taps, taps, multiplier * taps / stride)
    raise ValueError(f"no kind of layer {kind!r}")


# How a tensor that is made as [block, unit, input, tap] is stored: the order of these axes.
_STORED = {
    ("transposed-convolution", "out-in"): (0, 2, 1, 3),
    ("transposed-convolution", "in-out"): (3, 0, 1, 2),
    ("embedding", "out-in"): (0, 2, 1, 3),
    ("embedding", "in-out"): (0, 2, 1, 3),
    ("dense", "in-out"): (0, 2, 1, 3),
}


def _stored(made: np.ndarray, kind: Optional[str], layout: str, axes: int) -> np.ndarray:
    kind = kind or ("dense" if axes < 3 else "convolution")
    return made.transpose(_STORED.get((kind, layout), (0, 1, 2, 3) if layout == "out-in" else (3, 2, 0, 1)))


@dataclass(frozen=True)
class Place:
    """Where a tensor stands: all that a scheme may know.

    activation: of the network's hidden units.
    position: first, inner, last or only, in the chain of layers.
    """

    kernel: Optional[Kernel] = None
    activation: str = "tanh"
    position: str = "inner"

    @property
    def fan_in(self) -> float:
        """How many terms one output sums."""
        return self._weights().fan_in

    @property
    def fan_out(self) -> float:
        """How many outputs one input reaches."""
        return self._weights().fan_out

    def _weights(self) -> Kernel:
        if self.kernel is None:
            raise ValueError("this scheme goes by fans, and a vector has none: give kernel=")
        return self.kernel

    @property
    def input(self) -> str:
        """What was applied to the numbers that the weights multiply."""
        return "identity" if self.position in ("first", "only") else self.activation


# ---------------------------------------------------------------- the catalogue


@dataclass(frozen=True)
class _Curve:
    """What laws know of an activation f: 1/√E f(z)², 1/√E f′(z)², the critical σ_w², f′(0) and f(0) if smooth there."""

    forward: float
    backward: float
    critical: Optional[float]
    slope: Optional[float]
    at_zero: float = 0.0


_CURVES = {
    "identity": _Curve(0.9999999999999998, 1.0, 0.9999999999999998, 1.0),
    "tanh": _Curve(1.5925374197228312, 1.467413591630795, 1.0000000000019997, 1.0),
    "sigmoid": _Curve(1.8462285453386054, 4.722646085937973, 103.00755385551929, 0.25, 0.5),
    "relu": _Curve(1.4142135623730947, 1.414213562373095, 1.9999999999999996, None),
    "leaky-relu": _Curve(1.4141428570009955, 1.4141428570009957, 1.9998000200069384, None),
    "elu": _Curve(1.2451983007007064, 1.2234285575526207, 1.0000007978841972, 1.0),
    "selu": _Curve(1.0, 0.9660257769739012, 0.47677157847429996, None),
    "softsign": _Curve(2.3375333631085393, 2.095780608943311, 1.0000031915384289, 1.0),
    "softplus": _Curve(1.0418668355353016, 1.8462285453386054, None, 0.5, 0.6931471805599453),
    "gelu": _Curve(1.5335304411955348, 1.4811144127083478, None, 0.5),
    "silu": _Curve(1.6765324703310909, 1.623320257952497, None, 0.5),
}

_FANS = {
    "in": lambda p: p.fan_in,
    "out": lambda p: p.fan_out,
    "average": lambda p: (p.fan_in + p.fan_out) / 2,
    "geometric": lambda p: math.sqrt(p.fan_in * p.fan_out),
    "in-squared": lambda p: p.fan_in * p.fan_in,
    "out-squared": lambda p: p.fan_out * p.fan_out,
    "spectral": lambda p: p.fan_in * max(1, p.fan_in / p.fan_out),
}


def _shaped(shape: str, variance: float, doubt: float = 0.0) -> Law:
    """The law of mean 0 with that variance."""
    if shape == "uniform":
        return Uniform(0, math.sqrt(3 * variance), doubt)
    if shape == "normal":
        return normal(0, math.sqrt(variance), doubt)
    if shape == "truncated-normal":
        return _corrected(math.sqrt(variance), 2)
    if shape == "truncated-uncorrected":
        return TruncatedNormal(0, math.sqrt(variance), 2)
    raise ValueError(f"law must be uniform, normal, truncated-normal or truncated-uncorrected: {shape!r}")


def _scaled(place: Place, scale: float, fan: str, shape: str, gain: float = 1, doubt: float = 0.0) -> Law:
    """Variance scale · gain² / fan: the family of almost all schemes."""
    return _shaped(shape, scale * gain * gain / _FANS[fan](place), doubt)


_Maker = Callable[..., Union[Law, np.ndarray]]
_SCHEMES: "dict[str, Tuple[dict, _Maker]]" = {}
_STRUCTURED = set()


def _scheme(name: str, **preset: Any) -> Callable[[_Maker], _Maker]:
    """Puts a law under a name into the catalogue, with its parameters as they are preset."""

    def put(maker: _Maker) -> _Maker:
        _SCHEMES[name] = preset, maker
        return maker

    return put


def _structured(name: str, **preset: Any) -> Callable[[_Maker], _Maker]:
    """Likewise a tensor that is made as a whole: [block, unit, input, tap] from (place, stream, …)."""
    _STRUCTURED.add(name)
    return _scheme(name, **preset)


for _name, _scale, _fan, _shape in [
    ("glorot-uniform", 1, "average", "uniform"),
    ("glorot-normal", 1, "average", "normal"),
    ("glorot-truncated", 1, "average", "truncated-normal"),
    ("lecun-normal", 1, "in", "normal"),
    ("lecun-uniform", 1, "in", "uniform"),
    ("lecun-truncated", 1, "in", "truncated-normal"),
    ("standard-uniform", 1 / 3, "in", "uniform"),
    ("glorot-uniform-sigmoid", 16, "average", "uniform"),
    ("logistic-uniform", 1 / 3, "average", "uniform"),
    ("legacy-normal", 0.5, "average", "normal"),
    ("geometric-normal", 1, "geometric", "normal"),
    ("spectral", 1, "spectral", "normal"),
]:
    _scheme(_name, gain=1)(lambda p, gain, args=(_scale, _fan, _shape): _scaled(p, *args, gain))

for _name, _fan, _shape in [
    ("he-normal", "in", "normal"),
    ("he-uniform", "in", "uniform"),
    ("he-truncated", "in", "truncated-normal"),
    ("he-normal-backward", "out", "normal"),
]:
    _scheme(_name, slope=0)(
        lambda p, slope, args=(2, _fan, _shape): _scaled(p, *args, math.sqrt(1 / (1 + slope * slope))))

_scheme("variance-scaling", scale=1, mode="in", law="normal")(lambda p, scale, mode, law: _scaled(p, scale, mode, law))
_scheme("haykin-uniform", range=2.4)(lambda p, range: _scaled(p, range * range / 3, "in-squared", "uniform"))
_scheme("siren-first")(lambda p: _scaled(p, 1 / 3, "in-squared", "uniform"))
_scheme("small-normal")(lambda p: _scaled(p, 0.4, "in", "normal"))
_scheme("residual-normal", layers=12)(
    lambda p, layers: _scaled(p, 1, "average", "normal", 1 / math.sqrt(2.0 * layers)))
_scheme("wang-normal", layers=12)(lambda p, layers: _scaled(p, 1, "in", "normal", 2.0 / layers))
_scheme("mup-hidden", deviation=0.02, base=256)(
    lambda p, deviation, base: _scaled(p, base, "in", "normal", deviation))
_scheme("mup-output", deviation=0.02, base=256)(
    lambda p, deviation, base: _scaled(p, 1, "in-squared", "normal", deviation * base))
_scheme("depth-mup", **{"deviation": 0.02, "base": 256, "layers": 12, "base-layers": 1})(
    lambda p, deviation, base, layers, base_layers: _mup_of_branch(p, deviation, base, math.sqrt(base_layers / layers)))
_scheme("complete-p", **{"deviation": 0.02, "base": 256, "layers": 12, "base-layers": 2})(
    lambda p, deviation, base, layers, base_layers: _mup_of_branch(p, deviation, base, base_layers / layers))
_scheme("switch-truncated", scale=0.1)(lambda p, scale: _scaled(p, scale, "in", "truncated-uncorrected"))
_scheme("lora-a")(lambda p: _scaled(p, 1 / 3, "in", "uniform"))
_scheme("lora-a-gaussian")(lambda p: _scaled(p, 1, "out-squared", "normal"))
_scheme("fixup", blocks=9, depth=2)(
    lambda p, blocks, depth: _scaled(p, 2, "out", "normal", blocks ** (-1 / (2 * depth - 2)), _DOUBT))
_scheme("t-fixup-encoder", layers=12)(
    lambda p, layers: _scaled(p, 1, "average", "uniform", 0.67 * layers**-0.25, _DOUBT))
_scheme("t-fixup-decoder", layers=12)(
    lambda p, layers: _scaled(p, 1, "average", "uniform", (9.0 * layers) ** -0.25, _DOUBT))
_scheme("deepnorm", layers=12)(
    lambda p, layers: _scaled(p, 1, "average", "normal", 1 / (8.0 * layers) ** 0.25, _DOUBT))
_scheme("deepnorm-decoder", layers=12)(
    lambda p, layers: _scaled(p, 1, "average", "normal", 1 / (12.0 * layers) ** 0.25, _DOUBT))


def _mup_of_branch(place: Place, deviation: float, base: float, multiplier: float) -> Law:
    return _shaped("normal", base * deviation * deviation * multiplier * multiplier / place.fan_in)


@_scheme("deepnorm-encoder", **{"layers": 12, "decoder-layers": 12})
def _deepnorm_encoder(place: Place, layers: float, decoder_layers: float) -> Law:
    return _scaled(place, 1, "average", "normal", 0.87 / (layers**4 * decoder_layers) ** (1 / 16), _DOUBT)


def _forward(place: Place) -> float:
    gain = _CURVES[place.input].forward
    return place.fan_in / (gain * gain)


def _backward(place: Place) -> float:
    gain = _CURVES[place.input].backward
    return place.fan_out / (gain * gain)


_scheme("gain-normal")(lambda p: _shaped("normal", 1 / _forward(p)))
_scheme("gain-uniform")(lambda p: _shaped("uniform", 1 / _forward(p)))
_scheme("gain-normal-backward")(lambda p: _shaped("normal", 1 / _backward(p)))
_scheme("gain-normal-compromise")(lambda p: _shaped("normal", 1 / ((_forward(p) + _backward(p)) / 2)))
_scheme("autoinit")(lambda p: _shaped("truncated-normal", 1 / _forward(p)))


@_scheme("kumar")
def _kumar(place: Place) -> Law:
    f = _CURVES[place.input]
    if f.slope is None:
        return _shaped("normal", 1 / _forward(place))
    return normal(0, math.sqrt(1 / (place.fan_in * f.slope * f.slope * (1 + f.at_zero * f.at_zero))))


@_scheme("random-walk")
def _random_walk(place: Place) -> Law:
    n = float(place.fan_in)
    relu = place.input == "relu"
    gain = math.sqrt(2) * math.exp(1.2 / (max(n, 6) - 2.4)) if relu else math.exp(1 / (2 * n))
    return normal(0, gain / math.sqrt(n), _DOUBT)


@_scheme("critical", **{"bias-variance": 0})
def _critical(place: Place, bias_variance: float) -> Law:
    variance = 1.0 if place.position == "only" else _CURVES[place.activation].critical
    if variance is None or bias_variance != 0:
        raise ValueError("critical is here for bias-variance=0 and activations that have a critical point there")
    return normal(0, math.sqrt(variance / place.fan_in))


@_scheme("siren", frequency=30)
def _siren(place: Place, frequency: float) -> Law:
    n = place.fan_in
    return Uniform(0, 1 / n if place.position in ("first", "only") else math.sqrt(6 / n) / frequency)


_scheme("zeros")(lambda p: Constant(0))
_scheme("ones")(lambda p: Constant(1))
_scheme("constant", value=1)(lambda p, value: Constant(value))
for _name in ("rezero", "skipinit", "zero-gamma", "zero-conv", "adaln-zero", "lora-b"):
    _scheme(_name)(lambda p: Constant(0))
_scheme("layer-scale", layers=12)(
    lambda p, layers: Constant(0.1 if layers <= 18 else 1e-5 if layers <= 24 else 1e-6))
_scheme("lru-nu", inner=0, outer=1)(lambda p, inner, outer: RingDecay(inner, outer))
_scheme("lru-theta", phase=2 * math.pi)(lambda p, phase: LogarithmOfUniform(0, phase))
_scheme("s4d-log-decay")(lambda p: Constant(math.log(0.5), _DOUBT))
_scheme("s4d-log-step", low=0.001, high=0.1)(
    lambda p, low, high: Uniform(
        (math.log(low) + math.log(high)) / 2, (math.log(high) - math.log(low)) / 2, _DOUBT))
_scheme("mamba-dt-bias", low=0.001, high=0.1)(lambda p, low, high: TimeStepBias(low, high))
_scheme("mamba2-a-log", low=1, high=16)(lambda p, low, high: LogarithmOfUniform(low, high))
_scheme("small-positive", value=0.01)(lambda p, value: Constant(value))
_scheme("log-odds", probability=0.01)(
    lambda p, probability: Constant(math.log(probability / (1 - probability)), _DOUBT))
_scheme("uniform", low=-0.05, high=0.05)(lambda p, low, high: Uniform((low + high) / 2, (high - low) / 2))
_scheme("normal", mean=0, deviation=0.02)(lambda p, mean, deviation: normal(mean, deviation))
_scheme("gpt2-normal")(lambda p: normal(0, 0.02))
_scheme("gpt2-residual", layers=12)(lambda p, layers: normal(0, 0.02 / math.sqrt(2.0 * layers)))
_scheme("distort", factor=0.01)(lambda p, factor: Uniform(0, factor))


@_scheme("sparse-bias", activity=4.5397868702434395e-05, deviation=0)
def _sparse_bias(place: Place, activity: float, deviation: float) -> Law:
    if deviation != 0:
        raise ValueError("sparse-bias is here for deviation=0")
    return Constant(math.log(activity / (1 - activity)), _DOUBT)


@_scheme("truncated-normal", mean=0, deviation=0.02, cut=2, corrected="yes")
def _truncated_normal(place: Place, mean: float, deviation: float, cut: float, corrected: str) -> Law:
    return _corrected(deviation, cut, mean) if corrected == "yes" else TruncatedNormal(mean, deviation, cut)


# ---------------------------------------------------------------- tensors that are made as a whole

_Stream = Callable[[int, int], np.ndarray]  # (start, count) to words


def _haar(rows: int, columns: int, stream: _Stream, start: int) -> np.ndarray:
    """A matrix with orthonormal rows or columns, uniform among all such, from rows · columns numbers."""
    tall, narrow = max(rows, columns), min(rows, columns)
    gaussian = normal(0, 1).of(stream(start, tall * narrow)).reshape(tall, narrow).astype(np.float64)
    q = _orthonormal_columns(gaussian)
    return q if rows >= columns else q.T


def _sums(products: np.ndarray) -> np.ndarray:
    """The sums of the columns, from 0 on and row by row: `np.sum` has another order."""
    return np.add.accumulate(products, axis=0)[-1] + 0.0


def _orthonormal_columns(a: np.ndarray) -> np.ndarray:
    """Q of a = Q·R with R's diagonal positive, by Householder's reflections."""
    n = a.shape[1]
    reflectors, signs = [], np.empty(n)
    for k in range(n):
        v = a[k:, k].copy()
        norm, pivot = math.sqrt(_sums(v * v)), v[0]
        signs[k] = -1 if pivot > 0 else 1
        v[0] += norm if pivot > 0 else -norm
        half_square = norm * (norm + abs(pivot))
        v *= 1 / math.sqrt(half_square) if half_square > 0 else 0
        reflectors.append(v[:, None])
        _reflect(a[k:, k + 1 :], reflectors[k])
    q = np.eye(*a.shape)
    for k in reversed(range(n)):
        _reflect(q[k:, k:], reflectors[k])
    return q * signs


def _reflect(a: np.ndarray, v: np.ndarray) -> None:
    a -= v * _sums(v * a)


@_structured("orthogonal", gain=1)
def _orthogonal(place: Place, stream: _Stream, gain: float) -> np.ndarray:
    k = place.kernel
    columns = k.inputs * k.taps
    made = [gain * _haar(k.units, columns, stream, block * k.units * columns) for block in range(k.blocks)]
    return np.stack(made)


@_structured("delta-orthogonal", gain=1)
def _delta_orthogonal(place: Place, stream: _Stream, gain: float) -> np.ndarray:
    k = place.kernel
    if k.inputs > k.units:
        raise ValueError(f"delta-orthogonal needs at least as many outputs as inputs: {k.units}, {k.inputs}")
    made = [gain * _haar(k.units, k.inputs, stream, block * k.units * k.inputs) for block in range(k.blocks)]
    return _in_the_middle(np.stack(made), k)


@_structured("identity", gain=1)
def _identity(place: Place, stream: _Stream, gain: float) -> np.ndarray:
    k = place.kernel
    if k.units != k.inputs:
        raise ValueError(f"identity needs as many units as inputs: {k.units}, {k.inputs}")
    return _in_the_middle(np.stack([gain * np.eye(k.units)] * k.blocks), k)


def _in_the_middle(matrices: np.ndarray, k: Kernel) -> np.ndarray:
    if k.taps % 2 == 0:
        raise ValueError(f"a window with a middle is needed, of odd lengths: {k.taps} taps")
    made = np.zeros((k.blocks, k.units, k.inputs, k.taps))
    made[..., k.taps // 2] = matrices
    return made


@_structured("scaled-orthogonal", gain=1)
def _scaled_orthogonal(place: Place, stream: _Stream, gain: float) -> np.ndarray:
    k = place.kernel
    gain = gain * math.sqrt(max(1, k.units / k.inputs))
    made = [gain * _haar(k.units, k.inputs, stream, block * k.units * k.inputs) for block in range(k.blocks)]
    return _in_the_middle(np.stack(made), k)


@_structured("idinit", value=1, noise=1e-6)
def _idinit(place: Place, stream: _Stream, value: float, noise: float) -> np.ndarray:
    k = place.kernel
    rows, length = k.blocks * k.units, k.inputs * k.taps
    made = np.zeros((rows, length), np.float32)
    if noise > 0:
        made = normal(0, noise).of(stream(0, rows * length)).reshape(rows, length)
    made[np.arange(rows), np.arange(rows) % k.units % length] += np.float32(value)
    return made


@_structured("idinit-zero", epsilon=1e-6)
def _idinit_zero(place: Place, stream: _Stream, epsilon: float) -> np.ndarray:
    k = place.kernel
    rows, length = k.blocks * k.units, k.inputs * k.taps
    made = np.zeros((rows, length), np.float32)
    for row in range(rows):
        unit = row % k.units
        other = k.units + unit % (length - k.units) if k.units < length else (unit + 1) % length
        same = unit % length
        made[row, other] = -epsilon
        made[row, same] = -epsilon if same == other and unit % 2 == 1 else epsilon
    return made


@_structured("icnr", scale=2, base="he-normal")
def _icnr(place: Place, stream: _Stream, scale: int, base: str) -> np.ndarray:
    k = place.kernel
    copies = int(scale * scale)
    if k.units % copies:
        raise ValueError(f"icnr needs a multiple of {copies} output channels: {k.units}")
    few = Kernel(k.blocks, k.units // copies, k.inputs, k.taps, k.fan_in, k.fan_out / copies)
    small = Place(few, place.activation, place.position)
    name, parameters = _parsed(base)
    rows = few.blocks * few.units
    if name in _STRUCTURED:
        drawn = _SCHEMES[name][1](small, stream, **parameters)
    else:
        drawn = _SCHEMES[name][1](small, **parameters).of(stream(0, rows * k.inputs * k.taps))
    return drawn.reshape(rows, -1).repeat(copies, axis=0)


def _rows_of(place: Place, numbers: Callable[[int], Sequence[float]]) -> np.ndarray:
    """A tensor with the same numbers in each row, of which there are as many as a row has."""
    k = place.kernel
    length = k.inputs * k.taps
    return np.tile(np.array(numbers(length), np.float64), (k.blocks * k.units, 1))


_structured("s4d-lin")(lambda p, stream: _rows_of(p, lambda length: [math.pi * n for n in range(length)]))
_structured("s4d-inv")(
    lambda p, stream: _rows_of(
        p, lambda length: [2.0 * length / math.pi * (2.0 * length / (2 * n + 1) - 1) for n in range(length)]))
_structured("mamba-a-log")(
    lambda p, stream: _rows_of(p, lambda length: [_single(math.log(n + 1.0), _DOUBT) for n in range(length)]))


@_structured("looks-linear")
def _looks_linear(place: Place, stream: _Stream) -> np.ndarray:
    k = place.kernel
    rows = 1 if place.position in ("last", "only") else 2
    columns = 1 if place.position in ("first", "only") else 2
    if k.blocks != 1 or k.taps != 1 or k.units % rows or k.inputs % columns:
        raise ValueError(f"looks-linear needs a dense layer with an even number of hidden units: {k.units}, {k.inputs}")
    w = _haar(k.units // rows, k.inputs // columns, stream, 0)
    return np.block([[w, -w], [-w, w]])[: k.units, : k.inputs]


@_structured("sparse", links=15, deviation=1)
def _sparse(place: Place, stream: _Stream, links: int, deviation: float) -> np.ndarray:
    k = place.kernel
    rows, length = k.blocks * k.units, k.inputs * k.taps
    drawn = min(int(links), length)
    weights = normal(0, deviation).of(stream(0, rows * drawn)).reshape(rows, drawn)
    chosen = stream(rows * drawn, rows * drawn).reshape(rows, drawn).astype(np.uint64)
    made = np.zeros((rows, length))
    columns = np.tile(np.arange(length), (rows, 1))
    row = np.arange(rows)
    for i in range(drawn):  # one step of Fisher and Yates in all rows
        j = i + (chosen[:, i] * np.uint64(length - i) >> _UPPER).astype(np.intp)
        made[row, columns[row, j]] = weights[:, i]
        columns[row, j] = columns[:, i]
    return made


@_structured("zero-hadamard")
def _zero_hadamard(place: Place, stream: _Stream) -> np.ndarray:
    k = place.kernel
    if place.position in ("last", "only"):
        return np.zeros((k.blocks, k.units, k.inputs, k.taps))
    matrix = np.eye(k.units, k.inputs)
    if k.units > k.inputs:
        size = 1 << (k.units - 1).bit_length()
        hadamard = np.ones((1, 1))
        while len(hadamard) < size:
            hadamard = np.block([[hadamard, hadamard], [hadamard, -hadamard]])
        matrix = hadamard[: k.units, : k.inputs] * math.sqrt(2.0 / size)
    return _in_the_middle(np.stack([matrix] * k.blocks), k)


@_structured("forget-gate", value=1, gate=1)
def _forget_gate(place: Place, stream: _Stream, value: float, gate: int) -> np.ndarray:
    biases = np.zeros((place.kernel.blocks, place.kernel.units))
    biases[int(gate)] = value
    return biases


@_structured("chrono", longest=784, forget=1, input=0)
def _chrono(place: Place, stream: _Stream, longest: float, forget: int, input: int) -> np.ndarray:
    biases = np.zeros((place.kernel.blocks, place.kernel.units))
    biases[int(forget)] = LogarithmOfUniform(1, longest - 1).of(stream(0, place.kernel.units))
    biases[int(input)] = -biases[int(forget)]
    return biases


# ---------------------------------------------------------------- drawing


def schemes() -> "list[str]":
    """The names of all schemes that are here."""
    return sorted(_SCHEMES)


def _parsed(scheme: str) -> Tuple[str, dict]:
    """The name and the parameters of `name` or `name(key=value,…)`."""
    form = re.fullmatch(r"\s*([^()=]+?)\s*(?:\(([^()]*)\))?\s*", scheme)
    if form is None:
        raise ValueError(f"expected name or name(key=value,…), found {scheme!r}")
    name, inside = form[1], form[2] or ""
    if name not in _SCHEMES:
        raise ValueError(f"no scheme {name!r} here: see schemes()")
    parameters = dict(_SCHEMES[name][0])
    for part in filter(str.strip, inside.split(",")):
        key, _, value = (text.strip() for text in part.partition("="))
        if key not in parameters:
            raise ValueError(f"{name} has no parameter {key!r}")
        parameters[key] = value if isinstance(parameters[key], str) else float(value)
    return name, {key.replace("-", "_"): value for key, value in parameters.items()}


def law(scheme: str, place: Place = Place()) -> Law:
    """The law of the elements of a tensor at that place, such as `normal(0, 0.0505)`.

    scheme: as the command line has it, `he-normal` or `glorot-uniform(gain=1.67)`.
    """
    name, parameters = _parsed(scheme)
    if name in _STRUCTURED:
        raise ValueError(f"{name} makes a tensor as a whole: there is no law of its elements")
    return _SCHEMES[name][1](place, **parameters)


def draw(
    scheme: str,
    seed: int,
    path: str,
    shape: Sequence[int],
    *,
    region: Any = None,
    flat: Optional[Tuple[int, int]] = None,
    kind: Optional[str] = None,
    layout: str = "out-in",
    blocks: int = 1,
    stride: int = 1,
    kernel: Optional[Kernel] = None,
    activation: str = "tanh",
    position: str = "inner",
) -> np.ndarray:
    """Draws a tensor, or a part of one: float32. Of `distort`, what is to be added to a tensor.

    scheme, seed: as `--init` and `--seed` of the command line.
    path: the tensor's name, such as "layer1/weight".
    shape: of the whole tensor, also where a part is drawn.
    region: the part to draw, as slices of the tensor without steps: `np.s_[64:128]`. An axis that is left out is whole.
    flat: or the elements from the first number on and before the second, in the order in which the tensor is stored.
    kind, layout, blocks, stride: of the layer; see `kernel_of`, which follows from them.
    kernel: or the weights that biases go with, where a scheme for biases asks for them.
    activation, position: see `Place`.
    """
    shape = tuple(int(length) for length in shape)
    if kernel is None and len(shape) > 1:
        kernel = kernel_of(shape, kind, layout, blocks, stride)
    place = Place(kernel, activation, position)
    name, parameters = _parsed(scheme)
    if name in _STRUCTURED:
        place._weights()
        made = _SCHEMES[name][1](place, lambda start, count: words(seed, path, start, count), **parameters)
        if len(shape) > 1:
            k = place.kernel
            made = _stored(made.reshape(k.blocks, k.units, k.inputs, k.taps), kind, layout, len(shape))
        whole = made.astype(np.float32).reshape(shape)
        return whole.ravel()[slice(*flat)] if flat else whole[region or ()]
    elements = _SCHEMES[name][1](place, **parameters)
    if flat:
        return _elements(elements, seed, path, np.array([flat[0]], np.uint64), flat[1] - flat[0]).ravel()
    starts, length, lengths = _runs(shape, region)
    return _elements(elements, seed, path, starts, length).reshape(lengths)


def _runs(shape: Tuple[int, ...], region: Any) -> Tuple[np.ndarray, int, Tuple[int, ...]]:
    """The runs of consecutive elements that a region is made of: where they start, how long they are, its shape."""
    slices = () if region is None else region if isinstance(region, tuple) else (region,)
    if len(slices) > len(shape) or any(not isinstance(part, slice) or part.step not in (None, 1) for part in slices):
        raise ValueError(f"a region is a slice without a step for each axis: {region!r}")
    slices += (slice(None),) * (len(shape) - len(slices))
    ranges = [range(*part.indices(length)) for part, length in zip(slices, shape)]
    lengths = tuple(len(part) for part in ranges)
    starts, size, run, joined = np.zeros(1, np.uint64), 1, 1, True
    for part, length in zip(reversed(ranges), reversed(shape)):
        if joined:  # all axes behind this one are whole
            starts, run = starts + np.uint64(part.start * size), run * len(part)
            joined = len(part) == length
        else:
            offsets = np.arange(part.start, part.stop, dtype=np.uint64) * np.uint64(size)
            starts = (offsets[:, None] + starts).ravel()
        size *= length
    return starts, run, lengths


def _elements(law: Law, seed: int, path: str, starts: np.ndarray, length: int) -> np.ndarray:
    """The elements of a law in runs, piece by piece: float32[starts, length]."""
    drawn = np.empty((len(starts), length), np.float32)
    if isinstance(law, Constant):
        drawn.fill(_single(law.value, law.doubt))
        return drawn
    width = min(length, _PIECE)
    height = max(1, _PIECE // max(1, width))
    for row in range(0, len(starts) if length else 0, height):
        for column in range(0, length, _PIECE):
            rows = starts[row : row + height] + np.uint64(column)
            piece = drawn[row : row + height, column : column + _PIECE]
            piece[...] = law.of(_runs_of_words(seed, path, rows, piece.shape[1]))
    return drawn


# ---------------------------------------------------------------- PyTorch and JAX

Rules = Mapping[str, Union[str, Tuple[str, Mapping[str, Any]]]]


def _rule(rules: Rules, name: str) -> Optional[Tuple[str, Mapping[str, Any]]]:
    """The scheme and the options of the first rule that matches: `*` stands for any characters, `?` for one."""
    for glob, rule in rules.items():
        if fnmatch.fnmatchcase(name, glob.replace("[", "[[]")):
            return (rule, {}) if isinstance(rule, str) else rule
    return None


def fill_state_dict(state: Mapping[str, Any], seed: int, rules: Rules) -> "list[str]":
    """Draws the tensors of a PyTorch state dict in place; the names of those that were drawn.

    rules: patterns of names to schemes, or to (scheme, options of `draw`); the first that matches is used, and a tensor
        that none matches stays as it is:
        {"*.bias": "zeros", "embed.weight": ("gpt2-normal", {"kind": "embedding"}), "*.weight": "he-normal"}
    """
    import torch

    drawn = []
    with torch.no_grad():
        for name, tensor in state.items():
            rule = _rule(rules, name)
            if rule:
                values = draw(rule[0], seed, name, tuple(tensor.shape), **rule[1])
                tensor.copy_(torch.from_numpy(values))
                drawn.append(name)
    return drawn


def fill_pytree(tree: Any, seed: int, rules: Rules) -> Any:
    """A pytree of JAX arrays of the shapes, types and shardings of `tree`, drawn; where no rule matches, what was there.

    Leaves are arrays or `jax.ShapeDtypeStruct`s. Every device draws its own shard. A leaf's name is its keys joined by
    "/": "params/Dense_0/kernel". Axes are inputs first, as in Flax, unless a rule says `{"layout": "out-in"}`.
    """
    import jax

    def leaf(keys: Any, old: Any) -> Any:
        name = "/".join(str(getattr(key, "key", getattr(key, "name", getattr(key, "idx", key)))) for key in keys)
        rule = _rule(rules, name)
        if not rule:
            return old
        options = {"layout": "in-out", **rule[1]}

        def part(region: Any) -> Any:
            return draw(rule[0], seed, name, old.shape, region=region, **options).astype(old.dtype)

        if getattr(old, "sharding", None) is None:
            return jax.numpy.asarray(part(None))
        return jax.make_array_from_callback(old.shape, old.sharding, part)

    return jax.tree_util.tree_map_with_path(leaf, tree)
