"""Writes VectorBlocks.java, whose methods are all alike: run it in its folder when their form is to change.

    python3 vector_blocks.py > ../java/dev/seedbed/kernel/VectorBlocks.java && mvn spotless:apply
"""

HEAD = '''package dev.seedbed.kernel;

import dev.seedbed.elementary.VectorElementary;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The innermost loops of the products: blocks of a few rows by one or two vectors of the output,
/// their sums in registers. `rows8x2` makes blocks of eight rows by two vectors, one below the other.
/// All are alike, and written by `core/src/main/python/vector_blocks.py`.
///
/// Rows of b and z are 32 floats apart, as in [Panels], and so are, of `rows…`, the rows of a, of
/// `columns…`, the summed elements; of `rows…`, a panel's 32 elements are summed, then the next's. These distances are written out and not passed: where an index is
/// a constant times the loop's variable plus something else, C2 checks array bounds once before the
/// loop. JDK 25.0.3 on a Zen 5 core with a peak of 209 GFLOP/s, 2026-11: 8x2 gave 195 GFLOP/s over
/// 32 products, and 132 with the distances passed, the registers full of them.
final class VectorBlocks {
  static final VectorSpecies<Float> SPECIES = VectorElementary.SPECIES;

  static final int LANES = SPECIES.length();

  private VectorBlocks() {}
'''

DOCS = {
    "rows": "z(i, j) = c(i, j) + Σₖ a(i, k)·b(k, j) for k below `n`, for `blocks` blocks of rows; panels of a are `aStep` apart, rows of c `cStep`, 0 for a bias.",
    "columns": "z(i, j) = Σₖ a(k, i)·b(k, j) for k below `n`, likewise.",
}
SHAPES = [("rows", r, 2) for r in (8, 6, 5, 4, 2, 1)]
SHAPES += [("rows", r, 1) for r in (16, 8, 4, 1)]
SHAPES += [("columns", r, 2) for r in (8, 4, 1)]
SHAPES += [("columns", r, 1) for r in (8, 1)]


def plus(base, offset):
    return base if offset == 0 else f"{base} + {offset}"


def lanes(v):
    return ["", " + LANES"][v]


def method(form, rows, vectors):
    panels = form == "rows"
    step = ", int aStep" if panels else ""
    start = ", float[] c, int cAt, int cStep" if panels else ""
    yield f"  static void {form}{rows}x{vectors}("
    yield f"      float[] a, int aAt{step}, int n, float[] b, int bAt{start}, float[] z, int zAt, int blocks) {{"
    yield f"    for (int row = 0; row < {rows} * blocks; row += {rows}) {{" if rows > 1 else "    for (int row = 0; row < blocks; row++) {"
    if panels:
        yield "      int cFrom = cAt + row * cStep;"
    for r in range(rows):
        for v in range(vectors):
            at = plus("cFrom", f"{r} * cStep" if r > 1 else "cStep" if r else 0)
            value = f"FloatVector.fromArray(SPECIES, c, {at}{lanes(v)})" if panels else "FloatVector.zero(SPECIES)"
            yield f"      FloatVector sum{r}_{v} = {value};"
    yield f"      int aFrom = aAt + {'32 * row' if panels else 'row'};"
    if panels:
        yield "      int bFrom = bAt;"
        yield "      for (int left = n; left > 0; left -= 32) {"
        yield "        int count = Math.min(left, 32);"
    b_at, count, index = ("bFrom", "count", "k") if panels else ("bAt", "n", "32 * k")
    yield f"      for (int k = 0; k < {count}; k++) {{"
    for v in range(vectors):
        yield f"        var b{v} = FloatVector.fromArray(SPECIES, b, {b_at} + 32 * k{lanes(v)});"
    for r in range(rows):
        offset = 32 * r if panels else r
        yield f"        var a{r} = FloatVector.broadcast(SPECIES, a[{plus('aFrom', offset)} + {index}]);"
        for v in range(vectors):
            yield f"        sum{r}_{v} = a{r}.fma(b{v}, sum{r}_{v});"
    yield "      }"
    if panels:
        yield "        aFrom += aStep;"
        yield "        bFrom += 32 * 32;"
        yield "      }"
    yield "      int to = zAt + 32 * row;"
    for r in range(rows):
        for v in range(vectors):
            yield f"      sum{r}_{v}.intoArray(z, {plus('to', 32 * r)}{lanes(v)});"
    yield "    }"
    yield "  }"


print(HEAD)
seen = set()
for shape in SHAPES:
    if shape[0] not in seen:
        print(f"  /// {DOCS[shape[0]]}")
        seen.add(shape[0])
    print("\n".join(method(*shape)))
    print()
print("}")
