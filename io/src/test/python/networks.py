"""Exports small networks of many kinds, untrained, and what PyTorch says of them in float64.

    python3 networks.py OUT [NAME ...]

For each network, OUT gets
  NAME.onnx       exported in training mode, as `seedbed check` wants it
  NAME.eval.onnx  exported as most people do
  NAME.npz        its inputs, and `target`
  NAME.json       the loss, and the standard deviation of the gradient of each parameter, in float64

The loss is the mean cross-entropy over the last axis for targets that are class numbers, else the
mean squared error, of the first output. Made with PyTorch 1.13.1 (Debian 12's python3-torch).
"""

import copy
import json
import sys
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnx.helper
import onnx.numpy_helper
import torch
import torch.nn as nn
import torch.nn.functional as F

warnings.filterwarnings("ignore")


class LeNet(nn.Sequential):
    def __init__(self):
        super().__init__(
            nn.Conv2d(1, 4, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2),
            nn.Conv2d(4, 8, 5), nn.Tanh(), nn.AvgPool2d(2), nn.Flatten(),
            nn.Linear(200, 24), nn.Tanh(), nn.Linear(24, 16), nn.Tanh(), nn.Linear(16, 10))


class Residual(nn.Module):
    def __init__(self, width, out, stride):
        super().__init__()
        self.one = nn.Conv2d(width, out, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out)
        self.two = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out)
        self.short = nn.Conv2d(width, out, 1, stride, bias=False) if stride > 1 else nn.Identity()

    def forward(self, x):
        y = self.bn2(self.two(F.relu(self.bn1(self.one(x)))))
        return F.relu(y + self.short(x))


class ResNetCifar(nn.Sequential):
    def __init__(self):
        super().__init__(
            nn.Conv2d(3, 8, 3, 1, 1, bias=False), nn.BatchNorm2d(8), nn.ReLU(),
            Residual(8, 8, 1), Residual(8, 16, 2), Residual(16, 16, 1),
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 10))


class InvertedResidual(nn.Module):
    def __init__(self, width, out, stride, expand, se=False):
        super().__init__()
        inner = width * expand
        self.expand = nn.Sequential(nn.Conv2d(width, inner, 1, bias=False), nn.BatchNorm2d(inner), nn.ReLU6())
        self.depth = nn.Sequential(
            nn.Conv2d(inner, inner, 3, stride, 1, groups=inner, bias=False), nn.BatchNorm2d(inner),
            nn.SiLU() if se else nn.ReLU6())
        self.se = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Conv2d(inner, 4, 1), nn.SiLU(), nn.Conv2d(4, inner, 1), nn.Sigmoid()) if se else None
        self.project = nn.Sequential(nn.Conv2d(inner, out, 1, bias=False), nn.BatchNorm2d(out))
        self.same = width == out and stride == 1

    def forward(self, x):
        y = self.depth(self.expand(x))
        if self.se is not None:
            y = y * self.se(y)
        y = self.project(y)
        return x + y if self.same else y


class MobileNet(nn.Sequential):
    def __init__(self, se=False):
        super().__init__(
            nn.Conv2d(3, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), nn.Hardswish(),
            InvertedResidual(8, 8, 1, 2, se), InvertedResidual(8, 12, 2, 3, se),
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.0), nn.Linear(12, 5))


class DenseBlock(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3, padding=1)
        self.layers = nn.ModuleList(
            nn.Sequential(nn.BatchNorm2d(8 + 4 * i), nn.ReLU(), nn.Conv2d(8 + 4 * i, 4, 3, padding=1))
            for i in range(3))
        self.pool = nn.MaxPool2d(3, 2, 1, ceil_mode=True)
        self.head = nn.Linear(20, 4)

    def forward(self, x):
        x = self.pool(self.stem(x))
        for layer in self.layers:
            x = torch.cat([x, layer(x)], 1)
        return self.head(x.mean((2, 3)))


