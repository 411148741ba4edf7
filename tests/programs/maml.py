"""Learning to learn: a few weights from which one step of descent fits any sine, by second derivatives."""

import argparse
import json
from collections import OrderedDict

import numpy as np
import torch
import torch.nn.functional as F
from made import fill
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(OrderedDict([("l1", nn.Linear(1, 12)), ("tanh", nn.Tanh()), ("l2", nn.Linear(12, 1))]))

    def forward(self, x):
        return self.net(x)

    def argforward(self, x, weights):
        """The same with weights of someone else's."""
        x = torch.tanh(F.linear(x, weights[0], weights[1]))
        return F.linear(x, weights[2], weights[3])


class MAML:
    def __init__(self, model, inner_lr, meta_lr, first_order):
        self.model, self.inner_lr, self.first_order = model, inner_lr, first_order
        self.weights = list(model.parameters())
        self.meta_optimiser = torch.optim.Adam(self.weights, meta_lr)

    def inner_loop(self, x, y, steps=2):
        temp_weights = [w.clone() for w in self.weights]
        half = len(x) // 2
        for _ in range(steps):
            loss = F.mse_loss(self.model.argforward(x[:half], temp_weights), y[:half])
            grads = torch.autograd.grad(loss, temp_weights, create_graph=not self.first_order)
            temp_weights = [w - self.inner_lr * g for w, g in zip(temp_weights, grads)]
        return F.mse_loss(self.model.argforward(x[half:], temp_weights), y[half:])

    def step(self, tasks):
        meta_loss = sum(self.inner_loop(x, y) for x, y in tasks)
        meta_grads = torch.autograd.grad(meta_loss, self.weights)
        for w, g in zip(self.weights, meta_grads):
            w.grad = g
        self.meta_optimiser.step()
        return meta_loss.item() / len(tasks)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--first-order", action="store_true")
    args = parser.parse_args()
    torch.set_default_dtype(torch.double)
    rng = np.random.default_rng(0)
    maml = MAML(fill(Model()), 0.05, 1e-2, args.first_order)
    losses = []
    for _ in range(4):
        tasks = []
        for _ in range(2):
            amplitude, phase = rng.uniform(0.5, 2.0), rng.uniform(0, np.pi)
            x = torch.from_numpy(rng.uniform(-3, 3, (10, 1)))
            tasks.append((x, amplitude * torch.sin(x + phase)))
        losses.append(maml.step(tasks))
    print(json.dumps({"losses": losses}))


if __name__ == "__main__":
    main()
