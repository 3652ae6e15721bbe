"""Exports torchvision's classification architectures, untrained, in training mode.

    python3 architectures.py OUT [NAME ...]

Each becomes OUT/NAME.onnx, with 2 rows as its input. Made for torchvision 0.14.1 and PyTorch 1.13.1
(Debian 12's python3-torchvision and python3-torch).
"""

import sys
import warnings
from pathlib import Path

import torch
import torchvision
from torchvision.ops import StochasticDepth

warnings.filterwarnings("ignore")

# Their inputs have another size than 224 by 224.
SIZES = {"inception_v3": 299, "vit_h_14": 224}


def names():
    known = torchvision.models.list_models(module=torchvision.models)
    return [name for name in known if not name.startswith("quantized")]


def export(folder, name):
    torch.manual_seed(1)
    options = {"init_weights": True} if name in ("googlenet", "inception_v3") else {}
    network = torchvision.models.get_model(name, weights=None, **options)
    for module in network.modules():
        # What is drawn anew at each pass cannot be exported.
        if isinstance(module, (StochasticDepth, torch.nn.Dropout)):
            module.p = 0.0
    size = SIZES.get(name, 224)
    torch.onnx.export(
        network, torch.randn(2, 3, size, size), str(folder / f"{name}.onnx"),
        training=torch.onnx.TrainingMode.TRAINING, do_constant_folding=False, opset_version=16,
        input_names=["image"])


if __name__ == "__main__":
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    if sys.argv[2:] == ["--list"]:
        print("\n".join(names()))
        sys.exit()
    for each in sys.argv[2:] or names():
        export(out, each)
        print(each, flush=True)
