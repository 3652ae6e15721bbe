"""Trains small networks for 20 steps in PyTorch and prints what Seedbed must get too, as JSON.

    apt-get install python3-torch
    /usr/bin/python3 sgd_reference.py > sgd_reference.json

For each case: the data, the start, and all weights and losses after 20 steps in float32 and in float64.
Inputs and starts are rounded to float32 first, so that both precisions start from the same numbers.
"""

import json
import math

import torch

STEPS, BATCH, RATE, MOMENTUM, DECAY = 20, 8, 0.1, 0.9, 0.01
WIDTHS = [5, 7, 6, 3]

ACTIVATIONS = {
    "identity": torch.nn.Identity(),
    "tanh": torch.nn.Tanh(),
    "sigmoid": torch.nn.Sigmoid(),
    "relu": torch.nn.ReLU(),
    "leaky-relu": torch.nn.LeakyReLU(0.01),
    "elu": torch.nn.ELU(),
    "selu": torch.nn.SELU(),
    "softsign": torch.nn.Softsign(),
    "softplus": torch.nn.Softplus(),
    "gelu": torch.nn.GELU(),
    "silu": torch.nn.SiLU(),
}


def pattern(count, phase, scale):
    """Numbers without any regularity that matters, the same in every language."""
    values = [scale * math.sin(phase + 1.7 * i * i + 0.3 * i) for i in range(count)]
    return torch.tensor(values, dtype=torch.float32)


def start():
    parameters = []
    for l, (fan_in, fan_out) in enumerate(zip(WIDTHS, WIDTHS[1:])):
        parameters.append(pattern(fan_in * fan_out, l + 1, 0.7).reshape(fan_out, fan_in))
        parameters.append(pattern(fan_out, l + 11, 0.1))
    return parameters


INPUTS = pattern(STEPS * BATCH * WIDTHS[0], 0.5, 1.5).reshape(STEPS * BATCH, WIDTHS[0])
CLASSES = [(7 * i + i * i) % 3 for i in range(STEPS * BATCH)]
VALUES = pattern(STEPS * BATCH * WIDTHS[-1], 3.3, 1.0).reshape(STEPS * BATCH, WIDTHS[-1])


def train(activation, loss_name, dtype):
    parameters = [p.to(dtype).requires_grad_() for p in start()]
    weights, biases = parameters[0::2], parameters[1::2]
    optimizer = torch.optim.SGD(
        [{"params": weights, "weight_decay": DECAY}, {"params": biases, "weight_decay": 0}],
        lr=RATE if loss_name == "cross_entropy" else RATE / 4,
        momentum=MOMENTUM,
    )
    losses = []
    for step in range(STEPS):
        rows = slice(step * BATCH, (step + 1) * BATCH)
        a = INPUTS[rows].to(dtype)
        for l, (w, b) in enumerate(zip(weights, biases)):
            a = a @ w.T + b
            if l < len(weights) - 1:
                a = ACTIVATIONS[activation](a)
        if loss_name == "cross_entropy":
            loss = torch.nn.functional.cross_entropy(a, torch.tensor(CLASSES[rows]))
        else:
            loss = torch.nn.functional.mse_loss(a, VALUES[rows].to(dtype))
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"losses": losses, "parameters": [p.detach().flatten().tolist() for p in parameters]}


torch.set_num_threads(1)
result = {
    "widths": WIDTHS,
    "batch": BATCH,
    "momentum": MOMENTUM,
    "weight_decay": DECAY,
    "inputs": INPUTS.flatten().tolist(),
    "classes": CLASSES,
    "values": VALUES.flatten().tolist(),
    "start": [p.flatten().tolist() for p in start()],
    "cases": [
        {
            "activation": activation,
            "loss": loss,
            "learning_rate": RATE if loss == "cross_entropy" else RATE / 4,
            "float32": train(activation, loss, torch.float32),
            "float64": train(activation, loss, torch.float64),
        }
        for activation in ACTIVATIONS
        for loss in ("cross_entropy", "squared_error")
    ],
}
print(json.dumps(result))
