"""Makes cases of operators that the ONNX project's own in Debian's libonnx-testdata are too old for, or leave out.

    python3 operator_cases.py OUT.zip

The archive gets a folder for each case, as the project has them: model.onnx, and test_data_set_0
with input_*.pb and output_*.pb. Values are those of PyTorch 1.13.1 (Debian 12's python3-torch) where it
has the operator, else those of a few lines of NumPy that follow the operator's specification.
"""

import sys
import zipfile

import numpy as np
import onnx
import onnx.helper
import onnx.numpy_helper
import torch
import torch.nn.functional as F

OUT = zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED)
random = np.random.default_rng(0)


def real(*shape, scale=1):
    return (random.standard_normal(shape) * scale).astype(np.float32)


def value_info(name, array):
    return onnx.helper.make_tensor_value_info(name, TYPES[array.dtype.name], array.shape)


TYPES = {
    "float32": onnx.TensorProto.FLOAT, "int64": onnx.TensorProto.INT64, "int32": onnx.TensorProto.INT32,
    "int8": onnx.TensorProto.INT8, "uint8": onnx.TensorProto.UINT8, "bool": onnx.TensorProto.BOOL}


def case(name, operator, opset, inputs, outputs, **attributes):
    """Inputs and outputs may be None, which leaves them out."""
    given = [f"x{i}" if x is not None else "" for i, x in enumerate(inputs)]
    made = [f"y{i}" if y is not None else "" for i, y in enumerate(outputs)]
    network(name, opset, [onnx.helper.make_node(operator, given, made, **attributes)], given, inputs, made, outputs)


def network(name, opset, nodes, given, inputs, made, outputs, constants=None):
    graph = onnx.helper.make_graph(
        nodes, name, [value_info(n, x) for n, x in zip(given, inputs) if n],
        [value_info(n, y) for n, y in zip(made, outputs) if n],
        [onnx.numpy_helper.from_array(array, key) for key, array in (constants or {}).items()])
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", opset)], ir_version=8)
    write(f"{name}/model.onnx", model)
    for kind, arrays in (("input", inputs), ("output", outputs)):
        for i, array in enumerate(a for a in arrays if a is not None):
            tensor = onnx.numpy_helper.from_array(np.ascontiguousarray(array).reshape(array.shape))
            write(f"{name}/test_data_set_0/{kind}_{i}.pb", tensor)


def write(path, message):
    # Of one date, so that the same cases are the same bytes.
    OUT.writestr(zipfile.ZipInfo(path), message.SerializeToString(), zipfile.ZIP_DEFLATED)


def torched(function, *inputs, **options):
    return function(*(torch.from_numpy(x) for x in inputs), **options).numpy()


# Activations.
x = real(3, 4, 5, scale=2)
case("gelu", "Gelu", 20, [x], [torched(F.gelu, x)])
case("gelu_tanh", "Gelu", 20, [x], [torched(F.gelu, x, approximate="tanh")], approximate="tanh")
case("mish", "Mish", 18, [x], [torched(F.mish, x)])
case("swish", "Swish", 24, [x], [torched(F.silu, x)])
case("swish_alpha", "Swish", 24, [x], [x * torched(torch.sigmoid, 1.5 * x)], alpha=1.5)

# Normalisations.
def rms(x, w, axis, epsilon=1e-5):
    axes = tuple(range(axis, x.ndim))
    return x / np.sqrt((x * x).mean(axes, keepdims=True) + epsilon) * w


def groups(x, count, w, b, epsilon=1e-5):
    return torched(F.group_norm, x, num_groups=count, eps=epsilon) * w.reshape(-1, 1, 1) + b.reshape(-1, 1, 1)


x = real(2, 6, 4, 5)
w, w2 = real(5), real(4, 5)
case("rms_normalization", "RMSNormalization", 23, [x, w], [rms(x, w, 3)])
case("rms_normalization_axis", "RMSNormalization", 23, [x, w2], [rms(x, w2, 2, 0.1)], axis=2, epsilon=0.1)
w, b = real(6), real(6)
case("group_normalization", "GroupNormalization", 21, [x, w, b], [groups(x, 2, w, b)], num_groups=2)
case("group_normalization_epsilon", "GroupNormalization", 21, [x, w, b], [groups(x, 3, w, b, 0.1)],
     num_groups=3, epsilon=0.1)
