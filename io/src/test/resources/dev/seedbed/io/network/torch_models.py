"""Exports small networks with PyTorch, as SavedNetworkTest reads them: NAME.onnx, and NAME.txt, whose lines are numbers:
first the inputs of three rows, then what PyTorch itself answers.

    apt-get install python3-torch
    /usr/bin/python3 io/src/test/resources/dev/seedbed/io/network/torch_models.py

Made with PyTorch 1.13.0a0 of Debian 12.
"""

import os

import torch
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))


class ByHand(nn.Module):
    """Flattens as people write it, and drops."""

    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(12, 9)
        self.fc2 = nn.Linear(9, 4)

    def forward(self, x):
        x = x.view(x.size(0), -1)
        x = nn.functional.dropout(torch.tanh(self.fc1(x)), training=self.training)
        return torch.log_softmax(self.fc2(x), dim=1)


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(6, 6)
        self.fc2 = nn.Linear(6, 3)

    def forward(self, x):
        return self.fc2(x + torch.relu(self.fc1(x)))


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.query = nn.Linear(6, 6)
        self.key = nn.Linear(6, 6)

    def forward(self, x):
        return torch.softmax(self.query(x) @ self.key(x).t(), dim=1)


class OneActivation(nn.Module):
    def __init__(self, activation):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(6, 8), activation, nn.Linear(8, 7), activation, nn.Linear(7, 2))

    def forward(self, x):
        return self.body(x)


ACTIVATIONS = {
    "relu": nn.ReLU(),
    "leaky-relu": nn.LeakyReLU(0.2),
    "prelu": nn.PReLU(),
    "elu": nn.ELU(1.5),
    "celu": nn.CELU(),
    "selu": nn.SELU(),
    "tanh": nn.Tanh(),
    "sigmoid": nn.Sigmoid(),
    "softsign": nn.Softsign(),
    "softplus": nn.Softplus(),
    "gelu": nn.GELU(),
    "silu": nn.SiLU(),
    "log-sigmoid": nn.LogSigmoid(),
    "relu6": nn.ReLU6(),
}

MODELS = {
    **{name: (OneActivation(activation), (6,)) for name, activation in ACTIVATIONS.items()},
    "mnist": (
        nn.Sequential(
            nn.Flatten(), nn.Linear(16, 12), nn.ReLU(), nn.Dropout(), nn.Linear(12, 10), nn.Softmax(dim=1)
        ),
        (1, 4, 4),
    ),
    "by-hand": (ByHand(), (3, 4)),
    "no-bias": (nn.Sequential(nn.Linear(6, 8, bias=False), nn.Tanh(), nn.Linear(8, 3, bias=False)), (6,)),
    "normalised": (
        nn.Sequential(
            nn.Linear(6, 8, bias=False), nn.BatchNorm1d(8, eps=1e-3), nn.ReLU(), nn.Linear(8, 1), nn.Sigmoid()
        ),
        (6,),
    ),
    "normalised-late": (nn.Sequential(nn.Linear(6, 8), nn.ReLU(), nn.BatchNorm1d(8), nn.Linear(8, 3)), (6,)),
    "linear": (nn.Linear(5, 40), (5,)),
    "double": (nn.Sequential(nn.Linear(6, 8), nn.ReLU(), nn.Linear(8, 3)).double(), (6,)),
    "same-start": (nn.Sequential(*[nn.Linear(6, 6), nn.Tanh()] * 2, nn.Linear(6, 6)), (6,)),
    "convolution": (nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8, 3)), (1, 4, 4)),
    "residual": (Residual(), (6,)),
    "attention": (Attention(), (6,)),
    "two-activations": (nn.Sequential(nn.Linear(6, 8), nn.ReLU(), nn.Tanh(), nn.Linear(8, 3)), (6,)),
}


def export(name, model, shape):
    for parameter in model.parameters():
        if name == "same-start":
            nn.init.constant_(parameter, 0.1)
        elif parameter.numel() > 1:
            nn.init.normal_(parameter, std=0.5)
    model.eval()
    dtype = next(model.parameters()).dtype
    rows = torch.randn(3, *shape, dtype=dtype)
    torch.onnx.export(
        model,
        rows,
        os.path.join(HERE, name + ".onnx"),
        input_names=["x"],
        output_names=["y"],
        dynamic_axes={"x": {0: "rows"}, "y": {0: "rows"}},
        opset_version=13,
    )
    with torch.no_grad():
        answers = model(rows)
    with open(os.path.join(HERE, name + ".txt"), "w") as file:
        for row in [*rows, *answers]:
            print(*(repr(float(value)) for value in row.flatten()), file=file)


torch.manual_seed(20)
for each, (network, size) in MODELS.items():
    export(each, network, size)
