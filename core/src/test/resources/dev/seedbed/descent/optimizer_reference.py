"""Trains a small network for 100 steps in PyTorch with each optimiser and prints what Seedbed must get too, as JSON.

    apt-get install python3-torch
    /usr/bin/python3 optimizer_reference.py > optimizer_reference.json

For each case: losses and weights in float64, and how far PyTorch's own float32 ends up from them.
Ten epochs of ten steps, the last of which is a smaller minibatch. Inputs and starts are rounded to float32 first.
Also the learning rates of its schedulers, step by step.
"""

import json
import math

import torch
from torch.optim import lr_scheduler

ROWS, BATCH, EPOCHS = 76, 8, 10
STEPS = 10  # of an epoch: nine of 8 rows, one of 4
WIDTHS = [5, 37, 6, 3]


def pattern(count, phase, scale):
    """Numbers without any regularity that matters, the same in every language."""
    values = [scale * math.sin(phase + 1.7 * i * i + 0.3 * i) for i in range(count)]
    return torch.tensor(values, dtype=torch.float32)


def start():
    parameters = []
    for l, (fan_in, fan_out) in enumerate(zip(WIDTHS, WIDTHS[1:])):
        parameters.append(pattern(fan_in * fan_out, l + 1, 1.5 / math.sqrt(fan_in)).reshape(fan_out, fan_in))
        parameters.append(pattern(fan_out, l + 11, 0.1))
    return parameters


INPUTS = pattern(ROWS * WIDTHS[0], 0.5, 1.5).reshape(ROWS, WIDTHS[0])
CLASSES = [(7 * i + i * i) % 3 for i in range(ROWS)]

# name: the optimiser, its settings, its weight decay, the largest norm of the gradient
CASES = {
    "sgd": (torch.optim.SGD, {"lr": 0.1}, 0, None),
    "sgd, weight decay": (torch.optim.SGD, {"lr": 0.1}, 0.01, None),
    "sgd, momentum": (torch.optim.SGD, {"lr": 0.05, "momentum": 0.9}, 0, None),
    "sgd, momentum, weight decay": (torch.optim.SGD, {"lr": 0.05, "momentum": 0.9}, 0.01, None),
    "sgd, nesterov, weight decay": (torch.optim.SGD, {"lr": 0.05, "momentum": 0.9, "nesterov": True}, 0.01, None),
    "sgd, momentum, clip": (torch.optim.SGD, {"lr": 0.05, "momentum": 0.9}, 0, 0.7),
    "adamw": (torch.optim.AdamW, {"lr": 0.01}, 0, None),
    "adamw, weight decay": (torch.optim.AdamW, {"lr": 0.01}, 0.1, None),
    "adamw, betas, epsilon": (torch.optim.AdamW, {"lr": 0.01, "betas": (0.8, 0.9), "eps": 1e-4}, 0.01, None),
    "adamw, weight decay, clip": (torch.optim.AdamW, {"lr": 0.01}, 0.01, 0.7),
}

SCHEDULES = {
    "constant": lambda o: lr_scheduler.LambdaLR(o, lambda s: 1),
    "step": lambda o: lr_scheduler.StepLR(o, 3, 0.5),
    "cosine": lambda o: lr_scheduler.CosineAnnealingLR(o, EPOCHS * STEPS, 0.1 * o.param_groups[0]["lr"]),
    "inverse-time": lambda o: lr_scheduler.LambdaLR(o, lambda s: 1 / (1 + 0.3 * s / STEPS)),
    "warm-up, cosine": lambda o: lr_scheduler.SequentialLR(
        o,
        [
            lr_scheduler.LinearLR(o, 1 / (2 * STEPS), 1, 2 * STEPS - 1),
            lr_scheduler.CosineAnnealingLR(o, (EPOCHS - 2) * STEPS),
        ],
        [2 * STEPS],
    ),
}


def optimizer(case, parameters):
    kind, settings, decay, _ = CASES[case]
    weights, biases = parameters[0::2], parameters[1::2]
    groups = [{"params": weights, "weight_decay": decay}, {"params": biases, "weight_decay": 0}]
    return kind(groups, **settings)


def train(case, dtype, scheduled=None):
    parameters = [p.to(dtype).requires_grad_() for p in start()]
    weights, biases = parameters[0::2], parameters[1::2]
    o = optimizer(case, parameters)
    schedule = SCHEDULES[scheduled](o) if scheduled else None
    losses, clipped = [], 0
    for _ in range(EPOCHS):
        for from_row in range(0, ROWS, BATCH):
            rows = slice(from_row, from_row + BATCH)
            a = INPUTS[rows].to(dtype)
            for l, (w, b) in enumerate(zip(weights, biases)):
                a = a @ w.T + b
                if l < len(weights) - 1:
                    a = torch.tanh(a)
            loss = torch.nn.functional.cross_entropy(a, torch.tensor(CLASSES[rows]))
            losses.append(loss.item())
            o.zero_grad()
            loss.backward()
            clip = CASES[case][3]
            if clip is not None:
                clipped += torch.nn.utils.clip_grad_norm_(parameters, clip).item() > clip
            o.step()
            if schedule:
                schedule.step()
    return losses, clipped, [p.detach().double() for p in parameters]


def digits(numbers):
    return [float(f"{x:.9g}") for x in numbers]


def reference(case, scheduled=None):
    losses, clipped, exact = train(case, torch.float64, scheduled)
    rounded_losses, _, rounded = train(case, torch.float32, scheduled)
    _, settings, decay, clip = CASES[case]
    return {
        "name": case + (", " + scheduled if scheduled else ""),
        "schedule": scheduled or "constant",
        "kind": case.split(",")[0],
        "settings": settings,
        "weight_decay": decay,
        "clip": clip,
        "clipped_steps": clipped,
        "float32_loss_distance": max(abs(a - b) for a, b in zip(losses, rounded_losses)),
        "float32_distance": max((a - b).abs().max().item() for a, b in zip(exact, rounded)),
        "losses": digits(losses),
        "parameters": [digits(p.flatten().tolist()) for p in exact],
    }


def rates(name):
    o = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
    schedule = SCHEDULES[name](o)
    result = []
    for step in range(EPOCHS * STEPS):
        result.append(o.param_groups[0]["lr"])
        o.step()
        if name != "step" or step % STEPS == STEPS - 1:
            schedule.step()
    return result


torch.set_num_threads(1)
result = {
    "widths": WIDTHS,
    "batch": BATCH,
    "epochs": EPOCHS,
    "inputs": digits(INPUTS.flatten().tolist()),
    "classes": CLASSES,
    "start": [digits(p.flatten().tolist()) for p in start()],
    "cases": [reference(case) for case in CASES] + [reference("adamw, weight decay, clip", "warm-up, cosine")],
    "rates": {name: rates(name) for name in SCHEDULES},
}
print(json.dumps(result))
