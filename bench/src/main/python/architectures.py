"""Exports torchvision's classification architectures and a GPT-2 small, untrained, in training mode.

    python3 architectures.py [--rows N] [--trace] OUT [NAME ...]
    python3 architectures.py --list

Each becomes OUT/NAME.onnx, with N rows (2) as its input; with --trace, OUT/NAME.pt, too, which
other versions of PyTorch can run. Made for torchvision 0.14.1 and PyTorch 1.13.1 (Debian 12's
python3-torchvision and python3-torch).
"""

import argparse
import warnings
from pathlib import Path

import torch
import torch.nn as nn
import torchvision
from torch.onnx.symbolic_opset9 import zeros_like
from torchvision.ops import StochasticDepth

warnings.filterwarnings("ignore")

# The side of the image, where it is not 224.
SIZES = {"inception_v3": 299}

# The fewest rows, where they are more than 2: inception_v3 normalises one number a row and channel,
# and of two numbers that makes 1 and -1, whose sign may hang on a rounding error.
ROWS = {"inception_v3": 8}

# Arguments other than the usual ones. The second classifiers of googlenet average 14 x 14 places to
# 4 x 4, which PyTorch does not export.
OPTIONS = {
    "googlenet": {"init_weights": True, "aux_logits": False},
    "inception_v3": {"init_weights": True},
}


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.ln1, self.ln2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.act = nn.GELU("tanh")
        self.heads = heads

    def forward(self, x):
        n, t, d = x.shape
        q, k, v = self.qkv(self.ln1(x)).split(d, 2)
        q, k, v = (z.view(n, t, self.heads, d // self.heads).transpose(1, 2) for z in (q, k, v))
        a = q @ k.transpose(2, 3) / (d // self.heads) ** 0.5
        a = a.masked_fill(torch.triu(torch.ones(t, t, dtype=torch.bool), 1), float("-inf"))
        x = x + self.out((a.softmax(-1) @ v).transpose(1, 2).reshape(n, t, d))
        return x + self.down(self.act(self.up(self.ln2(x))))


class GPT2Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(50257, 768), nn.Embedding(1024, 768)
        self.blocks = nn.Sequential(*(Block(768, 12) for _ in range(12)))
        self.ln = nn.LayerNorm(768)
        for module in self.modules():
            if isinstance(module, (nn.Linear, nn.Embedding)):
                nn.init.normal_(module.weight, std=0.02)

    def forward(self, tokens):
        x = self.wte(tokens) + self.wpe(torch.arange(tokens.shape[1]))
        return self.ln(self.blocks(x)) @ self.wte.weight.T


# swin_v2 writes zeros over the biases of its keys.
torch.onnx.register_custom_op_symbolic("aten::zero", lambda g, x: zeros_like(g, x), 16)


def names():
    known = torchvision.models.list_models(module=torchvision.models)
    return [name for name in known if not name.startswith("quantized")] + ["gpt2_small"]


def network(name):
    torch.manual_seed(1)
    if name == "gpt2_small":
        return GPT2Small()
    made = torchvision.models.get_model(name, weights=None, **OPTIONS.get(name, {}))
    for module in made.modules():
        # What is drawn anew at each pass cannot be exported.
        if isinstance(module, (StochasticDepth, nn.Dropout)):
            module.p = 0.0
        # The last layer of vit starts at 0: all outputs would be 0, whatever stands before it.
        if isinstance(module, nn.Linear) and not module.weight.any():
            nn.init.normal_(module.weight, std=0.02)
    return made


def example(name, rows):
    if name == "gpt2_small":
        return torch.randint(0, 50257, (rows, 128))
    size = SIZES.get(name, 224)
    return torch.randn(max(rows, ROWS.get(name, 0)), 3, size, size)


def export(folder, name, rows, trace):
    made, x = network(name), example(name, rows)
    if trace:
        torch.jit.trace(made, x, check_trace=False).save(str(folder / f"{name}.pt"))
    torch.onnx.export(
        made, x, str(folder / f"{name}.onnx"), training=torch.onnx.TrainingMode.TRAINING,
        do_constant_folding=False, opset_version=16, input_names=["x"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=2)
    parser.add_argument("--trace", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("out", nargs="?")
    parser.add_argument("name", nargs="*")
    given = parser.parse_args()
    if given.list or not given.out:
        print("\n".join(names()))
    else:
        out = Path(given.out)
        out.mkdir(parents=True, exist_ok=True)
        for each in given.name or names():
            export(out, each, given.rows, given.trace)
            print(each, flush=True)
