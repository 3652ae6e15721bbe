"""Draws with PyTorch's and scikit-learn's own initialisers and writes the values to standard output.

The stream is what java.io.DataInputStream reads: first the two versions (UTF), then for each name
its UTF, an int with the number of values and the values as doubles, up to the end of the stream.
Nothing here computes an initial value itself.
"""

import math
import struct
import sys
import warnings

import numpy as np
import sklearn
import torch
from sklearn.neural_network import MLPClassifier
from torch import nn

FAN_IN, FAN_OUT, ENOUGH = 784, 100, 100_000
OUT = sys.stdout.buffer


def utf(text):
    encoded = text.encode()
    OUT.write(struct.pack(">H", len(encoded)) + encoded)


def emit(name, draw):
    """Draws with seeds 1, 2, ... until there are enough values, or the first draw is constant."""
    parts, count, seed = [], 0, 0
    while count < ENOUGH:
        seed += 1
        torch.manual_seed(seed)
        part = np.asarray(draw(seed), dtype=np.float64).reshape(-1)
        parts.append(part)
        count += part.size
        if part.min() == part.max():
            break
    values = np.concatenate(parts)
    utf(name)
    OUT.write(struct.pack(">i", values.size) + values.astype(">f8").tobytes())


def fill(init, *shape, **options):
    return lambda seed: init(torch.empty(*(shape or (FAN_OUT, FAN_IN))), **options).numpy()


def part(make, name):
    return lambda seed: dict(make().named_parameters())[name].detach().numpy()


def zeros_per_unit(seed):
    return (nn.init.sparse_(torch.empty(FAN_OUT, FAN_IN), 0.9) == 0).sum(dim=1).numpy()


def perceptron(activation, part):
    def draw(seed):
        model = MLPClassifier((FAN_OUT,), activation=activation, solver="sgd", random_state=seed,
                              learning_rate_init=1e-300, batch_size=2)
        rows = np.zeros((2, FAN_IN))
        model.partial_fit(rows, [0, 1], classes=[0, 1])  # one step of 1e-300 changes no bit
        return getattr(model, part)[0]
    return draw


def main():
    init = nn.init
    utf(torch.__version__)
    utf(sklearn.__version__)
    emit("torch:uniform_", fill(init.uniform_))
    emit("torch:normal_", fill(init.normal_))
    emit("torch:trunc_normal_", fill(init.trunc_normal_))
    emit("torch:trunc_normal_(std=0.02)", fill(init.trunc_normal_, std=0.02))
    emit("torch:constant_(0.1)", fill(init.constant_, val=0.1))
    emit("torch:ones_", fill(init.ones_))
    emit("torch:zeros_", fill(init.zeros_))
    emit("torch:xavier_uniform_", fill(init.xavier_uniform_))
    emit("torch:xavier_uniform_(gain=5/3)", fill(init.xavier_uniform_, gain=init.calculate_gain("tanh")))
    emit("torch:xavier_normal_", fill(init.xavier_normal_))
    emit("torch:kaiming_uniform_", fill(init.kaiming_uniform_))
    emit("torch:kaiming_uniform_(a=sqrt5)", fill(init.kaiming_uniform_, a=math.sqrt(5)))
    emit("torch:kaiming_uniform_(linear)", fill(init.kaiming_uniform_, nonlinearity="linear"))
    emit("torch:kaiming_normal_", fill(init.kaiming_normal_))
    emit("torch:kaiming_normal_(fan_out)", fill(init.kaiming_normal_, mode="fan_out"))
    emit("torch:kaiming_normal_(a=0.2)", fill(init.kaiming_normal_, a=0.2))
    emit("torch:kaiming_normal_(linear)", fill(init.kaiming_normal_, nonlinearity="linear"))
    emit("torch:kaiming_normal_(sigmoid)", fill(init.kaiming_normal_, nonlinearity="sigmoid"))
    emit("torch:kaiming_normal_(tanh)", fill(init.kaiming_normal_, nonlinearity="tanh"))
    emit("torch:kaiming_normal_(selu)", fill(init.kaiming_normal_, nonlinearity="selu"))
    emit("torch:orthogonal_", fill(init.orthogonal_))
    emit("torch:orthogonal_(gain=sqrt2)", fill(init.orthogonal_, gain=math.sqrt(2)))
    emit("torch:sparse_(0.9)", fill(init.sparse_, sparsity=0.9))
    emit("torch:sparse_(0.9) zeros per unit", zeros_per_unit)
    emit("torch:eye_", fill(init.eye_))
    emit("torch:dirac_", fill(init.dirac_, 64, 64, 3, 3))

    linear = lambda: nn.Linear(FAN_IN, FAN_OUT)
    emit("torch:Linear weight", part(linear, "weight"))
    emit("torch:Linear bias", part(linear, "bias"))
    conv = lambda: nn.Conv2d(3, 64, 3)
    emit("torch:Conv2d weight", part(conv, "weight"))
    emit("torch:Conv2d bias", part(conv, "bias"))
    emit("torch:Conv2d depthwise weight", part(lambda: nn.Conv2d(64, 64, 3, groups=64), "weight"))
    emit("torch:ConvTranspose2d weight", part(lambda: nn.ConvTranspose2d(64, 32, 4), "weight"))
    emit("torch:ConvTranspose2d bias", part(lambda: nn.ConvTranspose2d(64, 32, 4), "bias"))
    emit("torch:Embedding", part(lambda: nn.Embedding(1000, 64), "weight"))
    lstm = lambda: nn.LSTM(64, 128)
    emit("torch:LSTM weight_ih", part(lstm, "weight_ih_l0"))
    emit("torch:LSTM weight_hh", part(lstm, "weight_hh_l0"))
    emit("torch:LSTM bias_ih", part(lstm, "bias_ih_l0"))
    emit("torch:LSTM bias_hh", part(lstm, "bias_hh_l0"))
    emit("torch:GRU weight_hh", part(lambda: nn.GRU(64, 128), "weight_hh_l0"))
    attention = lambda: nn.MultiheadAttention(64, 4)
    emit("torch:MultiheadAttention in_proj_weight", part(attention, "in_proj_weight"))
    emit("torch:MultiheadAttention in_proj_bias", part(attention, "in_proj_bias"))
    emit("torch:MultiheadAttention out_proj.weight", part(attention, "out_proj.weight"))
    emit("torch:MultiheadAttention out_proj.bias", part(attention, "out_proj.bias"))
    emit("torch:BatchNorm1d weight", part(lambda: nn.BatchNorm1d(64), "weight"))
    emit("torch:BatchNorm1d bias", part(lambda: nn.BatchNorm1d(64), "bias"))
    emit("torch:PReLU weight", part(nn.PReLU, "weight"))

    for activation in "relu", "tanh", "identity", "logistic":
        emit(f"sklearn:{activation} coefs", perceptron(activation, "coefs_"))
        emit(f"sklearn:{activation} intercepts", perceptron(activation, "intercepts_"))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
