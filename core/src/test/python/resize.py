"""Numbers of ResizeTest: PyTorch's interpolation with antialiasing.

Run with PyTorch 1.13: python3 resize.py
"""

import torch
from torch.nn.functional import interpolate

x = (torch.arange(2 * 7, dtype=torch.float64) ** 2 % 11).reshape(1, 1, 2, 7)
for mode in ("bilinear", "bicubic"):
    y = interpolate(x, size=(2, 3), mode=mode, align_corners=False, antialias=True)
    print(mode, [round(v, 6) for v in y.flatten().tolist()])
for mode in ("bilinear", "bicubic"):
    y = interpolate(x, size=(3, 10), mode=mode, align_corners=False)
    print(mode, [round(v, 6) for v in y.flatten().tolist()])
