"""Makes the networks that docs/check.md shows rules by: each has one fault, and is small.

    python3 make_networks.py

The same bytes on each run. Made with NumPy 1.24 and onnx 1.12 (Debian 12's python3-onnx). `trained.onnx` is not made here:

    ./seedbed train examples/digits.csv --target digit --hidden 96 --activation relu --init gpt2-normal --optimizer sgd \\
      --seeds 1 --epochs 30 --out runs/trained
"""

import csv
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = Path(__file__).parent


class Net:
    """A graph that is written down node by node; its numbers come from one stream, which does not change with NumPy."""

    def __init__(self, name, inputs, seed=0, kind=TensorProto.FLOAT):
        self.name, self.random = name, np.random.RandomState(seed)
        self.nodes, self.tensors = [], []
        self.inputs = [helper.make_tensor_value_info("x", kind, inputs)]

    def tensor(self, name, values):
        self.tensors.append(numpy_helper.from_array(np.asarray(values, np.float32), name))
        return name

    def whole(self, name, values):
        self.tensors.append(numpy_helper.from_array(np.asarray(values, np.int64), name))
        return name

    def normal(self, name, shape, deviation):
        return self.tensor(name, self.random.randn(*shape) * deviation)

    def add(self, operator, path, *inputs, **attributes):
        self.nodes.append(helper.make_node(operator, inputs, [path + "/out"], name=path, **attributes))
        return path + "/out"

    def dense(self, path, x, fans, deviation=None, weights=None):
        """Rows times a matrix, and biases of 0. Glorot's deviation unless told otherwise."""
        if weights is None:
            weights = self.random.randn(*fans) * (deviation or (2 / sum(fans)) ** 0.5)
        self.tensor(path + ".weight", weights)
        self.tensor(path + ".bias", np.zeros(fans[1]))
        return self.add("Gemm", path, x, path + ".weight", path + ".bias")

    def matmul(self, path, x, fans, deviation):
        return self.add("MatMul", path, x, self.normal(path + ".weight", fans, deviation))

    def write(self, y, axes):
        self.nodes[-1].output[0] = "y"
        graph = helper.make_graph(
            self.nodes, self.name, self.inputs, [helper.make_tensor_value_info("y", TensorProto.FLOAT, axes)], self.tensors)
        model = helper.make_model(graph, producer_name="make_networks.py", opset_imports=[helper.make_opsetid("", 17)])
        model.ir_version = 8
        onnx.checker.check_model(model)
        onnx.save(model, str(HERE / (self.name + ".onnx")))


def not_a_number():
    """One weight of the first of four layers is not a number."""
    net = Net("not-a-number", ["rows", 20])
    weights = net.random.randn(20, 32) * (2 / 52) ** 0.5
    weights[3, 5] = np.nan
    x = net.add("Tanh", "tanh1", net.dense("layer1", "x", (20, 32), weights=weights))
    x = net.add("Tanh", "tanh2", net.dense("layer2", x, (32, 32)))
    x = net.add("Tanh", "tanh3", net.dense("layer3", x, (32, 32)))
    net.write(net.dense("layer4", x, (32, 3)), ["rows", 3])


def same_seed():
    """Layers 2 and 3 were drawn from the same seed."""
    net = Net("same-seed", ["rows", 20])
    x = net.add("Tanh", "tanh1", net.dense("layer1", "x", (20, 32)))
    for layer in (2, 3):
        weights = np.random.RandomState(7).randn(32, 32) * (2 / 64) ** 0.5
        x = net.add("Tanh", f"tanh{layer}", net.dense(f"layer{layer}", x, (32, 32), weights=weights))
    net.write(net.dense("layer4", x, (32, 3)), ["rows", 3])


def digits():
    """A sound start for pixels of 0 to 1; `digits-raw.npz` has pixels of 0 to 16."""
    net = Net("digits", ["rows", 64])
    x = net.add("Tanh", "tanh1", net.dense("layer1", "x", (64, 32)))
    net.write(net.dense("layer2", x, (32, 10)), ["rows", 10])
    with open(HERE.parent / "digits.csv", newline="") as table:
        rows = [[int(cell) for cell in row] for row in list(csv.reader(table))[1:129]]
    rows = np.array(rows)
    np.savez(HERE / "digits-raw.npz", x=rows[:, :64].astype(np.float32), target=rows[:, 64].astype(np.int64))


def residual():
    """40 residual branches of He's variance, none of them scaled: each doubles the trunk."""
    net = Net("residual", ["rows", 16])
    x = net.dense("stem", "x", (16, 16))
    for block in range(1, 41):
        branch = net.matmul(f"branch{block}", net.add("Relu", f"relu{block}", x), (16, 16), (2 / 16) ** 0.5)
        x = net.add("Add", f"join{block}", x, branch)
    net.write(net.dense("head", x, (16, 3)), ["rows", 3])


def wrong_fans():
    """Six convolutions of 12 channels by He's law, as if the fan-in were 12: the window of 9 was left out, and it is 108."""
    net = Net("wrong-fans", ["rows", 12, 16, 16])
    x = "x"
    for layer in range(1, 7):
        weight = net.normal(f"conv{layer}.weight", (12, 12, 3, 3), (2 / 12) ** 0.5)
        x = net.add("Relu", f"relu{layer}", net.add("Conv", f"conv{layer}", x, weight, pads=[1, 1, 1, 1]))
    x = net.add("Flatten", "flat", net.add("GlobalAveragePool", "pool", x), axis=1)
    net.write(net.dense("head", x, (12, 3)), ["rows", 3])


