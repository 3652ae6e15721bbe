"""Writes small files of weights with known numbers: models of Keras, HDF5, GGUF.

    KERAS_BACKEND=numpy python3 weight_files.py OUT

OUT gets
  layers.keras, layers.weights.h5, layers.h5  one model with layers of many kinds, by Keras itself
  layers.json    its variables in Keras's order: name, shape. Number k of variable i is
                 i + k / 1024, which is exact in float32; the optimiser's come last
  types.weights.h5  dense layers in float16, bfloat16, float32 and float64
  legacy.h5      a model as TensorFlow's Keras 2 saved it (h5py; Keras 2 is not at hand)
  storages.h5    every way of HDF5 to store a dataset, by h5py: number k of a dataset is k / 8
  latest.h5      likewise, in the latest version of the format
  links.h5       links within a file, to other files, and in a circle
  virtual.h5, outside.h5  datasets whose numbers are in other files
  small.gguf     tensors of plain and quantised types: number k of a tensor is k / 8

Made with Keras 3.15.1 (NumPy backend), h5py 3.16, gguf 0.19 and NumPy 2.4.
"""

import json
import os
import sys
from pathlib import Path

os.environ["KERAS_BACKEND"] = "numpy"

import gguf
import h5py
import keras
import numpy as np
from keras import layers as L


def model():
    """One layer of each kind that names its variables in its own way."""
    image = keras.Input((8, 8, 3))
    x = L.Normalization(name="scaled")(image)
    x = L.Conv2D(4, 3, strides=2, name="stem")(x)
    x = L.BatchNormalization()(x)
    x = L.BatchNormalization(scale=False, name="shifted")(x)
    x = L.DepthwiseConv2D(2)(x)
    x = L.SeparableConv2D(6, 2, use_bias=False, padding="same")(x)
    x = L.Conv2DTranspose(5, 2, name="up")(x)
    x = L.Conv2D(4, 1, groups=1)(x)
    x = L.GroupNormalization(2)(x)
    x = L.Flatten()(x)
    x = L.Dropout(0.1)(x)
    x = L.Dense(5, use_bias=False)(x)
    x = L.LayerNormalization(center=False)(x)
    words = keras.Input((4,))
    e = L.Embedding(7, 6)(words)
    m = L.MultiHeadAttention(2, 4)(e, e)
    m = L.RMSNormalization()(m)
    m = L.TimeDistributed(L.Dense(6, name="each"))(m)
    m = L.EinsumDense("abc,cd->abd", output_shape=(None, 6), bias_axes="d")(m)
    r = L.Bidirectional(L.LSTM(3))(m)
    g = L.GRU(2)(e)
    s = L.RNN([L.SimpleRNNCell(2), L.LSTMCell(3)])(e)
    y = L.Concatenate()([x, r, g, s])
    head = keras.Sequential([L.Dense(3, activation="relu"), L.PReLU()], name="head")
    whole = keras.Model([image, words], head(y))
    whole.compile(keras.optimizers.SGD(momentum=0.9), "mse")
    whole.optimizer.build(whole.trainable_variables)
    return whole


def write_layers(out):
    keras.utils.set_random_seed(0)
    whole = model()
    rows = []
    variables = [*whole.variables, *whole.optimizer.variables]
    for i, variable in enumerate(variables):
        shape = tuple(variable.shape)
        if "float" in variable.dtype:
            count = int(np.prod(shape))
            assert count < 1024
            variable.assign((i + np.arange(count) / 1024).reshape(shape).astype(variable.dtype))
        optimizer = i >= len(whole.variables)
        rows.append({"path": variable.path, "name": variable.name, "shape": shape,
                     "dtype": variable.dtype, "optimizer": optimizer})
    whole.save(out / "layers.keras")
    whole.save_weights(out / "layers.weights.h5")
    whole.save(out / "layers.h5")
    (out / "layers.json").write_text(json.dumps(rows, indent=1) + "\n")


