/**
 * Seedbed's initial weights in JavaScript: the same bits as `seedbed init`, in Node and in browsers.
 *
 *     draw("he-normal", { seed: 7, path: "layer1/weight", shape: [256, 784] })  // a Float32Array
 *
 * Number i of a tensor depends on (seed, path, i) and on nothing else, so every worker draws its own part:
 *
 *     draw("he-normal", { seed: 7, path: "layer1/weight", shape: [256, 784], region: [[64, 128]] })  // rows 64 to 127
 *     draw("he-normal", { seed: 7, path: "layer1/weight", shape: [256, 784], flat: [0, 100000] })  // a flat range
 *
 * What is computed here, step by step, is written down in docs/specification.md.
 *
 * @module
 */

// ---------------------------------------------------------------- random words: Philox4x32-10 from a counter

/** The 64 constants and the 8 first values of SHA-256: fractions of roots of the first primes. */
function primeRoots() {
  const primes = [];
  for (let n = 2; primes.length < 64; n++) {
    if (primes.every((prime) => n % prime)) primes.push(n);
  }
  const fraction = (x) => ((x - Math.floor(x)) * 2 ** 32) | 0;
  const firstHash = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
  return [primes.map((prime) => fraction(Math.cbrt(prime))), firstHash];
}

const [ROUND_CONSTANTS, FIRST_HASH] = primeRoots();

/** The first two words of the SHA-256 of a text in UTF-8, big-endian as the standard has them. */
function sha256Start(text) {
  const message = new TextEncoder().encode(text);
  const bytes = new Uint8Array(((message.length + 8) >> 6 << 6) + 64);
  bytes.set(message);
  bytes[message.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 4, message.length * 8);
  const hash = [...FIRST_HASH];
  const w = new Int32Array(64);
  const rotated = (x, n) => (x >>> n) | (x << (32 - n));
  for (let block = 0; block < bytes.length; block += 64) {
    let [a, b, c, d, e, f, g, h] = hash;
    for (let i = 0; i < 64; i++) {
      if (i < 16) {
        w[i] = view.getInt32(block + 4 * i);
      } else {
        const s0 = rotated(w[i - 15], 7) ^ rotated(w[i - 15], 18) ^ (w[i - 15] >>> 3);
        const s1 = rotated(w[i - 2], 17) ^ rotated(w[i - 2], 19) ^ (w[i - 2] >>> 10);
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
      }
      const chosen = (e & f) ^ (~e & g);
      const majority = (a & b) ^ (a & c) ^ (b & c);
      const t1 = (h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + chosen + ROUND_CONSTANTS[i] + w[i]) | 0;
      const t2 = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + majority;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => (hash[i] = (hash[i] + value) | 0));
  }
  return hash.slice(0, 2);
}

const reversed = (word) =>
  (word >>> 24) | ((word >>> 8) & 0xff00) | ((word << 8) & 0xff0000) | (word << 24);

/** The upper half of a product of two unsigned words. */
function upperHalf(a, b) {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const other = a0 * b1 + (middle & 0xffff);
  return (a1 * b1 + Math.floor(middle / 0x10000) + (other >>> 16)) | 0;
}

/** The stream of a seed that belongs to a path. */
class Stream {
  /**
   * @param {number | bigint} seed a whole number; beyond 2^53 a bigint
   * @param {string} path
   */
  constructor(seed, path) {
    const key = BigInt.asUintN(64, BigInt(seed));
    this.key = [Number(key & 0xffffffffn) | 0, Number(key >> 32n) | 0];
    this.high = sha256Start(path).map(reversed);
  }

  /** Writes the words of block `block` to `into[at]` and the next three places. */
  block(block, into, at) {
    let c0 = block | 0;
    let c1 = Math.floor(block / 2 ** 32) | 0;
    let [c2, c3] = this.high;
    let [k0, k1] = this.key;
    for (let round = 0; round < 10; round++) {
      const p0 = upperHalf(0xd2511f53, c0);
      const p1 = upperHalf(0xcd9e8d57, c2);
      const next = Math.imul(0xd2511f53, c0);
      c0 = p1 ^ c1 ^ k0;
      c1 = Math.imul(0xcd9e8d57, c2);
      c2 = p0 ^ c3 ^ k1;
      c3 = next;
      k0 = (k0 + 0x9e3779b9) | 0;
      k1 = (k1 + 0xbb67ae85) | 0;
    }
    into[at] = c0;
    into[at + 1] = c1;
    into[at + 2] = c2;
    into[at + 3] = c3;
  }

  /** The words `start` to `start + count - 1`. */
  words(start, count) {
    const offset = start % 4;
    const blocks = Math.ceil((offset + count) / 4);
    const words = new Uint32Array(4 * blocks);
    for (let i = 0; i < blocks; i++) {
      this.block((start - offset) / 4 + i, words, 4 * i);
    }
    return words.subarray(offset, offset + count);
  }
}

/**
 * The words `start` to `start + count - 1` of the stream `path` of a seed.
 *
 * @returns {Uint32Array}
 */
export function words(seed, path, start, count) {
  return new Stream(seed, path).words(start, count);
}

// ---------------------------------------------------------------- float arithmetic that rounds as Java's

const f32 = Math.fround;
const double = new Float64Array(1);
const doubleBits = new BigInt64Array(double.buffer);
const doubleWords = new Uint32Array(double.buffer);
const LOWER = new Uint8Array(new Uint16Array([1]).buffer)[0] ? 0 : 1;
const single = new Float32Array(1);
const singleBits = new Int32Array(single.buffer);

/**
 * a·b + c of floats, rounded once to float.
 *
 * The product is exact in double. The sum is rounded to double and then to float, which differs from rounding it once
 * only if the double lies in the very middle between two floats and is not exact: then it gives way by one ulp to the
 * side on which the exact sum lies.
 */