class ConvNeXt(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 4, 4)
        self.depth = nn.Conv2d(8, 8, 7, padding=3, groups=8)
        self.norm = nn.LayerNorm(8, eps=1e-6)
        self.up = nn.Linear(8, 32)
        self.down = nn.Linear(32, 8)
        self.scale = nn.Parameter(torch.full((8, 1, 1), 0.1))
        self.head = nn.Linear(8, 3)

    def forward(self, x):
        x = self.stem(x)
        y = self.norm(self.depth(x).permute(0, 2, 3, 1))
        y = self.down(F.gelu(self.up(y))).permute(0, 3, 1, 2)
        x = x + self.scale * y
        return self.head(x.mean((2, 3)))


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.ReLU())
        self.bottom = nn.Sequential(nn.Conv2d(4, 8, 3, padding=1), nn.GroupNorm(2, 8), nn.ReLU())
        self.up = nn.ConvTranspose2d(8, 4, 2, 2)
        self.out = nn.Conv2d(8, 2, 3, padding=1)

    def forward(self, x):
        a = self.down(x)
        b = self.bottom(F.max_pool2d(a, 2))
        c = self.up(b) + F.interpolate(b[:, :4], scale_factor=2, mode="bilinear", align_corners=False)
        return self.out(torch.cat([a, c], 1))


class Generator(nn.Sequential):
    def __init__(self):
        super().__init__(
            nn.ConvTranspose2d(6, 16, 4, 1, 0, bias=False), nn.BatchNorm2d(16), nn.ReLU(),
            nn.ConvTranspose2d(16, 8, 4, 2, 1, bias=False), nn.BatchNorm2d(8), nn.ReLU(),
            nn.ConvTranspose2d(8, 1, 4, 2, 1, bias=False), nn.Tanh())


class Discriminator(nn.Sequential):
    def __init__(self):
        super().__init__(
            nn.Conv2d(1, 8, 4, 2, 1, bias=False), nn.LeakyReLU(0.2),
            nn.Conv2d(8, 16, 4, 2, 1, bias=False), nn.InstanceNorm2d(16, affine=True), nn.LeakyReLU(0.2),
            nn.Conv2d(16, 1, 4, 1, 0, bias=False), nn.Flatten())