w, b = real(2), real(2)
case("group_normalization_of_groups", "GroupNormalization", 18, [x, w, b],
     [groups(x, 2, w.repeat(3), b.repeat(3))], num_groups=2)
for p in (1, 2):
    case(f"lp_normalization_p{p}", "LpNormalization", 1, [x], [torched(F.normalize, x, p=p, dim=1)], p=p, axis=1)
case("lp_normalization", "LpNormalization", 1, [x], [torched(F.normalize, x, p=2, dim=-1)])

# Pools.
positive = np.abs(x)
case("lp_pool", "LpPool", 18, [x], [torched(F.lp_pool2d, positive, norm_type=2, kernel_size=2, stride=1)],
     kernel_shape=[2, 2])
case("lp_pool_p3_strides", "LpPool", 18, [x],
     [torched(F.lp_pool2d, positive, norm_type=3, kernel_size=(2, 3), stride=2)],
     kernel_shape=[2, 3], strides=[2, 2], p=3)
case("lp_pool_pads", "LpPool", 18, [x],
     [torched(F.lp_pool2d, np.pad(positive, ((0, 0), (0, 0), (1, 0), (0, 1))), norm_type=1, kernel_size=2, stride=1)],
     kernel_shape=[2, 2], pads=[1, 0, 0, 1], p=1)
case("global_lp_pool", "GlobalLpPool", 2, [x], [np.sqrt((x * x).sum((2, 3), keepdims=True))])
case("global_lp_pool_p3", "GlobalLpPool", 2, [x], [np.cbrt((positive ** 3).sum((2, 3), keepdims=True))], p=3)

# Places of elements.
x = real(4, 5)
case("trilu_upper", "Trilu", 14, [x], [np.triu(x)])
case("trilu_lower", "Trilu", 14, [x, np.array(1)], [np.tril(x, 1)], upper=0)
i, u = np.array([[1, 0, 2], [0, 3, 1]]), real(2, 3)
y = torch.from_numpy(x).scatter(0, torch.from_numpy(i), torch.from_numpy(u)).numpy()
case("scatter", "Scatter", 9, [x, i, u], [y])
x = real(1, 2, 3, 4)
scales = np.array([1, 1, 2, 3], np.float32)
case("upsample_nearest", "Upsample", 9, [x, scales], [torched(F.interpolate, x, scale_factor=(2.0, 3.0))])
case("upsample_attribute", "Upsample", 7, [x], [torched(F.interpolate, x, scale_factor=(2.0, 3.0))],
     scales=[1.0, 1.0, 2.0, 3.0])

# Newer forms: axes as inputs, other modes, wider types.
a, b = random.integers(-9, 9, (2, 3, 4)), random.integers(-9, 9, (4, 5))
case("matmul_of_whole_numbers", "MatMul", 13, [a, b], [a @ b])
x, grid = real(2, 3, 4, 5), random.uniform(-1.2, 1.2, (2, 3, 2, 2)).astype(np.float32)
whole = np.trunc(x * 100).astype(np.int64)
looked = torched(F.grid_sample, whole.astype(np.float32), grid, mode="nearest", align_corners=False)
case("grid_sample_of_whole_numbers", "GridSample", 20, [whole, grid], [looked.astype(np.int64)], mode="nearest")
volume, places = real(1, 2, 3, 4, 5), random.uniform(-1, 1, (1, 2, 3, 2, 3)).astype(np.float32)
for mode, name in (("linear", "bilinear"), ("nearest", "nearest")):
    case(f"grid_sample_of_volumes_{mode}", "GridSample", 20, [volume, places],
         [torched(F.grid_sample, volume, places, mode=name, align_corners=False)], mode=mode)
case("resize_truth_values", "Resize", 18, [x > 0, None, np.array([1, 1, 2, 2], np.float32)],
     [np.repeat(np.repeat(x > 0, 2, 2), 2, 3)], coordinate_transformation_mode="asymmetric", nearest_mode="floor")