function fma(a, b, c) {
  const product = a * b;
  const sum = product + c;
  double[0] = sum;
  if ((doubleWords[LOWER] & 0x1fffffff) === 0x10000000 || Math.abs(sum) < 2 ** -126) {
    const back = sum - product;
    const error = product - (sum - back) + (c - back);
    const middle = Math.abs(sum) >= 2 ** -126 || (Math.abs(sum) * 2 ** 150) % 2 === 1;
    if (error !== 0 && middle) {
      doubleBits[0] += error > 0 === sum > 0 ? 1n : -1n;
      return f32(double[0]);
    }
  }
  return f32(sum);
}

const SQRT_HALF_BITS = bits(0.70710677);
const LOG2 = Float32Array.of(
  -0.14576642, 0.2369205, -0.25007412, 0.28670377, -0.36008647, 0.48093957, -0.72135717, 1.4426948);
const QUANTILE = Float32Array.of(
  7.7388096e-13, 6.6034955e-12, -1.14557176e-10, -1.9818112e-9, -7.18295e-9, 1.4522824e-7,
  3.0177725e-6, 2.6791982e-5, 7.5509934e-7, -0.005005874, -0.21659285, 2.7893078);
const QUANTILE_IN_TAIL = Float32Array.of(
  -3.7804228e-5, 0.00010414114, -0.00015775867, 0.0003573229, -0.001053714, 0.0020301817, 1.1876099, 5.068498);
const LOG = Float32Array.of(
  0.067477316, -0.11677516, 0.11888696, -0.124053404, 0.14219452, -0.16668005, 0.20002124, -0.2500001, 0.33333313);
const LN2_HIGH = 0.693145751953125;
const LN2_LOW = f32(1.4286068e-6);

function bits(x) {
  single[0] = x;
  return singleBits[0];
}

/** A polynomial, highest power first, in two chains: of its odd and of its even powers. */
function polynomial(coefficients, x) {
  const square = f32(x * x);
  let odd = coefficients[0];
  let even = coefficients[1];
  for (let i = 2; i < coefficients.length; i += 2) {
    odd = fma(odd, square, coefficients[i]);
    even = fma(even, square, coefficients[i + 1]);
  }
  return fma(odd, x, even);
}

/** f with x = 2ᵉ·(1 + f) and 1 + f in [√½, √2), for the x with these bits less those of √½. */
function fraction(bits) {
  singleBits[0] = (bits & 0x7fffff) + SQRT_HALF_BITS;
  return single[0] - 1;
}

/** How far above 0 a standard normal variable is with probability p in [2⁻³³, ½]. */
function quantile(p) {
  const x = bits(4 * p * f32(1 - p)) - SQRT_HALF_BITS;
  const f = fraction(x);
  const log2 = fma(polynomial(LOG2, f), f, x >> 23);
  const q =
    log2 > -13
      ? polynomial(QUANTILE, f32(log2 + 6.5))
      : polynomial(QUANTILE_IN_TAIL, f32(f32(Math.sqrt(-log2)) - 4.5));
  return f32(q * f32(1 - 2 * p));
}

/** The natural logarithm of a normal float above 0. */
function log(x) {
  const e = bits(x) - SQRT_HALF_BITS;
  const exponent = e >> 23;
  const f = fraction(e);
  const p = LOG.reduce((sum, coefficient) => fma(sum, f, coefficient));
  const square = f32(f * f);
  const tail = fma(f32(square * f), p, fma(-0.5, square, f32(exponent * LN2_LOW)));
  return fma(exponent, LN2_HIGH, f32(f + tail));
}

/** ln(1 + x) for x from 0 on. */
function log1p(x) {
  const u = f32(1 + x);
  return f32(log(u) + f32(f32(x - f32(u - 1)) / u));
}

const EXPM1 = Float32Array.of(0.00019845879, 0.0013940628, 0.00833339, 0.041666362, 0.16666666, 0.5);
const LOG2_E = f32(1.442695);
const ROUNDER = 1.5 * 2 ** 23;

/** [n, eʳ − 1] with x = n·ln 2 + r and |r| at most ½ ln 2. */
function reduced(x) {
  const n = f32(fma(x, LOG2_E, ROUNDER) - ROUNDER);
  const r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, x));
  const p = EXPM1.reduce((sum, coefficient) => fma(sum, r, coefficient));
  return [n, fma(f32(r * r), p, r)];
}

/** eˣ for x in [−104, 89]. */
function exp(x) {
  const [n, fraction] = reduced(x);
  const half = n >> 1;
  return f32(f32(f32(1 + fraction) * 2 ** half) * 2 ** (n - half));
}

/** eˣ − 1 for x up to 89. */
function expm1(x) {
  const [n, fraction] = reduced(Math.max(x, -25));
  const halfPower = 2 ** (n - 1);
  return f32(2 * fma(halfPower, fraction, f32(halfPower - 0.5)));
}

/**
 * Floats rounded to bfloat16, to nearest even.
 *
 * @param {Float32Array} values
 * @returns {Uint16Array}
 */
export function bfloat16(values) {
  return Uint16Array.from(values, (value) => (bits(value) + 0x7fff + ((singleBits[0] >>> 16) & 1)) >>> 16);
}

// ---------------------------------------------------------------- laws: from words to numbers

// Constants of laws are doubles. Where one comes from pow, exp or log, whose last bit depends on the machine here and
// not in Java, it carries a doubt: relative, and far larger than the error. If that leaves open to which float it is
// rounded, one time in millions, nothing is drawn.
const DOUBT = 2 ** -48;
const DOUBT_OF_CUT = 2 ** -40;

/** A constant of a law as a float. */
function rounded(value, doubt = 0, how = f32) {
  const low = how(value * (1 - doubt));
  if (low !== how(value * (1 + doubt))) {
    throw new RangeError(`${value} is too near the middle between two floats: draw it with Seedbed itself`);
  }
  return low;
}

/** The greatest float up to a number. */
function down(value) {
  const nearest = f32(value);
  if (nearest <= value) return nearest;
  bits(nearest);
  singleBits[0] += nearest > 0 ? -1 : 1;
  return single[0];
}

