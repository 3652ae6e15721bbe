"""Numbers of GridSampleTest: PyTorch's grid_sample, inside and far outside.

Run with PyTorch 1.13: python3 grid_sample.py
"""

import torch
from torch.nn.functional import grid_sample

x = torch.arange(2 * 3 * 4, dtype=torch.float64) ** 2 % 11
points = torch.tensor(
    [[0.3, -0.4, 0.2], [-1.15, 0.9, -0.7], [1.3, -2.7, 1.1], [-6.2, 0.1, 3.9]],
    dtype=torch.float64,
)
for axes in (2, 3):
    plane = x[:12].reshape(1, 1, 3, 4) if axes == 2 else x.reshape(1, 1, 2, 3, 4)
    grid = points[:, :axes].reshape([1] * axes + [4, axes])
    for mode in ("nearest", "bilinear") + (("bicubic",) if axes == 2 else ()):
        for outside in ("zeros", "border", "reflection"):
            for align in (False, True):
                y = grid_sample(plane, grid, mode, outside, align)
                print(axes, mode, outside, align, [round(v, 6) for v in y.flatten().tolist()])