x = real(1, 2, 9, 12)
for mode, name, more in (("linear", "bilinear", {}), ("cubic", "bicubic", {"cubic_coeff_a": -0.5})):
    case(f"resize_antialias_{mode}", "Resize", 18, [x, None, None, np.array([1, 2, 4, 5])],
         [torched(F.interpolate, x, size=(4, 5), mode=name, antialias=True)], mode=mode, antialias=1, exclude_outside=1, **more)
case("resize_axes", "Resize", 18, [x, None, np.array([3, 2], np.float32)],
     [torched(F.interpolate, x, scale_factor=(2.0, 3.0), mode="bilinear")], mode="linear", axes=[3, 2])
for policy, size in (("not_larger", (6, 8)), ("not_smaller", (9, 12))):
    case(f"resize_{policy}", "Resize", 18, [x, None, None, np.array([6, 12])],
         [torched(F.interpolate, x, size=size, mode="bilinear")], mode="linear", axes=[2, 3],
         keep_aspect_ratio_policy=policy)
x = real(3, 4)
case("pad_axes", "Pad", 18, [x, np.array([1, 2]), np.array(0.5, np.float32), np.array([-1])],
     [np.pad(x, ((0, 0), (1, 2)), constant_values=0.5)])
case("pad_wrap", "Pad", 19, [x, np.array([2, 1, 1, 3])], [np.pad(x, ((2, 1), (1, 3)), "wrap")], mode="wrap")
x = real(5, 4)
case("split_num_outputs", "Split", 18, [x], [x[:2], x[2:4], x[4:]], num_outputs=3)
x = np.abs(real(2, 3, 4)) + 0.5
REDUCTIONS = {
    "Max": np.max, "Min": np.min, "Mean": np.mean, "Prod": np.prod, "L1": np.sum,
    "L2": lambda x, a, keepdims: np.sqrt((x * x).sum(a, keepdims=keepdims)),
    "SumSquare": lambda x, a, keepdims: (x * x).sum(a, keepdims=keepdims),
    "LogSum": lambda x, a, keepdims: np.log(x.sum(a, keepdims=keepdims)),
    "LogSumExp": lambda x, a, keepdims: np.log(np.exp(x).sum(a, keepdims=keepdims))}
for name, reduction in REDUCTIONS.items():
    case(f"reduce_{name.lower()}_axes", "Reduce" + name, 18, [x, np.array([0, -1])], [reduction(x, (0, 2), keepdims=False)],
         keepdims=0)
case("reduce_mean_of_no_axes", "ReduceMean", 18, [x, np.array([], np.int64)], [x], noop_with_empty_axes=1)
case("reduce_max_of_truth_values", "ReduceMax", 20, [x > 1.2, np.array([1])], [(x > 1.2).max(1, keepdims=True)])
x, i, u = real(3, 4), np.array([[0, 2, 1, 0], [2, 2, 0, 1]]), real(2, 4)
for name, reduction in (("add", "sum"), ("mul", "prod"), ("max", "amax"), ("min", "amin")):
    args = [torch.from_numpy(each) for each in (x, i, u)]
    case(f"scatter_elements_{name}", "ScatterElements", 18, [x, i, u],
         [args[0].scatter_reduce(0, args[1], args[2], reduction).numpy()], axis=0, reduction=name)
    rows, updates = np.array([[2], [0], [2]]), real(3, 4)
    y = x.copy()
    {"add": np.add, "mul": np.multiply, "max": np.maximum, "min": np.minimum}[name].at(y, rows[:, 0], updates)
    case(f"scatter_nd_{name}", "ScatterND", 18, [x, rows, updates], [y], reduction=name)
x = real(1, 2, 8, 9)
case("average_pool_dilations", "AveragePool", 19, [x],
     [torch.stack([torch.from_numpy(x)[:, :, a:a + 6:1, b:b + 7:1] for a in (0, 2) for b in (0, 2)]).mean(0).numpy()],
     kernel_shape=[2, 2], dilations=[2, 2])
