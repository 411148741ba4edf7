"""How programs were written before PyTorch 0.4: Variables, types of tensors, and conversions by type."""

import json

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.autograd import Variable
from torch.optim.optimizer import required

dtype = torch.FloatTensor


class TwoLayers(nn.Module):
    def __init__(self, d_in, h, d_out):
        super(TwoLayers, self).__init__()
        self.linear1 = nn.Linear(d_in, h)
        self.w2 = nn.Parameter(torch.Tensor(h, d_out))
        self.w2.data.zero_()
        self.linear1.weight.data.fill_(0.1)
        self.linear1.bias.data.zero_()

    def forward(self, x):
        return self.linear1(x).clamp(min=0).mm(self.w2)


class ByHand(torch.optim.Optimizer):
    """Gradient descent in the form in which optimizers were once written."""

    def __init__(self, params, lr=required):
        super(ByHand, self).__init__(params, dict(lr=lr))

    def step(self, closure=None):
        loss = None if closure is None else closure()
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if len(state) == 0:
                    state["sum"] = torch.zeros_like(p.data, memory_format=torch.preserve_format)
                state["sum"].mul_(0.9).add_(p.grad.data)
                p.data.add_(state["sum"], alpha=-group["lr"])
        return loss


def main():
    rng = np.random.default_rng(0)
    x = Variable(torch.from_numpy(rng.standard_normal((16, 4))).type(dtype))
    y = Variable(torch.FloatTensor(rng.standard_normal((16, 2)).tolist()), requires_grad=False)
    assert isinstance(x, Variable)
    assert isinstance(x.data, torch.FloatTensor)
    assert not isinstance(x.data, torch.LongTensor)
    w1 = Variable(torch.from_numpy(rng.standard_normal((4, 8))).type(dtype), requires_grad=True)
    w2 = Variable(torch.from_numpy(rng.standard_normal((8, 2))).type("torch.FloatTensor"), requires_grad=True)
    losses = []
    for _ in range(3):
        loss = (x.mm(w1).clamp(min=0).mm(w2) - y).pow(2).sum()
        loss.backward()
        losses.append(loss.data.item())
        w1.data -= 1e-3 * w1.grad.data
        w2.data -= 1e-3 * w2.grad.data
        w1.grad.data.zero_()
        w2.grad.data.zero_()

    model = TwoLayers(4, 8, 2)
    optimizer = ByHand(model.parameters(), lr=0.1)

    def closure():
        optimizer.zero_grad()
        loss = F.mse_loss(model(x), y)
        loss.backward()
        return loss

    losses += [optimizer.step(closure).item() for _ in range(3)]
    counts = torch.LongTensor(5).zero_()
    counts.index_add_(0, torch.LongTensor([0, 1, 1, 4]), counts.new([1, 2, 3, 4]))
    mask = torch.ByteTensor([1, 0, 0, 1, 0]).bool()
    losses += counts.type(torch.DoubleTensor).tolist() + counts.masked_select(mask).tolist()
    print(json.dumps({"losses": losses}))


if __name__ == "__main__":
    main()