const up = (value) => -down(-value);

// A law is a function of its constants that returns a function of a word.

const constant = (value, doubt = 0) => {
  const number = rounded(value, doubt);
  return () => number;
};

/** The odd multiples of 2⁻²⁴ in [−1, 1] that the upper 24 bits of a word choose. */
const midpoint = (word) => ((word >> 7) | 1) * 2 ** -24;

/** Uniform in mean ± bound. */
const uniform = (mean, bound, doubt = 0) => {
  const half = rounded(bound, doubt, down);
  const centre = rounded(mean, doubt);
  return centre === 0 ? (word) => f32(midpoint(word) * half) : (word) => fma(midpoint(word), half, centre);
};

/** Normal, with standard deviation `scale` before it is cut at ±`cut` of these. */
const truncated = (mean, scale, cut, doubt = 0) => {
  const deviation = rounded(scale, doubt);
  const centre = f32(mean);
  const bound = rounded(scale * cut, doubt, down);
  const below = cut === 2 ? f32(0.02275013194817932) : rounded(normalCdf(-cut), DOUBT_OF_CUT);
  const range = f32(0.5 - below);
  const lowest = f32(centre - bound);
  const highest = f32(centre + bound);
  return (word) => {
    const share = f32(f32(word >>> 1) + 0.5) * 2 ** -31;
    const z = quantile(fma(range, share, below));
    return Math.min(highest, Math.max(lowest, fma(word & 1 ? -z : z, deviation, centre)));
  };
};

const normal = (mean, deviation, doubt = 0) => truncated(mean, deviation, Infinity, doubt);

/** The truncated normal law whose standard deviation *after* cutting is `deviation`. */
const corrected = (deviation, cut, mean = 0) =>
  cut === 2
    ? truncated(mean, deviation / 0.8796256610342398, cut)
    : truncated(
        mean,
        deviation / Math.sqrt(1 - (2 * cut * density(cut)) / (2 * normalCdf(cut) - 1)),
        cut,
        DOUBT_OF_CUT);

/** The natural logarithm of a number uniform in [low, high]. */
const logarithmOfUniform = (low, high) => {
  const half = f32((high - low) / 2);
  const centre = f32((high + low) / 2);
  return (word) => log(fma(midpoint(word), half, centre));
};

/** ln ν, where exp(−ν) is the modulus of a number uniform in the ring between two radii. */
const ringDecay = (inner, outer) => {
  const half = (outer * outer - inner * inner) / 2;
  const centre = 1 - outer * outer + half;
  const end = (radius) => (radius === 1 ? -Infinity : radius === 0 ? Infinity : Math.log(-Math.log(radius)));
  const lowest = rounded(end(outer), DOUBT, up);
  const highest = rounded(end(inner), DOUBT, down);
  return (word) => {
    const y = centre + half * midpoint(word);
    return Math.max(lowest, Math.min(log(f32(0.5 * log1p(f32(y / (1 - y))))), highest));
  };
};

/** The bias whose softplus is a time step between `low` and `high`, uniform in its logarithm. */
const timeStepBias = (low, high) => {
  const half = rounded((Math.log(high) - Math.log(low)) / 2, DOUBT);
  const centre = rounded((Math.log(high) + Math.log(low)) / 2, DOUBT);
  const bias = (step) => step + Math.log(-Math.expm1(-step));
  const lowest = rounded(bias(low), DOUBT, up);
  const highest = rounded(bias(high), DOUBT, down);
  return (word) => {
    const step = exp(fma(midpoint(word), half, centre));
    return Math.max(lowest, Math.min(f32(step + log(-expm1(-step))), highest));
  };
};