case("average_pool_ceil", "AveragePool", 19, [x],
     [torched(F.avg_pool2d, x, kernel_size=3, stride=2, padding=1, ceil_mode=True, count_include_pad=True)],
     kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1], ceil_mode=1, count_include_pad=1)
for last, side in ((0, "size"), (1, "start")):
    case(f"shape_{side}", "Shape", 19, [x], [np.array([8, 9]) if last else np.array([1, 2])], **(
        {"start": -2} if last else {"end": 2}))

# Regions, determinants, unpooling.
x = real(2, 3, 8, 9)
regions = np.array([[0, 0, 5, 6], [1.5, 2.25, 7.75, 5.5], [-2, -3, 4, 11], [3, 3, 3.2, 3.1]], np.float32)
rows = np.array([0, 1, 1, 0])


def aligned(x, regions, rows, height, width, samples, scale, half):
    """By the samples' places, one by one."""
    n, m = x.shape[2:]
    y = np.zeros((len(rows), x.shape[1], height, width))
    for r, (region, row) in enumerate(zip(regions.astype(float) * scale - 0.5 * half, rows)):
        w, h = region[2] - region[0], region[3] - region[1]
        if not half:
            w, h = max(w, 1), max(h, 1)
        down, across = samples or int(np.ceil(h / height)), samples or int(np.ceil(w / width))
        for i in range(height):
            for j in range(width):
                for k in range(down):
                    for l in range(across):
                        v = region[1] + (i + (k + 0.5) / down) * h / height
                        u = region[0] + (j + (l + 0.5) / across) * w / width
                        if v < -1 or v > n or u < -1 or u > m:
                            continue
                        v, u = min(max(v, 0), n - 1), min(max(u, 0), m - 1)
                        a, b = int(v), int(u)
                        c, d = min(a + 1, n - 1), min(b + 1, m - 1)
                        s, t = v - a, u - b
                        y[r, :, i, j] += (
                            (1 - s) * (1 - t) * x[row, :, a, b] + (1 - s) * t * x[row, :, a, d]
                            + s * (1 - t) * x[row, :, c, b] + s * t * x[row, :, c, d]) / (down * across)
    return y.astype(np.float32)


for half, mode in ((1, "half_pixel"), (0, "output_half_pixel")):
    for samples in (0, 2):
        case(f"roi_align_{mode}_{samples}", "RoiAlign", 16, [x, regions, rows],
             [aligned(x, regions, rows, 2, 3, samples, 0.75, half)], coordinate_transformation_mode=mode,
             sampling_ratio=samples, output_height=2, output_width=3, spatial_scale=0.75)
x = real(2, 3, 4, 4)
case("det_of_batches", "Det", 11, [x], [torched(torch.linalg.det, x)])
singular = np.array([[1, 2, 3], [2, 4, 6], [0.5, -1, 2]], np.float32)
case("det_of_a_singular_matrix", "Det", 11, [singular], [np.array(0, np.float32)])
y, i = (t.numpy() for t in F.max_pool2d(torch.from_numpy(real(2, 3, 6, 8)), 2, return_indices=True))
places = i + np.arange(6).reshape(2, 3, 1, 1) * 48
case("max_unpool", "MaxUnpool", 11, [y, places],
     [F.max_unpool2d(torch.from_numpy(y), torch.from_numpy(i), 2).numpy()], kernel_shape=[2, 2], strides=[2, 2])
case("max_unpool_longer", "MaxUnpool", 11, [y, places, np.array([2, 3, 7, 9])],
     [np.pad(F.max_unpool2d(torch.from_numpy(y), torch.from_numpy(i), 2).numpy(), ((0, 0), (0, 0), (0, 1), (0, 1)))],
     kernel_shape=[2, 2], strides=[2, 2])

# Transforms.
def parts(y):
    return np.stack((y.real, y.imag), -1).astype(np.float32)