class Attention(nn.Module):
    def __init__(self, width, heads, causal):
        super().__init__()
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.heads, self.causal = heads, causal

    def forward(self, x):
        n, t, d = x.shape
        q, k, v = self.qkv(x).split(d, 2)
        q, k, v = (z.view(n, t, self.heads, d // self.heads).transpose(1, 2) for z in (q, k, v))
        a = q @ k.transpose(2, 3) / (d // self.heads) ** 0.5
        if self.causal:
            a = a.masked_fill(torch.triu(torch.ones(t, t, dtype=torch.bool), 1), float("-inf"))
        return self.out((a.softmax(-1) @ v).transpose(1, 2).reshape(n, t, d))


class Block(nn.Module):
    def __init__(self, width=16, heads=4, causal=False, act="none"):
        super().__init__()
        self.ln1, self.ln2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attn = Attention(width, heads, causal)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.act = nn.GELU(act)

    def forward(self, x):
        x = x + self.attn(self.ln1(x))
        return x + self.down(self.act(self.up(self.ln2(x))))


class ViT(nn.Module):
    def __init__(self):
        super().__init__()
        self.patch = nn.Conv2d(3, 16, 4, 4)
        self.cls = nn.Parameter(torch.randn(1, 1, 16) * 0.02)
        self.pos = nn.Parameter(torch.randn(1, 17, 16) * 0.02)
        self.blocks = nn.Sequential(Block(), Block())
        self.head = nn.Linear(16, 5)

    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls.expand(x.shape[0], -1, -1), x], 1) + self.pos
        return self.head(self.blocks(x)[:, 0])


class Swin(nn.Module):
    """One block of shifted windows."""

    def __init__(self):
        super().__init__()
        self.patch = nn.Conv2d(3, 16, 2, 2)
        self.block = Block()
        self.merge = nn.Linear(64, 16)
        self.head = nn.Linear(16, 5)

    def forward(self, x):
        x = self.patch(x).permute(0, 2, 3, 1)
        n, h, w, c = x.shape
        x = torch.roll(x, (-2, -2), (1, 2))
        x = x.view(n, h // 4, 4, w // 4, 4, c).permute(0, 1, 3, 2, 4, 5).reshape(-1, 16, c)
        x = self.block(x)
        x = x.view(n, h // 4, w // 4, 4, 4, c).permute(0, 1, 3, 2, 4, 5).reshape(n, h, w, c)
        x = torch.roll(x, (2, 2), (1, 2))
        x = torch.cat([x[:, 0::2, 0::2], x[:, 1::2, 0::2], x[:, 0::2, 1::2], x[:, 1::2, 1::2]], -1)
        return self.head(self.merge(x).mean((1, 2)))


class GPT(nn.Module):
    def __init__(self):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(11, 16), nn.Embedding(8, 16)
        self.blocks = nn.Sequential(Block(causal=True, act="tanh"), Block(causal=True, act="tanh"))
        self.ln = nn.LayerNorm(16)

    def forward(self, tokens):
        x = self.wte(tokens) + self.wpe(torch.arange(tokens.shape[1]))
        return self.ln(self.blocks(x)) @ self.wte.weight.T


class BERT(nn.Module):
    def __init__(self):
        super().__init__()
        self.word, self.kind = nn.Embedding(11, 16), nn.Embedding(2, 16)
        self.ln = nn.LayerNorm(16)
        self.blocks = nn.TransformerEncoder(
            nn.TransformerEncoderLayer(16, 4, 32, 0.0, "gelu", batch_first=True), 2, enable_nested_tensor=False)
        self.pool = nn.Linear(16, 16)
        self.head = nn.Linear(16, 3)

    def forward(self, tokens, kinds):
        x = self.blocks(self.ln(self.word(tokens) + self.kind(kinds)))
        return self.head(torch.tanh(self.pool(x[:, 0])))


class T5(nn.Module):
    def __init__(self):
        super().__init__()
        self.shared = nn.Embedding(11, 16)
        self.bias = nn.Embedding(8, 2)
        self.q, self.k, self.v, self.o = (nn.Linear(16, 16, bias=False) for _ in range(4))
        self.scale = nn.Parameter(torch.ones(16))
        self.wi, self.wo = nn.Linear(16, 32, bias=False), nn.Linear(32, 16, bias=False)

    def norm(self, x):
        return self.scale * x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6)

    def forward(self, tokens):
        x = self.shared(tokens)
        n, t, d = x.shape
        place = torch.arange(t)
        bias = self.bias((place[None] - place[:, None]).abs().clamp(max=7)).permute(2, 0, 1)
        h = self.norm(x)
        q, k, v = (f(h).view(n, t, 2, 8).transpose(1, 2) for f in (self.q, self.k, self.v))
        a = torch.einsum("bhqd,bhkd->bhqk", q, k) + bias
        x = x + self.o((a.softmax(-1) @ v).transpose(1, 2).reshape(n, t, d))
        x = x + self.wo(F.relu(self.wi(self.norm(x))))
        return self.norm(x) @ self.shared.weight.T * 16 ** -0.5


class Tagger(nn.Module):
    def __init__(self, kind, **options):
        super().__init__()
        self.table = nn.Embedding(9, 6)
        self.rnn = kind(6, 5, batch_first=True, bidirectional=True, **options)
        self.head = nn.Linear(10, 4)

    def forward(self, tokens):
        return self.head(self.rnn(self.table(tokens))[0])


class Siamese(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(7, 12), nn.ReLU(), nn.Linear(12, 6))

    def forward(self, a, b):
        return (self.body(a) - self.body(b)).abs().sum(1, keepdim=True)


class TwoHeads(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(7, 12), nn.SiLU())
        self.kind, self.value = nn.Linear(12, 4), nn.Linear(12, 1)

    def forward(self, x):
        h = self.body(x)
        return self.kind(h), self.value(h)


class Siren(nn.Module):
    def __init__(self):
        super().__init__()
        self.one, self.two, self.out = nn.Linear(2, 16), nn.Linear(16, 16), nn.Linear(16, 1)

    def forward(self, x):
        return self.out(torch.sin(30 * self.two(torch.sin(30 * self.one(x)))))


class Bag(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(20, 8)
        self.head = nn.Linear(8, 4)

    def forward(self, words):
        return self.head(self.table(words).mean(1))


class MLP(nn.Sequential):
    def __init__(self):
        super().__init__(
            nn.Linear(6, 16), nn.LayerNorm(16), nn.GELU(), nn.Dropout(0.0),
            nn.Linear(16, 16), nn.PReLU(), nn.Linear(16, 8), nn.ELU(), nn.Linear(8, 3))


class Scripted(nn.Module):
    """A cell in a loop over positions, with a branch for each: exported as ONNX's `Loop` and `If`."""

    def __init__(self):
        super().__init__()
        self.cell, self.jump, self.head = nn.Linear(5, 6), nn.Linear(6, 6), nn.Linear(6, 3)

    def forward(self, x):
        h = torch.zeros(x.size(0), 6, dtype=x.dtype)
        for i in range(x.size(1)):
            if i % 2 == 0:
                h = torch.tanh(self.cell(x[:, i]) + h)
            else:
                h = h + torch.sigmoid(self.jump(h)) * self.cell(x[:, i])
        return self.head(h)


class Forked(nn.Module):
    """Which of two layers runs an input decides, as the sampling rate in networks for speech."""

    def __init__(self):
        super().__init__()
        self.wide = nn.Linear(6, 8)
        self.narrow = nn.Linear(6, 8)
        self.out = nn.Linear(8, 3)

    def forward(self, x, rate):
        if bool(rate == 16000):
            h = torch.tanh(self.wide(x))
        else:
            h = torch.relu(self.narrow(x))
        return self.out(h)


class Scanned(nn.Module):
    """A recurrent layer of both directions by ONNX's `Scan`, whose weights stand in its body."""

    def __init__(self):
        super().__init__()
        self.w, self.r = nn.Parameter(torch.randn(5, 4) / 2), nn.Parameter(torch.randn(4, 4) / 2)
        self.v = nn.Parameter(torch.randn(4, 2) / 2)

    def forward(self, x):
        h, y = torch.zeros(x.shape[0], 4, dtype=x.dtype), []
        for i in range(x.shape[1]):
            h = torch.tanh((x[:, i] - 0.5 * x[:, -1 - i]) @ self.w + h @ self.r)
            y.append(h @ self.v)
        return torch.stack(y[::-1], -1)

    def onnx(self, values):
        make, initializer = onnx.helper, onnx.numpy_helper.from_array
        real = lambda name, *shape: make.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape)
        body = make.make_graph(
            [make.make_node("Mul", ["back", "half"], ["less"]), make.make_node("Sub", ["x", "less"], ["both"]),
             make.make_node("MatMul", ["both", "w"], ["in"]), make.make_node("MatMul", ["h", "r"], ["again"]),
             make.make_node("Add", ["in", "again"], ["z"]), make.make_node("Tanh", ["z"], ["next"]),
             make.make_node("MatMul", ["next", "v"], ["y"])],
            "cell", [real("h", None, 4), real("x", None, 5), real("back", None, 5)],
            [real("next", None, 4), real("y", None, 2)],
            [initializer(p.detach().numpy(), name) for name, p in self.named_parameters()]
            + [initializer(np.float32(0.5), "half")])
        scan = make.make_node(
            "Scan", ["start", "inputs", "inputs"], ["last", "outputs"], body=body, num_scan_inputs=2,
            scan_input_axes=[1, -2], scan_input_directions=[0, 1], scan_output_axes=[-1], scan_output_directions=[1])
        x = next(iter(values.values()))
        graph = make.make_graph(
            [scan], "scanned", [real("inputs", *x.shape)], [real("outputs", None, None, None)],
            [initializer(np.zeros((x.shape[0], 4), np.float32), "start")])
        return make.make_model(graph, opset_imports=[make.make_opsetid("", 16)])


def real(*shape):
    return lambda: torch.randn(*shape)


def whole(below, *shape):
    return lambda: torch.randint(0, below, shape)


# name: (network, inputs, target)
NETWORKS = {
    "lenet": (LeNet, {"x": real(8, 1, 28, 28)}, whole(10, 8)),
    "resnet": (ResNetCifar, {"x": real(8, 3, 16, 16)}, whole(10, 8)),
    "mobilenet": (MobileNet, {"x": real(8, 3, 16, 16)}, whole(5, 8)),
    "efficientnet": (lambda: MobileNet(True), {"x": real(8, 3, 16, 16)}, whole(5, 8)),
    "densenet": (DenseBlock, {"x": real(8, 3, 11, 11)}, whole(4, 8)),
    "convnext": (ConvNeXt, {"x": real(8, 3, 16, 16)}, whole(3, 8)),
    "unet": (UNet, {"x": real(4, 1, 16, 16)}, real(4, 2, 16, 16)),
    "generator": (Generator, {"x": real(8, 6, 1, 1)}, real(8, 1, 16, 16)),
    "discriminator": (Discriminator, {"x": real(8, 1, 16, 16)}, real(8, 1)),
    "vit": (ViT, {"x": real(4, 3, 16, 16)}, whole(5, 4)),
    "swin": (Swin, {"x": real(4, 3, 16, 16)}, whole(5, 4)),
    "gpt": (GPT, {"tokens": whole(11, 4, 8)}, whole(11, 4, 8)),
    "bert": (BERT, {"tokens": whole(11, 4, 8), "kinds": whole(2, 4, 8)}, whole(3, 4)),
    "t5": (T5, {"tokens": whole(11, 4, 8)}, whole(11, 4, 8)),
    "lstm": (lambda: Tagger(nn.LSTM, num_layers=2), {"tokens": whole(9, 4, 7)}, whole(4, 4, 7)),
    "gru": (lambda: Tagger(nn.GRU), {"tokens": whole(9, 4, 7)}, whole(4, 4, 7)),
    "rnn": (lambda: Tagger(nn.RNN), {"tokens": whole(9, 4, 7)}, whole(4, 4, 7)),
    "siamese": (Siamese, {"a": real(8, 7), "b": real(8, 7)}, real(8, 1)),
    "two-heads": (TwoHeads, {"x": real(8, 7)}, whole(4, 8)),
    "siren": (Siren, {"x": real(16, 2)}, real(16, 1)),
    "bag": (Bag, {"words": whole(20, 8, 5)}, whole(4, 8)),
    "mlp": (MLP, {"x": real(16, 6)}, whole(3, 16)),
    "scripted": (Scripted, {"x": real(4, 5, 5)}, whole(3, 4)),
    "forked": (Forked, {"x": real(16, 6), "rate": lambda: torch.tensor(16000)}, whole(3, 16)),
    "scanned": (Scanned, {"inputs": real(3, 4, 5)}, real(3, 2, 4)),
}


def loss(output, target):
    if target.is_floating_point():
        return F.mse_loss(output, target)
    return F.cross_entropy(output.reshape(-1, output.shape[-1]), target.reshape(-1))


def traced(network):
    return torch.jit.script(network) if isinstance(network, (Scripted, Forked)) else network


def export(out, name):
    make, inputs, target = NETWORKS[name]
    torch.manual_seed(1)
    network = make()
    values = {key: draw() for key, draw in inputs.items()}
    wanted = target()
    if hasattr(network, "onnx"):
        onnx.save(network.onnx(values), str(out / f"{name}.onnx"))
    for mode, suffix in () if hasattr(network, "onnx") else ((torch.onnx.TrainingMode.TRAINING, ""), (torch.onnx.TrainingMode.EVAL, ".eval")):
        torch.onnx.export(
            traced(copy.deepcopy(network)), tuple(values.values()), str(out / f"{name}{suffix}.onnx"), training=mode,
            do_constant_folding=bool(suffix), opset_version=16, input_names=list(values))
    np.savez(out / f"{name}.npz", target=wanted.numpy(), **{key: value.numpy() for key, value in values.items()})
    exact = network.double().train()
    torch.set_default_dtype(torch.float64)
    outputs = exact(*(v.double() if v.is_floating_point() else v for v in values.values()))
    torch.set_default_dtype(torch.float32)
    output = outputs[0] if isinstance(outputs, tuple) else outputs
    value = loss(output, wanted.double() if wanted.is_floating_point() else wanted)
    value.backward()
    gradients = {
        key: float(p.grad.std(unbiased=False)) for key, p in exact.named_parameters() if p.grad is not None}
    (out / f"{name}.json").write_text(
        json.dumps({"loss": float(value), "gradients": gradients}, indent=1) + "\n")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for each in sys.argv[2:] or NETWORKS:
        export(folder, each)
        print(each, flush=True)