const density = (x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** Φ(x) in double, by its power series near 0 and its continued fraction in the tails. */
function normalCdf(x) {
  const z = Math.abs(x);
  let upper = 0;
  if (z < 3) {
    let sum = 0;
    for (let k = 1, term = z; sum + term !== sum; k++) {
      sum += term;
      term *= (z * z) / (2 * k + 1);
    }
    upper = 0.5 - sum * density(z);
  } else if (z < 39) {
    let fraction = z;
    for (let k = 150; k > 0; k--) fraction = z + k / fraction;
    upper = density(z) / fraction;
  }
  return x > 0 ? 1 - upper : upper;
}

// ---------------------------------------------------------------- where a tensor stands

/**
 * What the axes of a tensor of weights mean: `blocks` matrices of `units` × (`inputs` · `taps`), and the fans of the
 * layer's kind.
 *
 * @param {number[]} shape
 * @param {object} [options]
 * @param {string} [options.kind] dense, convolution, transposed-convolution, depthwise-convolution, embedding,
 *   recurrent, attention or packed-dense; by default dense for two axes and convolution for more
 * @param {string} [options.layout] out-in (PyTorch, ONNX, Seedbed) or in-out (Keras, Flax)
 * @param {number} [options.blocks] gates, projections, packed layers, or groups of a convolution
 * @param {number} [options.stride] of a convolution, the product over all axes
 */
export function kernelOf(shape, { kind = usualKind(shape), layout = "out-in", blocks = 1, stride = 1 } = {}) {
  if (shape.length < 2) throw new RangeError(`a tensor of weights has two axes or more: [${shape}]`);
  if (layout !== "out-in" && layout !== "in-out") throw new RangeError(`layout must be out-in or in-out: ${layout}`);
  const outFirst = layout === "out-in";
  const window = kind.endsWith("convolution");
  const front = window && outFirst ? 0 : shape.length - 2;
  const [first, second] = shape.slice(front);
  const [out, inputs] = outFirst ? [first, second] : [second, first];
  const taps = product(outFirst ? shape.slice(2) : shape.slice(0, -2));
  const perBlock = (length) => {
    if (length % blocks !== 0) throw new RangeError(`${length} outputs cannot be shared out among ${blocks} blocks`);
    return length / blocks;
  };
  const kernel = (blocks, units, inputs, taps, fanIn, fanOut) => ({ blocks, units, inputs, taps, fanIn, fanOut });
  switch (kind) {
    case "dense":
      return kernel(product(shape.slice(0, -2)), out, inputs, 1, inputs, out);
    case "embedding":
      return kernel(1, second, first, 1, 1, second);
    case "recurrent":
    case "attention":
    case "packed-dense":
      return kernel(blocks, perBlock(out), inputs, 1, inputs, perBlock(out));
    case "convolution":
      return kernel(blocks, perBlock(out), inputs, taps, inputs * taps, (perBlock(out) * taps) / stride);
    case "transposed-convolution": {
      const [group, units] = outFirst ? [perBlock(first), second] : [second, perBlock(first)];
      return kernel(blocks, units, group, taps, (group * taps) / stride, units * taps);
    }
    case "depthwise-convolution": {
      const [channels, multiplier] = outFirst ? [blocks, perBlock(out)] : [first, second];
      return kernel(channels, multiplier, 1, taps, taps, (multiplier * taps) / stride);
    }
    default:
      throw new RangeError(`no kind of layer '${kind}'`);
  }
}

const product = (numbers) => numbers.reduce((all, one) => all * one, 1);
const usualKind = (shape) => (shape.length < 3 ? "dense" : "convolution");

/** What stands where in a stored tensor: the axes block, unit, input and tap (0 to 3), the slowest first. */
function storedAxes(kind, layout) {
  if (kind === "embedding") return [0, 2, 1, 3];
  if (kind === "transposed-convolution") return layout === "out-in" ? [0, 2, 1, 3] : [3, 0, 1, 2];
  if (layout === "out-in") return [0, 1, 2, 3];
  return kind === "dense" ? [0, 2, 1, 3] : [3, 2, 0, 1];
}

/** A tensor that was made in the order block, unit, input, tap, in the order in which it is stored. */
function stored(made, kernel, axes) {
  const lengths = [kernel.blocks, kernel.units, kernel.inputs, kernel.taps];
  const steps = lengths.map((_, axis) => product(lengths.slice(axis + 1)));
  const result = new Float32Array(made.length);
  let at = 0;
  const walk = (depth, from) => {
    if (depth === 4) {
      result[at++] = made[from];
      return;
    }
    for (let i = 0; i < lengths[axes[depth]]; i++) walk(depth + 1, from + i * steps[axes[depth]]);
  };
  walk(0, 0);
  return result;
}

// ---------------------------------------------------------------- the catalogue

/** What laws know of an activation f: 1/√E f(z)², 1/√E f′(z)², the critical σ_w², f′(0) if f is smooth there, f(0). */
const CURVES = {
  identity: [0.9999999999999998, 1, 0.9999999999999998, 1, 0],
  tanh: [1.5925374197228312, 1.467413591630795, 1.0000000000019997, 1, 0],
  sigmoid: [1.8462285453386054, 4.722646085937973, 103.00755385551929, 0.25, 0.5],
  relu: [1.4142135623730947, 1.414213562373095, 1.9999999999999996, null, 0],
  "leaky-relu": [1.4141428570009955, 1.4141428570009957, 1.9998000200069384, null, 0],
  elu: [1.2451983007007064, 1.2234285575526207, 1.0000007978841972, 1, 0],
  selu: [1, 0.9660257769739012, 0.47677157847429996, null, 0],
  softsign: [2.3375333631085393, 2.095780608943311, 1.0000031915384289, 1, 0],
  softplus: [1.0418668355353016, 1.8462285453386054, null, 0.5, 0.6931471805599453],
  gelu: [1.5335304411955348, 1.4811144127083478, null, 0.5, 0],
  silu: [1.6765324703310909, 1.623320257952497, null, 0.5, 0],
};

const isFirst = (place) => place.position === "first" || place.position === "only";
const isLast = (place) => place.position === "last" || place.position === "only";

/** What was applied to the numbers that the weights multiply. */
const inputOf = (place) => (isFirst(place) ? "identity" : place.activation);

const FANS = {
  in: ({ fanIn }) => fanIn,
  out: ({ fanOut }) => fanOut,
  average: ({ fanIn, fanOut }) => (fanIn + fanOut) / 2,
  geometric: ({ fanIn, fanOut }) => Math.sqrt(fanIn * fanOut),
  "in-squared": ({ fanIn }) => fanIn * fanIn,
  "out-squared": ({ fanOut }) => fanOut * fanOut,
  spectral: ({ fanIn, fanOut }) => fanIn * Math.max(1, fanIn / fanOut),
};

/** Laws of mean 0 by their variance. */
const SHAPES = {
  uniform: (variance, doubt) => uniform(0, Math.sqrt(3 * variance), doubt),
  normal: (variance, doubt) => normal(0, Math.sqrt(variance), doubt),
  "truncated-normal": (variance) => corrected(Math.sqrt(variance), 2),
  "truncated-uncorrected": (variance) => truncated(0, Math.sqrt(variance), 2),
};

/** Variance scale · gain² / fan: the family of almost all schemes. */
const scaled = (place, scale, fan, shape, gain = 1, doubt = 0) =>
  SHAPES[shape]((scale * gain * gain) / FANS[fan](place.kernel), doubt);

const withGain = (scale, fan, shape) => [{ gain: 1 }, (place, { gain }) => scaled(place, scale, fan, shape, gain)];
const withSlope = (fan, shape) => [
  { slope: 0 },
  (place, { slope }) => scaled(place, 2, fan, shape, Math.sqrt(1 / (1 + slope * slope))),
];

const forward = (place) => {
  const [gain] = CURVES[inputOf(place)];
  return place.kernel.fanIn / (gain * gain);
};
const backward = (place) => {
  const [, gain] = CURVES[inputOf(place)];
  return place.kernel.fanOut / (gain * gain);
};

const mupOfBranch = (place, deviation, base, multiplier) =>
  SHAPES.normal((base * deviation * deviation * multiplier * multiplier) / place.kernel.fanIn);

const zero = [{}, () => constant(0)];

/** Schemes by name: the parameters as they are preset, and the law at a place. */
const LAWS = {
  "glorot-uniform": withGain(1, "average", "uniform"),
  "glorot-normal": withGain(1, "average", "normal"),
  "glorot-truncated": withGain(1, "average", "truncated-normal"),
  "lecun-normal": withGain(1, "in", "normal"),
  "lecun-uniform": withGain(1, "in", "uniform"),
  "lecun-truncated": withGain(1, "in", "truncated-normal"),
  "standard-uniform": withGain(1 / 3, "in", "uniform"),
  "glorot-uniform-sigmoid": withGain(16, "average", "uniform"),
  "logistic-uniform": withGain(1 / 3, "average", "uniform"),
  "legacy-normal": withGain(0.5, "average", "normal"),
  "geometric-normal": withGain(1, "geometric", "normal"),
  spectral: withGain(1, "spectral", "normal"),
  "he-normal": withSlope("in", "normal"),
  "he-uniform": withSlope("in", "uniform"),
  "he-truncated": withSlope("in", "truncated-normal"),
  "he-normal-backward": withSlope("out", "normal"),
  "variance-scaling": [
    { scale: 1, mode: "in", law: "normal" },
    (place, { scale, mode, law }) => scaled(place, scale, mode, law),
  ],
  "haykin-uniform": [{ range: 2.4 }, (place, { range }) => scaled(place, (range * range) / 3, "in-squared", "uniform")],
  "siren-first": [{}, (place) => scaled(place, 1 / 3, "in-squared", "uniform")],
  "small-normal": [{}, (place) => scaled(place, 0.4, "in", "normal")],
  "residual-normal": [
    { layers: 12 },
    (place, { layers }) => scaled(place, 1, "average", "normal", 1 / Math.sqrt(2 * layers)),
  ],
  "wang-normal": [{ layers: 12 }, (place, { layers }) => scaled(place, 1, "in", "normal", 2 / layers)],
  "mup-hidden": [
    { deviation: 0.02, base: 256 },
    (place, { deviation, base }) => scaled(place, base, "in", "normal", deviation),
  ],
  "mup-output": [
    { deviation: 0.02, base: 256 },
    (place, { deviation, base }) => scaled(place, 1, "in-squared", "normal", deviation * base),
  ],
  "depth-mup": [
    { deviation: 0.02, base: 256, layers: 12, "base-layers": 1 },
    (place, { deviation, base, layers, "base-layers": baseLayers }) =>
      mupOfBranch(place, deviation, base, Math.sqrt(baseLayers / layers)),
  ],
  "complete-p": [
    { deviation: 0.02, base: 256, layers: 12, "base-layers": 2 },
    (place, { deviation, base, layers, "base-layers": baseLayers }) =>
      mupOfBranch(place, deviation, base, baseLayers / layers),
  ],
  "switch-truncated": [{ scale: 0.1 }, (place, { scale }) => scaled(place, scale, "in", "truncated-uncorrected")],
  "lora-a": [{}, (place) => scaled(place, 1 / 3, "in", "uniform")],
  "lora-a-gaussian": [{}, (place) => scaled(place, 1, "out-squared", "normal")],
  fixup: [
    { blocks: 9, depth: 2 },
    (place, { blocks, depth }) => scaled(place, 2, "out", "normal", blocks ** (-1 / (2 * depth - 2)), DOUBT),
  ],
  "t-fixup-encoder": [
    { layers: 12 },
    (place, { layers }) => scaled(place, 1, "average", "uniform", 0.67 * layers ** -0.25, DOUBT),
  ],
  "t-fixup-decoder": [
    { layers: 12 },
    (place, { layers }) => scaled(place, 1, "average", "uniform", (9 * layers) ** -0.25, DOUBT),
  ],
  deepnorm: [
    { layers: 12 },
    (place, { layers }) => scaled(place, 1, "average", "normal", 1 / (8 * layers) ** 0.25, DOUBT),
  ],
  "deepnorm-decoder": [
    { layers: 12 },
    (place, { layers }) => scaled(place, 1, "average", "normal", 1 / (12 * layers) ** 0.25, DOUBT),
  ],
  "deepnorm-encoder": [
    { layers: 12, "decoder-layers": 12 },
    (place, { layers, "decoder-layers": decoderLayers }) =>
      scaled(place, 1, "average", "normal", 0.87 / (layers ** 4 * decoderLayers) ** (1 / 16), DOUBT),
  ],
  "gain-normal": [{}, (place) => SHAPES.normal(1 / forward(place))],
  "gain-uniform": [{}, (place) => SHAPES.uniform(1 / forward(place))],
  "gain-normal-backward": [{}, (place) => SHAPES.normal(1 / backward(place))],
  "gain-normal-compromise": [{}, (place) => SHAPES.normal(1 / ((forward(place) + backward(place)) / 2))],
  autoinit: [{}, (place) => SHAPES["truncated-normal"](1 / forward(place))],
  kumar: [
    {},
    (place) => {
      const [, , , slope, atZero] = CURVES[inputOf(place)];
      return slope === null
        ? SHAPES.normal(1 / forward(place))
        : normal(0, Math.sqrt(1 / (place.kernel.fanIn * slope * slope * (1 + atZero * atZero))));
    },
  ],
  "random-walk": [
    {},
    (place) => {
      const n = place.kernel.fanIn;
      const gain =
        inputOf(place) === "relu"
          ? Math.sqrt(2) * Math.exp(1.2 / (Math.max(n, 6) - 2.4))
          : Math.exp(1 / (2 * n));
      return normal(0, gain / Math.sqrt(n), DOUBT);
    },
  ],
  critical: [
    { "bias-variance": 0 },
    (place, { "bias-variance": biasVariance }) => {
      const variance = place.position === "only" ? 1 : CURVES[place.activation][2];
      if (variance === null || biasVariance !== 0) {
        throw new RangeError("critical is here for bias-variance=0 and activations that have a critical point there");
      }
      return normal(0, Math.sqrt(variance / place.kernel.fanIn));
    },
  ],
  siren: [
    { frequency: 30 },
    (place, { frequency }) => {
      const n = place.kernel.fanIn;
      return uniform(0, isFirst(place) ? 1 / n : Math.sqrt(6 / n) / frequency);
    },
  ],
  zeros: zero,
  rezero: zero,
  skipinit: zero,
  "zero-gamma": zero,
  "zero-conv": zero,
  "adaln-zero": zero,
  "lora-b": zero,
  "layer-scale": [{ layers: 12 }, (_, { layers }) => constant(layers <= 18 ? 0.1 : layers <= 24 ? 1e-5 : 1e-6)],
  "lru-nu": [{ inner: 0, outer: 1 }, (_, { inner, outer }) => ringDecay(inner, outer)],
  "lru-theta": [{ phase: 2 * Math.PI }, (_, { phase }) => logarithmOfUniform(0, phase)],
  "s4d-log-decay": [{}, () => constant(Math.log(0.5), DOUBT)],
  "s4d-log-step": [
    { low: 0.001, high: 0.1 },
    (_, { low, high }) =>
      uniform((Math.log(low) + Math.log(high)) / 2, (Math.log(high) - Math.log(low)) / 2, DOUBT),
  ],
  "mamba-dt-bias": [{ low: 0.001, high: 0.1 }, (_, { low, high }) => timeStepBias(low, high)],
  "mamba2-a-log": [{ low: 1, high: 16 }, (_, { low, high }) => logarithmOfUniform(low, high)],
  ones: [{}, () => constant(1)],
  constant: [{ value: 1 }, (_, { value }) => constant(value)],
  "small-positive": [{ value: 0.01 }, (_, { value }) => constant(value)],
  "log-odds": [{ probability: 0.01 }, (_, { probability: p }) => constant(Math.log(p / (1 - p)), DOUBT)],
  "sparse-bias": [
    { activity: 4.5397868702434395e-5, deviation: 0 },
    (_, { activity, deviation }) => {
      if (deviation !== 0) throw new RangeError("sparse-bias is here for deviation=0");
      return constant(Math.log(activity / (1 - activity)), DOUBT);
    },
  ],
  uniform: [{ low: -0.05, high: 0.05 }, (_, { low, high }) => uniform((low + high) / 2, (high - low) / 2)],
  normal: [{ mean: 0, deviation: 0.02 }, (_, { mean, deviation }) => normal(mean, deviation)],
  "truncated-normal": [
    { mean: 0, deviation: 0.02, cut: 2, corrected: "yes" },
    (_, { mean, deviation, cut, corrected: widen }) =>
      widen === "yes" ? corrected(deviation, cut, mean) : truncated(mean, deviation, cut),
  ],
  "gpt2-normal": [{}, () => normal(0, 0.02)],
  "gpt2-residual": [{ layers: 12 }, (_, { layers }) => normal(0, 0.02 / Math.sqrt(2 * layers))],
  distort: [{ factor: 0.01 }, (_, { factor }) => uniform(0, factor)],
};

// ---------------------------------------------------------------- tensors that are made as a whole

/** Rows of a matrix with orthonormal rows or columns, uniform among all such, from rows · columns numbers. */
function haar(rows, columns, stream, start) {
  const tall = Math.max(rows, columns);
  const narrow = Math.min(rows, columns);
  const numbers = Float64Array.from(stream.words(start, tall * narrow)).map(normal(0, 1));
  const q = orthonormalColumns(Array.from({ length: tall }, (_, i) => numbers.subarray(i * narrow, (i + 1) * narrow)));
  if (rows >= columns) return q;
  return Array.from({ length: rows }, (_, i) => Float64Array.from(q, (row) => row[i]));
}

/** Q of a = Q·R with R's diagonal positive, by Householder's reflections; all sums run row by row. */
function orthonormalColumns(a) {
  const m = a.length;
  const n = a[0].length;
  const reflectors = [];
  const signs = [];
  for (let k = 0; k < n; k++) {
    const v = Float64Array.from(a.slice(k), (row) => row[k]);
    const norm = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
    const pivot = v[0];
    signs.push(pivot > 0 ? -1 : 1);
    v[0] += pivot > 0 ? norm : -norm;
    const halfSquare = norm * (norm + Math.abs(pivot));
    const factor = halfSquare > 0 ? 1 / Math.sqrt(halfSquare) : 0;
    reflectors.push(v.map((x) => x * factor));
    reflect(a, reflectors[k], k, k + 1);
  }
  const q = Array.from({ length: m }, (_, i) => Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
  for (let k = n - 1; k >= 0; k--) reflect(q, reflectors[k], k, k);
  return q.map((row) => row.map((x, j) => x * signs[j]));
}

/** (I − v·vᵀ)·a on the rows from `row` on and the columns from `column` on. */
function reflect(a, v, row, column) {
  const n = a[0].length;
  const sums = new Float64Array(n);
  for (let i = 0; i < v.length; i++) {
    for (let j = column; j < n; j++) sums[j] += v[i] * a[row + i][j];
  }
  for (let i = 0; i < v.length; i++) {
    for (let j = column; j < n; j++) a[row + i][j] -= v[i] * sums[j];
  }
}

/** All elements in the order block, unit, input, tap, of a function of these. */
function fill({ blocks, units, inputs, taps }, element) {
  const made = new Float32Array(blocks * units * inputs * taps);
  let at = 0;
  for (let block = 0; block < blocks; block++) {
    for (let unit = 0; unit < units; unit++) {
      for (let input = 0; input < inputs; input++) {
        for (let tap = 0; tap < taps; tap++) made[at++] = element(block, unit, input, tap);
      }
    }
  }
  return made;
}

/** A matrix in the middle of the window, 0 elsewhere. */
function inTheMiddle(kernel, element) {
  if (kernel.taps % 2 === 0) throw new RangeError(`a window with a middle is needed, of odd lengths: ${kernel.taps} taps`);
  const middle = (kernel.taps - 1) / 2;
  return fill(kernel, (block, unit, input, tap) => (tap === middle ? element(block, unit, input) : 0));
}

const haarBlocks = (kernel, columns, stream) =>
  Array.from({ length: kernel.blocks }, (_, block) => haar(kernel.units, columns, stream, block * kernel.units * columns));

/** A tensor of which each row has the same numbers, by their place and the length of a row. */
const rowsOf = (number) => [
  {},
  ({ kernel }) => {
    const length = kernel.inputs * kernel.taps;
    return fill(kernel, (block, unit, input, tap) => number(input * kernel.taps + tap, length));
  },
];

/** Schemes by name: the parameters as they are preset, and all elements in the order block, unit, input, tap. */
const STRUCTURED = {
  orthogonal: [
    { gain: 1 },
    ({ kernel }, stream, { gain }) => {
      const q = haarBlocks(kernel, kernel.inputs * kernel.taps, stream);
      return fill(kernel, (block, unit, input, tap) => gain * q[block][unit][input * kernel.taps + tap]);
    },
  ],
  "delta-orthogonal": [
    { gain: 1 },
    ({ kernel }, stream, { gain }) => {
      if (kernel.inputs > kernel.units) {
        throw new RangeError(`delta-orthogonal needs at least as many outputs as inputs: ${kernel.units}, ${kernel.inputs}`);
      }
      const q = haarBlocks(kernel, kernel.inputs, stream);
      return inTheMiddle(kernel, (block, unit, input) => gain * q[block][unit][input]);
    },
  ],
  identity: [
    { gain: 1 },
    ({ kernel }, _, { gain }) => {
      if (kernel.units !== kernel.inputs) {
        throw new RangeError(`identity needs as many units as inputs: ${kernel.units}, ${kernel.inputs}`);
      }
      return inTheMiddle(kernel, (_, unit, input) => (unit === input ? gain : 0));
    },
  ],
  "scaled-orthogonal": [
    { gain: 1 },
    ({ kernel }, stream, { gain }) => {
      const length = gain * Math.sqrt(Math.max(1, kernel.units / kernel.inputs));
      const q = haarBlocks(kernel, kernel.inputs, stream);
      return inTheMiddle(kernel, (block, unit, input) => length * q[block][unit][input]);
    },
  ],
  idinit: [
    { value: 1, noise: 1e-6 },
    ({ kernel }, stream, { value, noise }) => {
      const length = kernel.inputs * kernel.taps;
      const rows = kernel.blocks * kernel.units;
      const made =
        noise > 0
          ? Float32Array.from(stream.words(0, rows * length), normal(0, noise))
          : new Float32Array(rows * length);
      for (let row = 0; row < rows; row++) made[row * length + ((row % kernel.units) % length)] += f32(value);
      return made;
    },
  ],
  "idinit-zero": [
    { epsilon: 1e-6 },
    ({ kernel }, _, { epsilon }) => {
      const length = kernel.inputs * kernel.taps;
      const { units } = kernel;
      return fill(kernel, (block, unit, input, tap) => {
        const at = input * kernel.taps + tap;
        const other = units < length ? units + (unit % (length - units)) : (unit + 1) % length;
        const same = unit % length;
        if (at === same) return same === other && unit % 2 === 1 ? -epsilon : epsilon;
        return at === other ? -epsilon : 0;
      });
    },
  ],
  icnr: [
    { scale: 2, base: "he-normal" },
    (place, stream, { scale, base }) => {
      const { kernel } = place;
      const copies = scale * scale;
      if (kernel.units % copies !== 0) {
        throw new RangeError(`icnr needs a multiple of ${copies} output channels: ${kernel.units}`);
      }
      const few = { ...kernel, units: kernel.units / copies, fanOut: kernel.fanOut / copies };
      const length = kernel.inputs * kernel.taps;
      const small = { ...place, kernel: few };
      const { make, parameters, whole } = parsed(base);
      const drawn = whole
        ? make(small, stream, parameters)
        : Float32Array.from(stream.words(0, few.blocks * few.units * length), make(small, parameters));
      return fill(kernel, (block, unit, input, tap) => {
        const row = Math.floor((block * kernel.units + unit) / copies);
        return drawn[row * length + input * kernel.taps + tap];
      });
    },
  ],
  "s4d-lin": rowsOf((n) => Math.PI * n),
  "s4d-inv": rowsOf((n, length) => ((2 * length) / Math.PI) * ((2 * length) / (2 * n + 1) - 1)),
  "mamba-a-log": rowsOf((n) => rounded(Math.log(n + 1), DOUBT)),
  "looks-linear": [
    {},
    (place, stream) => {
      const { blocks, units, inputs, taps } = place.kernel;
      const rows = units / (isLast(place) ? 1 : 2);
      const columns = inputs / (isFirst(place) ? 1 : 2);
      if (blocks * taps !== 1 || rows % 1 || columns % 1) {
        throw new RangeError(`looks-linear needs a dense layer with an even number of hidden units: ${units}, ${inputs}`);
      }
      const w = haar(rows, columns, stream, 0);
      return fill(place.kernel, (_, i, j) => (i < rows === j < columns ? 1 : -1) * w[i % rows][j % columns]);
    },
  ],
  sparse: [
    { links: 15, deviation: 1 },
    ({ kernel }, stream, { links, deviation }) => {
      const length = kernel.inputs * kernel.taps;
      const rows = kernel.blocks * kernel.units;
      const drawn = Math.min(links, length);
      const weights = Float32Array.from(stream.words(0, rows * drawn), normal(0, deviation));
      const chosen = stream.words(rows * drawn, rows * drawn);
      const made = new Float32Array(rows * length);
      for (let i = 0; i < rows; i++) {
        const columns = Int32Array.from({ length }, (_, j) => j);
        for (let k = 0; k < drawn; k++) {
          const j = k + Math.floor((chosen[i * drawn + k] * (length - k)) / 2 ** 32);
          made[i * length + columns[j]] = weights[i * drawn + k];
          columns[j] = columns[k];
        }
      }
      return made;
    },
  ],
  "zero-hadamard": [
    {},
    (place) => {
      const { units, inputs } = place.kernel;
      if (isLast(place)) return fill(place.kernel, () => 0);
      if (units <= inputs) return inTheMiddle(place.kernel, (_, unit, input) => (unit === input ? 1 : 0));
      const scale = Math.sqrt(2 / 2 ** (32 - Math.clz32(units - 1)));
      const sign = (shared) => (shared === 0 ? 1 : -sign(shared & (shared - 1)));
      return inTheMiddle(place.kernel, (_, unit, input) => sign(unit & input) * scale);
    },
  ],
  "forget-gate": [
    { value: 1, gate: 1 },
    ({ kernel }, _, { value, gate }) =>
      new Float32Array(kernel.blocks * kernel.units).fill(value, gate * kernel.units, (gate + 1) * kernel.units),
  ],
  chrono: [
    { longest: 784, forget: 1, input: 0 },
    ({ kernel }, stream, { longest, forget, input }) => {
      const biases = new Float32Array(kernel.blocks * kernel.units);
      const drawn = Float32Array.from(stream.words(0, kernel.units), logarithmOfUniform(1, longest - 1));
      biases.set(drawn, forget * kernel.units);
      biases.set(drawn.map((x) => -x), input * kernel.units);
      return biases;
    },
  ],
};

// ---------------------------------------------------------------- drawing

/** The names of all schemes that are here. */
export function schemes() {
  return [...Object.keys(LAWS), ...Object.keys(STRUCTURED)].sort();
}

/** The entry and the parameters of `name` or `name(key=value,…)`. */
function parsed(scheme) {
  const form = /^\s*([^()=]+?)\s*(?:\(([^()]*)\))?\s*$/.exec(scheme);
  if (!form) throw new RangeError(`expected name or name(key=value,…), found '${scheme}'`);
  const [, name, inside = ""] = form;
  const entry = LAWS[name] ?? STRUCTURED[name];
  if (!entry) throw new RangeError(`no scheme '${name}' here: see schemes()`);
  const parameters = { ...entry[0] };
  for (const part of inside.split(",").filter((text) => text.trim())) {
    const [key, value] = part.split("=", 2).map((text) => text.trim());
    if (!(key in parameters)) throw new RangeError(`${name} has no parameter '${key}'`);
    parameters[key] = typeof parameters[key] === "string" ? value : Number(value);
  }
  return { make: entry[1], parameters, whole: name in STRUCTURED };
}

/**
 * Draws a tensor, or a part of one. Of `distort`, what is to be added to a tensor.
 *
 * @param {string} scheme as `--init` of the command line has it: "he-normal", "glorot-uniform(gain=1.67)"
 * @param {object} options
 * @param {number | bigint} options.seed as `--seed`
 * @param {string} options.path the tensor's name, such as "layer1/weight"
 * @param {number[]} options.shape of the whole tensor, also where a part is drawn
 * @param {number[][]} [options.region] the part to draw: [from, to) for each axis; an axis that is left out is whole
 * @param {number[]} [options.flat] or the elements [from, to) in the order in which the tensor is stored
 * @param {string} [options.kind] of the layer; with `layout`, `blocks` and `stride` as in `kernelOf`
 * @param {object} [options.kernel] or the weights that biases go with, where a scheme for biases asks for them
 * @param {string} [options.activation] of the network's hidden units
 * @param {string} [options.position] first, inner, last or only, in the chain of layers
 * @returns {Float32Array}
 */
export function draw(scheme, options) {
  const { seed, path, shape, region = [], flat, kind = usualKind(shape), layout = "out-in" } = options;
  const kernel = options.kernel ?? (shape.length > 1 ? kernelOf(shape, options) : noFans(scheme));
  const place = { kernel, activation: options.activation ?? "tanh", position: options.position ?? "inner" };
  const stream = new Stream(seed, path);
  const { make, parameters, whole } = parsed(scheme);
  let elements; // writes the elements of a run
  if (whole) {
    let made = make(place, stream, parameters);
    if (shape.length > 1) made = stored(made, kernel, storedAxes(kind, layout));
    elements = (start, into) => into.set(made.subarray(start, start + into.length));
  } else {
    const law = make(place, parameters);
    elements = (start, into) => {
      const words = stream.words(start, into.length);
      for (let i = 0; i < into.length; i++) into[i] = law(words[i]);
    };
  }
  const [starts, length] = flat ? [[flat[0]], flat[1] - flat[0]] : runs(shape, region);
  const drawn = new Float32Array(starts.length * length);
  starts.forEach((start, run) => {
    for (let done = 0; done < length; done += PIECE) {
      const end = Math.min(done + PIECE, length);
      elements(start + done, drawn.subarray(run * length + done, run * length + end));
    }
  });
  return drawn;
}

const PIECE = 1 << 14;

/** What a scheme sees that asks for the fans of a vector. */
function noFans(scheme) {
  return new Proxy({}, {
    get() {
      throw new RangeError(`${scheme} goes by fans, and a vector has none: give kernel`);
    },
  });
}

/** The runs of consecutive elements that a region is made of: where they start, and how long they are. */
function runs(shape, region) {
  let starts = [0];
  let size = 1;
  let run = 1;
  let joined = true; // all axes behind this one are whole
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const [from, to] = region[axis] ?? [0, shape[axis]];
    if (!(0 <= from && from <= to && to <= shape[axis])) {
      throw new RangeError(`axis ${axis} has ${shape[axis]} elements, a region of it is [from, to): [${from}, ${to}]`);
    }
    if (joined) {
      starts = [starts[0] + from * size];
      run *= to - from;
      joined = to - from === shape[axis];
    } else {
      const step = size;
      const behind = starts;
      starts = Array.from({ length: to - from }, (_, i) => behind.map((start) => start + (from + i) * step)).flat();
    }
    size *= shape[axis];
  }
  return [starts, run];
}
