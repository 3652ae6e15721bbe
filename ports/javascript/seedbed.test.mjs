// The port draws what Java draws: `node --test ports/javascript`. The vectors are Java's (ports/README.md).

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { bfloat16, draw, kernelOf, schemes, words } from "./seedbed.mjs";

const VECTORS = JSON.parse(readFileSync(new URL("../vectors.json", import.meta.url), "utf8"));
const WORLDS = [1, 2, 7, 1024];

/** What `draw` takes. */
function options({ seed, path, shape, kind, layout, blocks, stride, biases_of: weights, activation, position }) {
  const layer = { kind, layout, blocks, stride };
  return weights
    ? { seed: BigInt(seed), path, shape, kernel: kernelOf(weights, layer), activation, position }
    : { seed: BigInt(seed), path, shape, ...layer, activation, position };
}

const sha256 = (array) => createHash("sha256").update(new Uint8Array(array.buffer)).digest("hex");
const count = (shape) => shape.reduce((all, one) => all * one, 1);

/** Parts of a range for ranks, the last of which may get nothing. */
function slices(length, world) {
  const share = Math.ceil(length / world);
  return Array.from({ length: world }, (_, i) => [Math.min(i * share, length), Math.min((i + 1) * share, length)]);
}

/** A hexadecimal float as Java writes it, such as -0x1.8p-3. */
function parsed(text) {
  const [, sign, whole, fraction, exponent] = /^(-?)0x([01])\.([0-9a-f]+)p(-?\d+)$/.exec(text);
  const size = parseInt(whole + fraction, 16) / 16 ** fraction.length;
  return (sign ? -size : size) * 2 ** Number(exponent);
}

test("words", () => {
  for (const vector of VECTORS.words) {
    const drawn = words(BigInt(vector.seed), vector.path, vector.from, vector.words.length);
    assert.deepEqual(Array.from(drawn, (word) => word.toString(16).padStart(8, "0")), vector.words);
  }
});

test("paths of every length are hashed as the standard has it", () => {
  for (const length of [0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 128]) {
    const path = length < 2 ? "x".repeat(length) : "ü" + "x".repeat(length - 2);
    const digest = createHash("sha256").update(path).digest();
    // The words of a stream whose counter starts with the digest: Philox by the slow way of BigInt.
    assert.deepEqual(Array.from(words(7, path, 0, 4)), philox(7n, digest.readBigUInt64LE()));
  }
});

function philox(key, high) {
  const low = 0xffffffffn;
  let [c0, c1, c2, c3] = [0n, 0n, high & low, high >> 32n];
  for (let round = 0n; round < 10n; round++) {
    const p0 = 0xd2511f53n * c0;
    const p1 = 0xcd9e8d57n * c2;
    const k0 = (key + round * 0x9e3779b9n) & low;
    const k1 = ((key >> 32n) + round * 0xbb67ae85n) & low;
    [c0, c1, c2, c3] = [(p1 >> 32n) ^ c1 ^ k0, p1 & low, (p0 >> 32n) ^ c3 ^ k1, p0 & low];
  }
  return [c0, c1, c2, c3].map(Number);
}

test("every scheme has a vector", () => {
  const drawn = new Set(VECTORS.draws.map((vector) => vector.scheme.split("(")[0]));
  assert.deepEqual([...drawn].sort(), schemes());
});

test("draws", () => {
  for (const vector of VECTORS.draws) {
    const values = draw(vector.scheme, options(vector));
    const context = JSON.stringify(vector);
    assert.deepEqual(Array.from(values.slice(0, vector.first.length)), vector.first.map(parsed), context);
    const stored = { F32: (x) => x, F64: Float64Array.from.bind(Float64Array), BF16: bfloat16 }[vector.type];
    // JavaScript has no numbers of 16 bits in Node 18; those of Java are the floats compared above, rounded.
    if (stored) assert.equal(sha256(stored(values)), vector.sha256, context);
  }
});

test("any rank draws its part alone", () => {
  const seen = new Set();
  for (const vector of VECTORS.draws.filter(({ type, shape }) => type === "F32" && count(shape) < 100_000)) {
    const drawn = (part) => draw(vector.scheme, { ...options(vector), ...part });
    // Every scheme in all worlds, kinds of layers and parameters in those of few ranks.
    for (const world of seen.has(vector.scheme) ? WORLDS.slice(0, -1) : WORLDS) {
      const flat = slices(count(vector.shape), world).flatMap((part) => Array.from(drawn({ flat: part })));
      assert.equal(sha256(Float32Array.from(flat)), vector.sha256, `${vector.scheme}, ${world} ranks`);
      const parts = slices(vector.shape[0], world).filter(([from, to], rank) => from < to || rank === world - 1);
      const rows = parts.flatMap((part) => Array.from(drawn({ region: [part] })));
      assert.equal(sha256(Float32Array.from(rows)), vector.sha256, `${vector.scheme}, ${world} ranks, rows`);
    }
    seen.add(vector.scheme);
  }
});

test("regions of several axes", () => {
  const [a, b, c] = [9, 10, 11];
  const whole = draw("normal", { seed: 7, path: "x", shape: [a, b, c], kind: "dense" });
  for (const region of [[[2, 8], [3, 4]], [[0, 9], [1, 9], [4, 7]], [[8, 9]], [[0, 9], [2, 2]]]) {
    const [i, j, k] = [0, 1, 2].map((axis) => region[axis] ?? [0, [a, b, c][axis]]);
    const within = (at, [from, to]) => from <= at && at < to;
    const expected = whole.filter(
      (_, at) => within(Math.floor(at / (b * c)), i) && within(Math.floor(at / c) % b, j) && within(at % c, k));
    assert.deepEqual(draw("normal", { seed: 7, path: "x", shape: [a, b, c], kind: "dense", region }), expected);
  }
  assert.throws(() => draw("normal", { seed: 7, path: "x", shape: [4, 5], region: [[0, 5]] }), /axis 0 has 4 elements/);
});

test("what is wrong is said", () => {
  for (const [scheme, shape, message] of [
    ["he-norml", [4, 5], /no scheme 'he-norml'/],
    ["he-normal(gain=2)", [4, 5], /no parameter 'gain'/],
    ["he-normal(", [4, 5], /expected name/],
    ["he-normal", [4], /a vector has none/],
    ["orthogonal", [4], /a vector has none/],
    ["critical(bias-variance=0.05)", [4, 5], /bias-variance=0/],
    ["identity", [4, 5], /as many units as inputs/],
    ["truncated-normal(cut=1.17551)", [4, 5], /between two floats/],
  ]) {
    assert.throws(() => draw(scheme, { seed: 7, path: "x", shape }), message);
  }
  assert.throws(() => kernelOf([4]), /two axes or more/);
  assert.throws(() => kernelOf([10, 4], { kind: "recurrent", blocks: 4 }), /cannot be shared out among 4 blocks/);
  assert.throws(() => kernelOf([10, 4], { kind: "dens" }), /no kind of layer 'dens'/);
});