def write_types(out):
    dense = [L.Dense(3, dtype=d, name=d)
             for d in ("float16", "bfloat16", "float32", "float64")]
    whole = keras.Sequential([keras.Input((4,)), *dense])
    for variable in whole.variables:
        count = int(np.prod(variable.shape))
        variable.assign((np.arange(count) / 8).reshape(variable.shape).astype(variable.dtype))
    whole.save_weights(out / "types.weights.h5")


def counting(*shape, dtype="<f4"):
    return (np.arange(int(np.prod(shape))) / 8).reshape(shape).astype(dtype)


def write_legacy(out):
    """The layout of `tensorflow/python/keras/saving/hdf5_format.py` (Keras 2)."""
    config = {"class_name": "Sequential", "config": {"name": "sequential", "layers": [
        {"class_name": "DepthwiseConv2D", "config": {"name": "conv_dw_1", "strides": [2, 2]}},
        {"class_name": "BatchNormalization", "config": {"name": "bn"}},
        {"class_name": "LSTM", "config": {"name": "memory"}},
        {"class_name": "Dense", "config": {"name": "answers"}}]}}
    weights = {
        "conv_dw_1": {"conv_dw_1/depthwise_kernel:0": (3, 3, 4, 2)},
        "bn": {"bn/gamma:0": (1,), "bn/beta:0": (1,), "bn/moving_mean:0": (1,),
               "bn/moving_variance:0": (1,)},
        "memory": {"memory/lstm_cell/kernel:0": (5, 12), "memory/lstm_cell/recurrent_kernel:0": (3, 12),
                   "memory/lstm_cell/bias:0": (12,)},
        "answers": {"answers/kernel:0": (3, 2), "answers/bias:0": (2,)}}
    with h5py.File(out / "legacy.h5", "w") as f:
        f.attrs["keras_version"] = b"2.15.0"
        f.attrs["backend"] = b"tensorflow"
        f.attrs["model_config"] = json.dumps(config).encode()
        g = f.create_group("model_weights")
        g.attrs["layer_names"] = [name.encode() for name in weights]
        g.attrs["backend"] = b"tensorflow"
        g.attrs["keras_version"] = b"2.15.0"
        for layer, named in weights.items():
            group = g.create_group(layer)
            group.attrs["weight_names"] = [name.encode() for name in named]
            for name, shape in named.items():
                group.create_dataset(name, data=counting(*shape))
        optimizer = f.create_group("optimizer_weights")
        optimizer.create_dataset("SGD/iter:0", data=np.int64(7))
        optimizer.create_dataset("SGD/answers/kernel/momentum:0", data=counting(3, 2))


def fill(f):
    f.create_dataset("contiguous", data=counting(3, 5))
    f.create_dataset("scalar", data=np.float32(0.5))
    f.create_dataset("empty", data=np.zeros((0, 3), "<f4"))
    f.create_dataset("big_endian", data=counting(4, dtype=">f4"))
    f.create_dataset("whole", data=np.arange(5, dtype="<i8"))
    f.create_dataset("bytes", data=np.arange(5, dtype="u1"))
    f.create_dataset("text", data="words")
    f.create_dataset("never", shape=(4, 4), dtype="<f4")
    f.create_dataset("plain_chunks", data=counting(7, 10), chunks=(3, 4))
    f.create_dataset("gzip", data=counting(37, 11), chunks=(8, 11), compression="gzip")
    f.create_dataset("shuffled", data=counting(20, 9), chunks=(6, 4), compression="gzip", shuffle=True)
    f.create_dataset("sums", data=counting(9), chunks=(4,), fletcher32=True, dtype="<f8")
    f.create_dataset("all", data=counting(5, 3, 4), chunks=(2, 2, 2), compression="gzip", shuffle=True,
                     fletcher32=True, dtype="<f2")
    f.create_dataset("lzf", data=counting(40, 5), chunks=(8, 5), compression="lzf")
    f.create_dataset("grows", data=counting(9, 4), chunks=(2, 4), maxshape=(None, 4))
    f.create_dataset("grows_both", data=counting(9, 4), chunks=(2, 3), maxshape=(None, None))
    f.create_dataset("one_chunk", data=counting(4, 4), chunks=(4, 4))
    compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    compact.set_layout(h5py.h5d.COMPACT)
    space = h5py.h5s.create_simple((2, 3))
    dataset = h5py.h5d.create(f.id, b"compact", h5py.h5t.IEEE_F32LE, space, compact)
    dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, counting(2, 3))