def attention(net, path, x, width, axes, queries=1.0, values=1.0):
    """One head, with the weights of queries and of values multiplied. The input has as many axes."""
    q = net.matmul(path + ".query", x, (width, width), queries * width ** -0.5)
    k = net.matmul(path + ".key", x, (width, width), width ** -0.5)
    v = net.matmul(path + ".value", x, (width, width), values * width ** -0.5)
    scores = net.add("MatMul", path + ".scores", q, net.add("Transpose", path + ".turn", k, perm=[0, 2, 1] if axes == 3 else [1, 0]))
    scaled = net.add("Div", path + ".scaled", scores, "root")
    return net.add("MatMul", path + ".mix", net.add("Softmax", path + ".softmax", scaled, axis=-1), v)


def rank_collapse():
    """8 blocks of attention on one sequence, each normalised after the sum. Values 4 times as large as is sound drown what differs
    between its tokens."""
    net = Net("rank-collapse", ["tokens", 12])
    net.tensor("root", 12 ** 0.5)
    x = net.matmul("stem", "x", (12, 12), 12 ** -0.5)
    for block in range(1, 9):
        y = net.add("Add", f"join{block}", x, attention(net, f"block{block}", x, 12, 2, queries=0.5, values=4))
        scale, shift = net.tensor(f"norm{block}.weight", np.ones(12)), net.tensor(f"norm{block}.bias", np.zeros(12))
        x = net.add("LayerNormalization", f"norm{block}", y, scale, shift, axis=-1)
    net.write(net.matmul("head", x, (12, 3), 12 ** -0.5), ["tokens", 3])


def one_hot_attention():
    """The weights of queries are 100 times as large as is sound: each query looks at one key."""
    net = Net("one-hot-attention", ["rows", "tokens", 16])
    net.tensor("root", 16 ** 0.5)
    x = net.matmul("stem", "x", (16, 16), 16 ** -0.5)
    x = net.add("Add", "join", x, attention(net, "attention", x, 16, 3, queries=100))
    net.write(net.matmul("head", x, (16, 3), 16 ** -0.5), ["rows", "tokens", 3])


def recurrent(name, operator, gates, bias, factor, inputs=1.0):
    """A recurrent layer, and an output from its last state."""
    net = Net(name, ["rows", "steps", 8])
    x = net.add("Transpose", "steps", "x", perm=[1, 0, 2])
    net.normal("input.weight", (1, gates * 16, 8), inputs * 8 ** -0.5)
    net.tensor("state.weight", factor * np.stack(
        [np.concatenate([np.linalg.qr(net.random.randn(16, 16))[0] for _ in range(gates)])]))
    net.tensor("gates.bias", [np.concatenate([np.repeat(bias, 16), np.zeros(gates * 16)])])
    net.nodes.append(helper.make_node(
        operator, [x, "input.weight", "state.weight", "gates.bias"], ["states", "last"], name="recurrent", hidden_size=16))
    last = net.add("Squeeze", "squeeze", "last", net.whole("axes", [0]))
    net.write(net.dense("head", last, (16, 3)), ["rows", 3])


def exploding_recurrence():
    """A tanh RNN whose recurrent weights are orthogonal, times 4, on small inputs."""
    recurrent("exploding-recurrence", "RNN", 1, [0.0], 4, 0.1)


def forgetful():
    """An LSTM whose forget gates have biases of −5. ONNX's order of gates is input, output, forget, cell."""
    recurrent("forgetful", "LSTM", 4, [0.0, 0.0, -5.0, 0.0], 1)


def tied_embedding():
    """A table of N(0, 1) that is the output layer, too."""
    net = Net("tied-embedding", ["rows", "tokens"], kind=TensorProto.INT64)
    table = net.normal("embedding.weight", (100, 64), 1)
    x = net.add("Gather", "embedding", table, "x", axis=0)
    x = net.add("Tanh", "tanh", net.matmul("hidden", x, (64, 64), 64 ** -0.5))
    logits = net.add("MatMul", "logits", x, net.add("Transpose", "turn", table, perm=[1, 0]))
    net.write(net.add("Softmax", "softmax", logits, axis=-1), ["rows", "tokens", 100])


def zero_scale():
    """The scales of a normalisation on the only way to the outputs are 0."""
    net = Net("zero-scale", ["rows", 20])
    x = net.dense("layer1", "x", (20, 32))
    scale, shift = net.tensor("norm.weight", np.zeros(32)), net.tensor("norm.bias", np.zeros(32))
    x = net.add("Relu", "relu", net.add("LayerNormalization", "norm", x, scale, shift, axis=-1))
    net.write(net.dense("layer2", x, (32, 3)), ["rows", 3])


if __name__ == "__main__":
    for make in (not_a_number, same_seed, digits, residual, rank_collapse, one_hot_attention,
                 exploding_recurrence, forgetful, tied_embedding, zero_scale, wrong_fans):
        make()
