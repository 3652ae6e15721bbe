"""Exports a small convolutional network with PyTorch, sound and with one fault each, as FixTest reads them: NAME.onnx.
Also a sigmoid autoencoder whose first weights are N(0, 900) and whose last are N(0, 1), and a stack of dense layers with normalisations whose scale is 0.

    apt-get install python3-torch
    /usr/bin/python3 cli/src/test/resources/dev/seedbed/cli/fix/faulty_networks.py

Made with PyTorch 1.13.0a0 of Debian 12.
"""

import os

import torch
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))


def network():
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(),
        nn.Conv2d(8, 12, 3, padding=1), nn.BatchNorm2d(12), nn.ReLU(),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(12, 16), nn.ReLU(), nn.Linear(16, 4))


def layers(net):
    return [layer for layer in net if isinstance(layer, (nn.Conv2d, nn.Linear))]


def sound(net):
    pass


def gamma_0(net):
    for layer in net:
        if isinstance(layer, (nn.BatchNorm1d, nn.BatchNorm2d)):
            nn.init.zeros_(layer.weight)


def zeros(net):
    for layer in layers(net):
        nn.init.zeros_(layer.weight)


def constant(net):
    nn.init.constant_(net[3].weight, 0.1)


def times_100(net):
    for layer in layers(net):
        layer.weight.data *= 100


def tiny(net):
    for layer in layers(net):
        nn.init.normal_(layer.weight, std=1e-5)


def biases_10(net):
    nn.init.constant_(net[8].bias, -10)


def not_a_number(net):
    net[3].weight.data[1, 2, 0, 0] = float("nan")
    net[4].weight.data[3] = float("nan")
    net[8].bias.data[5] = float("inf")


def one_seed(net):
    for layer in layers(net):
        torch.manual_seed(1)
        layer.reset_parameters()


def export(net, x, name):
    net.eval()
    # PRESERVE keeps the normalisations apart from the convolutions.
    torch.onnx.export(
        net, x, os.path.join(HERE, name + ".onnx"),
        input_names=["x"], output_names=["y"], dynamic_axes={"x": {0: "n"}, "y": {0: "n"}},
        training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False)


for fault in [sound, gamma_0, zeros, constant, times_100, tiny, biases_10, not_a_number, one_seed]:
    net = network()
    with torch.no_grad():
        fault(net)
    export(net, torch.zeros(1, 3, 6, 6), fault.__name__)

torch.manual_seed(0)
net = nn.Sequential(nn.Linear(6, 300), nn.Sigmoid(), nn.Linear(300, 6), nn.Sigmoid())
with torch.no_grad():
    for layer in layers(net):
        nn.init.normal_(layer.weight)
        nn.init.zeros_(layer.bias)
    net[0].weight.data *= 30
export(net, torch.zeros(1, 6), "autoencoder")

net = nn.Sequential(
    nn.Linear(6, 12), nn.BatchNorm1d(12), nn.ReLU(), nn.Linear(12, 10), nn.BatchNorm1d(10), nn.ReLU(), nn.Linear(10, 3))
with torch.no_grad():
    gamma_0(net)
export(net, torch.zeros(1, 6), "chain_gamma_0")
