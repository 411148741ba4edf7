"""Functions with derivatives of their own, and hooks on tensors and modules."""

import json

import numpy as np
import torch
import torch.nn as nn
from made import fill
from torch.autograd import Function, gradcheck, gradgradcheck
from torch.autograd.function import once_differentiable


class LinearFunction(Function):
    @staticmethod
    def forward(ctx, input, weight, bias=None):
        ctx.save_for_backward(input, weight, bias)
        output = input.mm(weight.t())
        if bias is not None:
            output += bias.unsqueeze(0).expand_as(output)
        return output

    @staticmethod
    def backward(ctx, grad_output):
        input, weight, bias = ctx.saved_tensors
        grad_input = grad_weight = grad_bias = None
        if ctx.needs_input_grad[0]:
            grad_input = grad_output.mm(weight)
        if ctx.needs_input_grad[1]:
            grad_weight = grad_output.t().mm(input)
        if bias is not None and ctx.needs_input_grad[2]:
            grad_bias = grad_output.sum(0)
        return grad_input, grad_weight, grad_bias


class Round(Function):
    """Rounds, and lets gradients through."""

    @staticmethod
    def forward(ctx, x):
        return x.round()

    @staticmethod
    def backward(ctx, g):
        return g


class MulConstant(Function):
    @staticmethod
    def forward(tensor, constant):
        return tensor * constant

    @staticmethod
    def setup_context(ctx, inputs, output):
        _, ctx.constant = inputs

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * ctx.constant, None


class SplitSigns(Function):
    """Two outputs, one of them without a gradient."""

    @staticmethod
    def forward(ctx, x):
        negative = x < 0
        ctx.mark_non_differentiable(negative)
        ctx.save_for_backward(negative)
        return x.abs(), negative

    @staticmethod
    @once_differentiable
    def backward(ctx, g, _):
        (negative,) = ctx.saved_tensors
        return torch.where(negative, -g, g)


class Linear(nn.Module):
    def __init__(self, input_features, output_features):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(output_features, input_features))
        self.bias = nn.Parameter(torch.empty(output_features))
        nn.init.uniform_(self.weight, -0.1, 0.1)
        nn.init.uniform_(self.bias, -0.1, 0.1)

    def forward(self, input):
        return LinearFunction.apply(input, self.weight, self.bias)

    def extra_repr(self):
        return "input_features={}".format(self.weight.shape[1])


def main():
    torch.set_default_dtype(torch.float64)
    rng = np.random.default_rng(0)
    x = torch.from_numpy(rng.standard_normal((6, 3)))
    y = torch.from_numpy(rng.standard_normal((6, 1)))
    w = torch.from_numpy(rng.standard_normal((2, 3))).requires_grad_()
    assert gradcheck(LinearFunction.apply, (x.clone().requires_grad_(), w))
    assert gradgradcheck(LinearFunction.apply, (x.clone().requires_grad_(), w))
    assert gradcheck(lambda t: MulConstant.apply(t, 3.0), (w,))

    model = fill(nn.Sequential(Linear(3, 4), nn.Tanh(), Linear(4, 1)))
    seen = []
    handles = [
        model[0].register_forward_pre_hook(lambda module, args: (args[0] * 2,)),
        model[1].register_forward_hook(lambda module, args, output: output + 0.1),
        model[2].register_full_backward_hook(lambda module, gi, go: seen.append(gi[0].abs().sum().item())),
        model[0].weight.register_hook(lambda grad: grad * 0.5),
    ]
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    losses = []
    for step in range(4):
        if step == 2:
            for handle in handles:
                handle.remove()
        h = model(x)
        h.retain_grad()
        magnitude, negative = SplitSigns.apply(h)
        loss = (MulConstant.apply(Round.apply(h * 4), 0.25) - y).pow(2).mean() + 0.1 * magnitude.sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses += [loss.item(), h.grad.norm().item(), negative.sum().item()]
    assert "input_features=3" in repr(model)
    print(json.dumps({"losses": losses + seen}))


if __name__ == "__main__":
    main()
