"""Starts of torchvision's classification architectures as safetensors files, on demand.

    python3 clean_starts.py --list
    python3 clean_starts.py OUT

The first prints names and numbers of parameters. The second reads lines "NAME SEED" and writes, for each,
OUT/F32.safetensors and the same numbers rounded to OUT/F16.safetensors and OUT/BF16.safetensors; then it
prints the name. Made for torchvision 0.14.1 and PyTorch 1.13.1 (Debian 12's python3-torchvision and python3-torch).
"""

import json
import struct
import sys
import warnings
from pathlib import Path

import torch
import torchvision

warnings.filterwarnings("ignore")
torch.set_num_threads(1)

# Arguments other than the usual ones: as they ask for themselves, in a warning.
OPTIONS = {"googlenet": {"init_weights": True}, "inception_v3": {"init_weights": True}}

TYPES = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}


def names():
    return torchvision.models.list_models(module=torchvision.models)


def start(name, seed):
    torch.manual_seed(seed)
    return torchvision.models.get_model(name, **OPTIONS.get(name, {})).state_dict()


def write(tensors, type_name, path):
    """Numbers of other types, such as counters, are left out."""
    parts, header, begin = [], {"__metadata__": {"format": "pt"}}, 0
    for name, tensor in tensors.items():
        if tensor.is_floating_point():
            numbers = tensor.contiguous().to(TYPES[type_name])
            if type_name == "BF16":
                numbers = numbers.view(torch.int16)
            data = numbers.numpy().tobytes()
            end = begin + len(data)
            header[name] = {"dtype": type_name, "shape": list(tensor.shape), "data_offsets": [begin, end]}
            parts.append(data)
            begin = end
    text = json.dumps(header).encode()
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for data in parts:
            file.write(data)


def main():
    if sys.argv[1] == "--list":
        for name in names():
            weights = torchvision.models.get_model_weights(name)
            print(name, next(iter(weights)).meta["num_params"])
        return
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for line in sys.stdin:
        name, seed = line.split()
        tensors = start(name, int(seed))
        for type_name in TYPES:
            write(tensors, type_name, out / f"{type_name}.safetensors")
        print(name, flush=True)


if __name__ == "__main__":
    main()
