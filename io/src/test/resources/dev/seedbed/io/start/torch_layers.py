"""Exports small networks as PyTorch starts them, for TorchStartTest: layers, attention and gates, with and without folding
of constants, for use and for training.

    apt-get install python3-torch
    /usr/bin/python3 io/src/test/resources/dev/seedbed/io/start/torch_layers.py

Made with PyTorch 1.13.0a0 of Debian 12.
"""

import os

import torch
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))


class Layers(nn.Module):
    """One layer of each kind; PReLU, a normalisation that learns nothing, and a scale of the network's own."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1)
        self.group_norm = nn.GroupNorm(2, 8)
        self.depthwise = nn.Conv2d(8, 8, 3, groups=8, padding=1)
        self.instance_norm = nn.InstanceNorm2d(8, affine=True)
        self.plain_norm = nn.InstanceNorm2d(8)
        self.prelu = nn.PReLU(8)
        self.grouped = nn.Conv2d(8, 16, 3, groups=4)
        self.transposed = nn.ConvTranspose2d(16, 4, 4, stride=2)
        self.batch_norm = nn.BatchNorm2d(4)
        self.linear = nn.Linear(4, 6)
        self.layer_norm = nn.LayerNorm(6)
        self.scale = nn.Parameter(torch.rand(6))
        self.out = nn.Linear(6, 1)

    def forward(self, x):
        x = self.depthwise(self.group_norm(self.conv(x)))
        x = self.grouped(self.prelu(self.plain_norm(self.instance_norm(x))))
        x = self.batch_norm(self.transposed(x)).mean((2, 3))
        return self.out(self.scale * self.layer_norm(self.linear(x)))


class Attention(nn.Module):
    """Self-attention with a mask, positions, a class token, and the buffers that such networks have."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(50, 16)
        self.token = nn.Parameter(torch.randn(1, 1, 16))
        self.pos_embed = nn.Parameter(torch.randn(1, 6, 16))
        self.register_buffer("pe", torch.randn(1, 20, 16))
        self.register_buffer("mask", torch.triu(torch.full((6, 6), float("-inf")), 1))
        self.attention = nn.MultiheadAttention(16, 2, batch_first=True)
        self.norm = nn.LayerNorm(16)
        self.out = nn.Linear(16, 3)

    def forward(self, x):
        h = torch.cat([self.token.expand(x.size(0), -1, -1), self.embed(x)], 1)
        h = h + self.pos_embed + self.pe[:, : h.size(1)]
        h = self.attention(h, h, h, need_weights=False, attn_mask=self.mask)[0]
        return self.out(self.norm(h))


class Gates(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(8, 8, bidirectional=True)
        self.lstm = nn.LSTM(16, 8)

    def forward(self, x):
        return self.lstm(self.gru(x)[0])[0]


def export(model, inputs, name, training, fold):
    model.train(training)
    mode = torch.onnx.TrainingMode.TRAINING if training else torch.onnx.TrainingMode.EVAL
    file = os.path.join(HERE, f"{name}.onnx")
    torch.onnx.export(model, inputs, file, training=mode, do_constant_folding=fold, opset_version=14)


torch.manual_seed(1)
layers, attention, gates = Layers(), Attention(), Gates()
image, ids, series = torch.randn(2, 3, 9, 9), torch.randint(0, 50, (2, 5)), torch.randn(3, 2, 8)
export(layers, image, "layers-folded", False, True)
export(layers, image, "layers-training", True, False)
export(attention, ids, "attention-folded", False, True)
export(attention, ids, "attention-training", True, False)
export(gates, series, "gates-folded", False, True)
export(gates, series, "gates-unfolded", False, False)
