"""Ten steps of PyTorch's SGD with momentum and Adam on a linear model: the numbers of ParameterUpdatesTest."""
import torch
torch.set_default_dtype(torch.float64)
x = torch.tensor([[1.0, -2.0, 0.5], [0.25, 1.5, -1.0], [2.0, 0.0, 3.0], [-1.0, 1.0, 1.0]])
y = torch.tensor([[1.0], [-1.0], [0.5], [2.0]])
for name, make in (("momentum", lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9)), ("adam", lambda p: torch.optim.Adam(p, lr=0.05))):
    w = torch.tensor([[0.5], [-0.25], [1.0]], requires_grad=True)
    o = make([w])
    for _ in range(10):
        o.zero_grad(); torch.mean((x @ w - y) ** 2).backward(); o.step()
    print(name, w.flatten().tolist())
