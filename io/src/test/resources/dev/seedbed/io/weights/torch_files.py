"""Saves small state dicts, checkpoints and other objects by torch.save, for TorchFileTest, and arrays by numpy.savez, for NpzFileTest.

    apt-get install python3-torch python3-numpy
    /usr/bin/python3 io/src/test/resources/dev/seedbed/io/weights/torch_files.py

Made with PyTorch 1.13.0a0 and NumPy 1.24.2 of Debian 12. What later versions of PyTorch write besides, the order of bytes and their
own records, is put into big.pt by hand.
"""

import argparse
import os
import zipfile
from collections import OrderedDict

import numpy as np
import torch
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))


def path(name):
    return os.path.join(HERE, name)


def save(name, value, **options):
    torch.save(value, path(name), **options)


def counting(*shape, dtype=torch.float32):
    """Element i is i."""
    return torch.arange(int(np.prod(shape)), dtype=torch.float32).reshape(shape).to(dtype)


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)
        with torch.no_grad():
            self.fc.weight.copy_(counting(2, 3))
            self.fc.bias.copy_(counting(2))


def types():
    """A tensor of each kind, a parameter, one number, none."""
    values = OrderedDict()
    for dtype in (torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.bool, torch.complex64):
        values[str(dtype)[6:]] = counting(2, 3, dtype=dtype)
    values["parameter"] = nn.Parameter(counting(2, 3) - 1)
    values["scalar"] = torch.tensor(2.5)
    values["none"] = torch.zeros(0, 3)
    return values


def views():
    """Tensors that are not contiguous, or share numbers."""
    numbers = counting(40) + 100
    both = counting(6, 12)
    square = counting(4, 4)
    return OrderedDict(
        channels_last=counting(2, 3, 2, 2).to(memory_format=torch.channels_last),
        transposed=counting(3, 2).t(),
        stepped=both[:, ::2],
        offset=both[:, 1::2],
        whole=numbers[:20],
        part=numbers[5:15].view(2, 5),
        rest=numbers[20:32].view(3, 4),
        tied=square,
        tied_again=square,
        tied_other_way=square.t(),
        expanded=counting(4, 1).expand(4, 3),
    )


def checkpoint():
    """As training scripts write them: with an optimizer's state and things of their own."""
    network = Network()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9)
    network.fc(torch.ones(1, 3)).sum().backward()
    optimizer.step()
    with torch.no_grad():
        network.fc.weight.copy_(counting(2, 3))
    return {
        "epoch": 3,
        "best_accuracy": torch.tensor(0.5),
        "loss": np.float64(0.25),
        "random": np.random.RandomState(1).get_state(),
        "args": argparse.Namespace(lr=0.1, path="x"),
        "state_dict": network.state_dict(),
        "optimizer": optimizer.state_dict(),
        "large": 1 << 70,
    }


def big():
    """What PyTorch 2.1 or later writes on a big-endian machine."""
    save("big.pt", {"w": counting(2, 3), "h": counting(4, dtype=torch.float16)})
    with zipfile.ZipFile(path("big.pt")) as archive:
        members = {i.filename.split("/", 1)[1]: archive.read(i) for i in archive.infolist()}
    members["data/0"] = np.frombuffer(members["data/0"], "<f4").astype(">f4").tobytes()
    members["data/1"] = np.frombuffer(members["data/1"], "<f2").astype(">f2").tobytes()
    members["byteorder"] = b"big"
    members[".format_version"] = b"1"
    members[".data/serialization_id"] = b"0" * 40
    with zipfile.ZipFile(path("big.pt"), "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo("any name/" + name), content)


save("types.pt", types())
save("views.pt", views())
save("checkpoint.pth", checkpoint())
save("two.ckpt", {"model": Network().state_dict(), "ema": Network().state_dict(), "steps": [torch.ones(2), {7: torch.ones(1)}]})
save("protocol5.bin", Network().state_dict(), pickle_protocol=5)
save("shared.bin", {"fc.weight": counting(2, 3)})
save("whole.pt", Network())
save("inside.pt", {"epoch": 1, "model": Network()})
save("sparse.pt", {"w": torch.eye(2).to_sparse()})
save("legacy.pt", Network().state_dict(), _use_new_zipfile_serialization=False)
torch.jit.script(nn.Linear(1, 1)).save(path("script.pt"))
big()

rng = np.arange(24.0)
arrays = {
    "a": rng[:6].astype("<f4").reshape(2, 3),
    "layer/kernel": rng.astype("<f8").reshape(2, 3, 4),
    "fortran": np.asfortranarray(rng.reshape(2, 3, 4).astype("<f4")),
    "big": rng[:5].astype(">f4"),
    "big_fortran": np.asfortranarray(rng[:6].reshape(3, 2).astype(">f8")),
    "half": rng[:4].astype("<f2"),
    "one": np.float32(2.5),
    "none": np.zeros((0, 3), "<f4"),
    "whole": np.arange(3),
    "bfloat16": np.zeros(2, "V2"),
    "fields": np.zeros(2, [("x", "<f4"), ("y", "<i4")]),
    "objects": np.array([{}], dtype=object),
}
np.savez(path("stored.npz"), **arrays)
np.savez_compressed(path("deflated.npz"), **arrays)
