"""Trains torchvision's AlexNet on digits, from its own start and from He's.

    /usr/bin/python3 bench/src/main/python/alexnet.py

`check` warns of AlexNet as torchvision starts it (docs/operators.md). This says what that start does:
the 1,797 digits of scikit-learn, enlarged to 63 x 63 pixels, the smallest that AlexNet takes, minibatches
of 16, descent with momentum 0.9 at the rate of torchvision's recipe. Prints the loss on 192 held-out
rows at some steps; 2.303 is chance. Made for torchvision 0.14.1 and PyTorch 1.13.1.
"""

import torch
import torch.nn as nn
import torch.nn.functional as functional
import torchvision
from sklearn.datasets import load_digits

STEPS = [0, 25, 50, 100, 150, 200]
RATE = 0.01
SIDE = 63


def rows():
    digits = load_digits()
    x = torch.tensor(digits.images, dtype=torch.float32)
    x = (x - x.mean()) / x.std()
    x = functional.interpolate(x[:, None], size=(SIDE, SIDE), mode="bilinear").expand(-1, 3, -1, -1)
    y = torch.tensor(digits.target)
    order = torch.randperm(len(y), generator=torch.Generator().manual_seed(0))
    train, held = order[:1198], order[1198 : 1198 + 192]
    return (x[train], y[train]), (x[held], y[held])


def network(start):
    torch.manual_seed(0)
    alexnet = torchvision.models.alexnet(num_classes=10)
    if start == "He":
        for module in alexnet.modules():
            if isinstance(module, (nn.Conv2d, nn.Linear)):
                nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
                nn.init.zeros_(module.bias)
    return alexnet


def losses(start, train, held):
    alexnet = network(start)
    optimizer = torch.optim.SGD(alexnet.parameters(), RATE, momentum=0.9)
    generator = torch.Generator().manual_seed(1)
    for step in range(STEPS[-1] + 1):
        if step in STEPS:
            alexnet.eval()
            with torch.no_grad():
                yield functional.cross_entropy(alexnet(held[0]), held[1]).item()
            alexnet.train()
        batch = torch.randint(len(train[1]), (16,), generator=generator)
        optimizer.zero_grad()
        functional.cross_entropy(alexnet(train[0][batch]), train[1][batch]).backward()
        optimizer.step()


def main():
    train, held = rows()
    print("| start | " + " | ".join(f"step {step}" for step in STEPS) + " |")
    print("|" + "---|" * (1 + len(STEPS)))
    for start in ("torchvision", "He"):
        cells = [f"{loss:.2f}" for loss in losses(start, train, held)]
        print(f"| {start} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