def write_storages(out):
    with h5py.File(out / "storages.h5", "w", userblock_size=512) as f:
        fill(f)
    with h5py.File(out / "latest.h5", "w", libver=("v110", "v110")) as f:
        fill(f)
        for i in range(40):
            f.create_dataset(f"many/{i}", data=counting(3))


def write_links(out):
    with h5py.File(out / "links.h5", "w") as f:
        f.create_dataset("a/numbers", data=counting(6))
        f["a/same"] = f["a/numbers"]
        f["a/circle"] = f["a"]
        f["b"] = h5py.SoftLink("/a/numbers")
        f["c"] = h5py.ExternalLink("storages.h5", "/contiguous")
        f["broken"] = h5py.SoftLink("/nowhere")
    with h5py.File(out / "virtual.h5", "w", libver="latest") as f:
        layout = h5py.VirtualLayout((3, 5), "<f4")
        layout[:] = h5py.VirtualSource("storages.h5", "contiguous", (3, 5))
        f.create_virtual_dataset("elsewhere", layout)
    with h5py.File(out / "outside.h5", "w") as f:
        f.create_dataset("outside", (3,), "<f4", external=[("outside.bin", 0, 12)])


def write_gguf(out):
    w = gguf.GGUFWriter(out / "small.gguf", "llama")
    w.add_name("small")
    w.add_block_count(1)
    w.add_tokenizer_model("gpt2")
    w.add_token_list(["a", "b", "<s>", "é"])
    w.add_token_scores([0.5, 1.5, 2.5, 3.5])
    w.add_bool("general.odd", True)
    f32, f16 = np.float32, np.float16
    w.add_tensor("token_embd.weight", counting(6, 64).astype(f32))
    w.add_tensor("blk.0.attn_norm.weight", counting(64).astype(f32))
    w.add_tensor("blk.0.attn_q.weight", counting(32, 64).astype(f16))
    w.add_tensor("blk.0.attn_q.bias", counting(32).astype(f32))
    bf16 = gguf.quants.quantize(counting(8, 16).astype(f32), gguf.GGMLQuantizationType.BF16)
    w.add_tensor("blk.0.attn_k.weight", bf16, raw_dtype=gguf.GGMLQuantizationType.BF16)
    w.add_tensor("blk.0.ffn_norm.weight", counting(5).astype(np.float64))
    for kind in ("Q8_0", "Q4_0", "Q5_1"):
        quantised = gguf.quants.quantize(counting(2, 64).astype(f32), gguf.GGMLQuantizationType[kind])
        w.add_tensor(f"blk.0.ffn_{kind.lower()}.weight", quantised,
                     raw_dtype=gguf.GGMLQuantizationType[kind])
    w.add_tensor("blk.0.ffn_up_exps.weight", counting(2, 3, 4).astype(f32))
    w.add_tensor("counts", np.arange(5, dtype=np.int32))
    w.add_tensor("rope_freqs.weight", counting(7).astype(f32))
    w.add_tensor("output_norm.weight", counting(64).astype(f32))
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    write_layers(folder)
    write_types(folder)
    write_legacy(folder)
    write_storages(folder)
    write_links(folder)
    write_gguf(folder)