x = real(2, 7, 3, 1)
case("dft", "DFT", 20, [x], [parts(np.fft.fft(x[..., 0], axis=2))])
case("dft_axis_length", "DFT", 20, [x, np.array(9), np.array(1)], [parts(np.fft.fft(x[..., 0], 9, 1))])
case("dft_cut_one_sided", "DFT", 17, [x, np.array(5)], [parts(np.fft.rfft(x[..., 0], 5, 1))], axis=1, onesided=1)
z = real(2, 6, 2)
case("dft_inverse", "DFT", 20, [z, None, np.array(1)], [parts(np.fft.ifft(z[..., 0] + 1j * z[..., 1], axis=1))],
     inverse=1)
x, w = real(2, 17, 1), np.hanning(6).astype(np.float32)
frames = np.stack([x[:, i:i + 6, 0] for i in (0, 4, 8)], 1)
case("stft", "STFT", 17, [x, np.array(4), w], [parts(np.fft.rfft(frames * w))])
z = real(2, 13, 2)
frames = np.stack([z[:, i:i + 5, 0] + 1j * z[:, i:i + 5, 1] for i in (0, 3, 6)], 1)
case("stft_complex", "STFT", 17, [z, np.array(3), None, np.array(5)], [parts(np.fft.fft(frames))], onesided=0)

# Draws of which nothing is left to chance.
x = real(3, 4)
case("random_normal_like", "RandomNormalLike", 1, [x], [np.full_like(x, 3)], mean=3.0, scale=0.0)
case("random_uniform_like", "RandomUniformLike", 1, [x], [np.full_like(x, 2)], low=2.0, high=2.0)
case("random_normal", "RandomNormal", 1, [], [np.full((2, 5), -1, np.float32)], mean=-1.0, scale=0.0, shape=[2, 5])
case("random_uniform", "RandomUniform", 1, [], [np.full((2, 5), 0.5, np.float32)], low=0.5, high=0.5, shape=[2, 5])
whole = (x > 0).astype(np.float32)
case("bernoulli_of_certainties", "Bernoulli", 15, [whole], [x > 0], dtype=onnx.TensorProto.BOOL)

# A loop that doubles its state or multiplies it by x, by turns, and gives each state.
def body(nodes, inputs, outputs, **tensors):
    info = lambda name: onnx.helper.make_tensor_value_info(name, onnx.TensorProto.UNDEFINED, None)
    return onnx.helper.make_graph(
        nodes, "body", [info(name) for name in inputs], [info(name) for name in outputs],
        [onnx.numpy_helper.from_array(array, key) for key, array in tensors.items()])


def loop():
    make = onnx.helper.make_node
    double = body([make("Add", ["s", "s"], ["doubled"])], [], ["doubled"])
    times = body([make("Mul", ["s", "x"], ["product"])], [], ["product"])
    fork = make("If", ["odd"], ["next"], then_branch=double, else_branch=times)
    turn = [make("Mod", ["i", "two"], ["rest"]), make("Cast", ["rest"], ["odd"], to=onnx.TensorProto.BOOL), fork]
    repeat = body(turn, ["i", "go", "s"], ["go", "next", "next"], two=np.array(2))
    x, s = real(3), real(3)
    states = [s * x, 2 * s * x, 2 * s * x * x]
    network("loop_of_branches", 16, [make("Loop", ["three", "", "s0"], ["last", "all"], body=repeat)],
            ["x", "s0"], [x, s], ["last", "all"], [states[-1], np.stack(states)], {"three": np.array(3)})


loop()

# Bits.
a, b = random.integers(-100, 100, (3, 4), np.int32), random.integers(-100, 100, (4,), np.int32)
case("bitwise_and", "BitwiseAnd", 18, [a, b], [a & b])
case("bitwise_or", "BitwiseOr", 18, [a, b], [a | b])
case("bitwise_xor", "BitwiseXor", 18, [a, b], [a ^ b])
case("bitwise_not", "BitwiseNot", 18, [a], [~a])


