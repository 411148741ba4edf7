"""A normalising flow of masked couplings turns two moons into a normal distribution."""

import json
import math

import numpy as np
import torch
from made import fill
from torch import nn


class RealNVP(nn.Module):
    def __init__(self, mask, hidden):
        super().__init__()
        self.mask = nn.Parameter(mask, requires_grad=False)
        net = lambda *last: nn.Sequential(nn.Linear(2, hidden), nn.LeakyReLU(), nn.Linear(hidden, 2), *last)  # noqa: E731
        self.t = torch.nn.ModuleList([net() for _ in range(len(mask))])
        self.s = torch.nn.ModuleList([net(nn.Tanh()) for _ in range(len(mask))])

    def g(self, z):
        x = z
        for i in range(len(self.t)):
            x_ = x * self.mask[i]
            s = self.s[i](x_) * (1 - self.mask[i])
            t = self.t[i](x_) * (1 - self.mask[i])
            x = x_ + (1 - self.mask[i]) * (x * torch.exp(s) + t)
        return x

    def f(self, x):
        log_det_J, z = x.new_zeros(x.shape[0]), x
        for i in reversed(range(len(self.t))):
            z_ = self.mask[i] * z
            s = self.s[i](z_) * (1 - self.mask[i])
            t = self.t[i](z_) * (1 - self.mask[i])
            z = (1 - self.mask[i]) * (z - t) * torch.exp(-s) + z_
            log_det_J -= s.sum(dim=1)
        return z, log_det_J

    def log_prob(self, x):
        z, logp = self.f(x)
        return logp - 0.5 * (z * z).sum(1) - math.log(2 * math.pi)


def moons(n, rng):
    angle = rng.uniform(0, np.pi, n)
    upper = rng.random(n) < 0.5
    x = np.where(upper, np.cos(angle), 1 - np.cos(angle))
    y = np.where(upper, np.sin(angle), 0.5 - np.sin(angle))
    return np.stack([x, y], 1) + 0.05 * rng.standard_normal((n, 2))


def main():
    torch.set_default_dtype(torch.float64)
    rng = np.random.default_rng(0)
    masks = torch.from_numpy(np.array([[0, 1], [1, 0]] * 2).astype(np.float64))
    flow = RealNVP(masks, 8)
    fill(flow.t, 1)
    fill(flow.s, 2)
    optimizer = torch.optim.Adam([p for p in flow.parameters() if p.requires_grad], lr=1e-2)
    losses = []
    for _ in range(5):
        loss = -flow.log_prob(torch.from_numpy(moons(32, rng))).mean()
        optimizer.zero_grad()
        loss.backward(retain_graph=True)
        optimizer.step()
        losses.append(loss.item())
    with torch.no_grad():
        z = torch.from_numpy(rng.standard_normal((8, 2)))
        back, _ = flow.f(flow.g(z))
        assert torch.allclose(z, back)
    print(json.dumps({"losses": losses}))


if __name__ == "__main__":
    main()