# Rotary embedding, of rows x positions x heads x elements.
def rotated(x, cosines, sines, positions, dimension, interleaved):
    if positions is not None:
        cosines, sines = cosines[positions], sines[positions]
    cosines, sines = cosines[:, :, None], sines[:, :, None]
    turned, rest = x[..., :dimension], x[..., dimension:]
    first = turned[..., 0::2] if interleaved else turned[..., :dimension // 2]
    second = turned[..., 1::2] if interleaved else turned[..., dimension // 2:]
    new = cosines * first - sines * second, sines * first + cosines * second
    turned = np.stack(new, -1).reshape(turned.shape) if interleaved else np.concatenate(new, -1)
    return np.concatenate((turned, rest), -1)


x = real(2, 4, 3, 8)
angles = real(9, 4)
cosines, sines = np.cos(angles), np.sin(angles)
positions = np.array([[0, 3, 8, 1], [2, 2, 5, 7]])
for interleaved in (0, 1):
    name = "rotary_embedding" + "_interleaved" * interleaved
    y = rotated(x, cosines, sines, positions, 8, interleaved)
    case(name, "RotaryEmbedding", 23, [x.transpose(0, 2, 1, 3), cosines, sines, positions],
         [y.transpose(0, 2, 1, 3)], interleaved=interleaved)
    case(name + "_3d", "RotaryEmbedding", 23, [x.reshape(2, 4, 24), cosines, sines, positions],
         [y.reshape(2, 4, 24)], interleaved=interleaved, num_heads=3)
    y = rotated(x, cosines[:, :2], sines[:, :2], positions, 4, interleaved)
    case(name + "_partly", "RotaryEmbedding", 23,
         [x.transpose(0, 2, 1, 3), cosines[:, :2], sines[:, :2], positions], [y.transpose(0, 2, 1, 3)],
         interleaved=interleaved, rotary_embedding_dim=4)
angles = real(2, 4, 4)
y = rotated(x, np.cos(angles), np.sin(angles), None, 8, 0)
case("rotary_embedding_without_positions", "RotaryEmbedding", 23,
     [x.transpose(0, 2, 1, 3), np.cos(angles), np.sin(angles)], [y.transpose(0, 2, 1, 3)])


# Attention.
def attention(q, k, v, mask=None, past=None, lengths=None, scale=None, softcap=0, causal=False, heads=None, mode=0):
    """All four outputs, query by query."""
    flat = q.ndim == 3
    if flat:
        q, k, v = (
            x.reshape(x.shape[0], x.shape[1], n, -1).transpose(0, 2, 1, 3) for x, n in zip((q, k, v), (heads[0],) + 2 * heads[1:]))
    before = 0
    if past is not None:
        before = past[0].shape[2]
        k, v = np.concatenate((past[0], k), 2), np.concatenate((past[1], v), 2)
    rows, all_heads, queries, elements = q.shape
    keys = k.shape[2]
    scale = elements ** -0.5 if scale is None else scale
    y = np.zeros((rows, all_heads, queries, v.shape[3]))
    shown = np.zeros((rows, all_heads, queries, keys))
    for row in range(rows):
        own = lengths[row] - queries if lengths is not None and past is None else before
        for head in range(all_heads):
            served = head // (all_heads // k.shape[1])
            for i in range(queries):
                stages = [k[row, served].astype(float) @ q[row, head, i] * scale]
                stages.append(softcap * np.tanh(stages[0] / softcap) if softcap else stages[0])
                added = np.full(keys, -np.inf)
                if mask is None:
                    added[:] = 0
                else:
                    m = np.broadcast_to(mask, (rows, all_heads, queries, mask.shape[-1]))[row, head, i]
                    added[:len(m)] = np.where(m, 0, -np.inf) if m.dtype == bool else m
                if causal:
                    added[max(0, i + own + 1):] = -np.inf
                if lengths is not None:
                    added[lengths[row]:] = -np.inf
                stages.append(stages[1] + added)
                e = np.exp(stages[2] - stages[2].max())
                stages.append(e / e.sum())
                shown[row, head, i] = stages[mode]
                y[row, head, i] = stages[3] @ v[row, served]
    if flat:
        y = y.transpose(0, 2, 1, 3).reshape(rows, queries, -1)
    return [each.astype(np.float32) for each in (y, k, v, shown)]


def attended(name, inputs, outputs=1, opset=23, **o):
    q, k, v = inputs
    mask, past, lengths = o.get("mask"), o.get("past"), o.get("lengths")
    attributes = {}
    for key, attribute in (("scale", "scale"), ("softcap", "softcap"), ("mode", "qk_matmul_output_mode")):
        if key in o:
            attributes[attribute] = o[key]
    if o.get("causal"):
        attributes["is_causal"] = 1
    if q.ndim == 3:
        attributes["q_num_heads"], attributes["kv_num_heads"] = o["heads"]
    if o.pop("precise", False):
        attributes["softmax_precision"] = onnx.TensorProto.FLOAT
    made = attention(q, k, v, **o)
    given = [q, k, v, mask, *(past or (None, None)), lengths]
    while given[-1] is None:
        given.pop()
    case("attention_" + name, "Attention", opset, given, made[:outputs], **attributes)


def heads4(heads, keys=6, served=None, elements=4, values=4):
    return real(2, heads, 4, elements), real(2, served or heads, keys, elements), real(2, served or heads, keys, values)


def heads3(heads, keys=6, served=None, elements=4, values=4):
    flat = lambda x: x.transpose(0, 2, 1, 3).reshape(2, x.shape[2], -1)
    return [flat(x) for x in heads4(heads, keys, served, elements, values)]


def old(heads, count=5, values=4):
    return real(2, heads, count, 4), real(2, heads, count, values)


for form, inputs, o in (("4d", heads4, lambda *h: {}), ("3d", heads3, lambda *h: {"heads": h})):
    attended(form, inputs(3), **o(3, 3))
    attended(f"{form}_of_other_values", inputs(3, values=10), **o(3, 3))
    attended(f"{form}_scaled", inputs(3), scale=0.01, **o(3, 3))
    attended(f"{form}_causal", inputs(3), causal=True, **o(3, 3))
    attended(f"{form}_softcap", inputs(3), softcap=2.0, **o(3, 3))
    attended(f"{form}_precise", inputs(3), precise=True, **o(3, 3))
    attended(f"{form}_mask", inputs(3), mask=real(4, 6), **o(3, 3))
    attended(f"{form}_mask_3d", inputs(3), mask=real(3, 4, 6), **o(3, 3))
    attended(f"{form}_mask_4d", inputs(3), mask=real(2, 1, 4, 6), **o(3, 3))
    seen = random.random((4, 6)) > 0.4
    seen[:, 0] = True
    attended(f"{form}_mask_of_booleans", inputs(3), mask=seen, **o(3, 3))
    attended(f"{form}_mask_causal", inputs(3), mask=real(4, 6), causal=True, **o(3, 3))
    attended(f"{form}_short_mask", inputs(3), mask=real(4, 4), opset=24, **o(3, 3))
    attended(f"{form}_groups", inputs(9, served=3), **o(9, 3))
    attended(f"{form}_groups_causal_softcap", inputs(9, served=3), causal=True, softcap=3.0, **o(9, 3))
    attended(f"{form}_one_served_head", inputs(4, served=1), **o(4, 1))
    attended(f"{form}_past", inputs(3), 3, past=old(3), **o(3, 3))
    attended(f"{form}_past_causal", inputs(3), 3, past=old(3), causal=True, **o(3, 3))
    attended(f"{form}_past_mask", inputs(3), 3, past=old(3), mask=real(4, 11), **o(3, 3))
    attended(f"{form}_past_groups", inputs(9, served=3), 3, past=old(3), mask=real(4, 11), **o(9, 3))
    attended(f"{form}_lengths", inputs(3), lengths=np.array([3, 6]), opset=24, **o(3, 3))
    attended(f"{form}_lengths_causal", inputs(3), lengths=np.array([4, 6]), causal=True, opset=24, **o(3, 3))
    for mode in range(4):
        attended(f"{form}_past_mode_{mode}", inputs(3), 4, past=old(3), mask=real(4, 11), softcap=2.0, mode=mode,
                 **o(3, 3))
attended("4d_all_without_past", heads4(3), 4, mode=3)
OUT.close()
