"""Writes the files beside this one with PyTorch: ``python tests/files/make_fixtures.py``.

The tests read them without PyTorch; what is in them is computed there anew.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict
from pathlib import Path

import numpy as np
import torch
from torch import nn

HERE = Path(__file__).parent
DTYPES = "bool uint8 int8 int16 int32 int64 float16 bfloat16 float32 float64 complex64 complex128 uint16 uint32 uint64"


def dtypes():
    return {name: torch.tensor([[0, 1, 1], [1, 0, 1]]).to(getattr(torch, name)) for name in DTYPES.split()}


def views():
    base = torch.arange(12.0).reshape(3, 4)
    return {
        "base": base,
        "row": base[1],
        "column": base[:, 2],
        "transposed": base.t(),
        "every second": base[::2, 1::2],
        "again": base,
        "alone": torch.arange(10)[3:7],
        "expanded": torch.tensor([[1.0], [2.0]]).expand(2, 3),
        "empty": torch.zeros(0, 3),
        "number": torch.tensor(5),
        "conjugate": torch.tensor([1 + 2j, 3 - 4j]).conj(),
        "negative": torch._neg_view(torch.ones(2)),
        "requires_grad": torch.ones(2, requires_grad=True),
    }


def values():
    return {
        "plain": [None, True, 1, -(2**40), 2**70, 1.5, float("inf"), 1 + 2j, "text", "\u00fc\U0001f600", b"\x00\xff"],
        "containers": [(1, (2,)), {1, 2}, frozenset([3]), bytearray(b"ab"), {(1, "a"): [2]}],
        "collections": [OrderedDict(b=1, a=2), defaultdict(list, {1: [2]}), Counter("aab")],
        "torch": [torch.Size([2, 3]), torch.float32, torch.bfloat16, torch.device("cpu"), torch.device("cuda", 3)],
        "numpy": [np.arange(6.0).reshape(2, 3).T, np.array([1, 2], ">i2"), np.float32(1.5), np.int64(-1)],
        "parameters": [nn.Parameter(torch.ones(2)), nn.Parameter(torch.zeros(1), requires_grad=False)],
        "buffers": [nn.Buffer(torch.ones(2)), nn.Buffer(torch.zeros(1), persistent=False)],
    }


def training():
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, 2, 0.5)
    x = torch.linspace(-1, 1, 12).reshape(4, 3)

    def steps(count):
        losses = []
        for _ in range(count):
            optimizer.zero_grad()
            loss = (model(x) - x.sum(1, keepdim=True)).pow(2).mean()
            loss.backward()
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        return losses

    steps(3)
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict()}
    torch.save(state, HERE / "training.pt")
    return steps(3)


def tied():
    model = nn.ModuleDict({"a": nn.Linear(2, 2, bias=False), "b": nn.Linear(2, 2, bias=False)})
    model["b"].weight = model["a"].weight
    return model


class Line(nn.Module):
    """A class of the user's own."""

    def __init__(self):
        super().__init__()
        self.slope = nn.Parameter(torch.tensor(2.0))
        self.register_buffer("offset", torch.tensor(1.0))
        self.layers = nn.Sequential(nn.Linear(1, 1, bias=False), nn.ReLU())


def main():
    everything = {"dtypes": dtypes(), "views": views(), "values": values(), "tied": tied().state_dict()}
    torch.save(everything, HERE / "everything.pt")
    torch.save(everything, HERE / "everything_protocol_4.pt", pickle_protocol=4)
    torch.save(everything, HERE / "everything_old.pt", _use_new_zipfile_serialization=False)
    small = {"w": torch.arange(6.0).reshape(2, 3), "n": [1, "a", (2.5, None)], 3: torch.ones(2, dtype=torch.bfloat16)}
    small["v"] = small["w"][1]
    torch.save(small, HERE / "small.pt")
    torch.save(small, HERE / "small_old.pt", _use_new_zipfile_serialization=False)
    torch.save(tied(), HERE / "module.pt")
    torch.save(Line(), HERE / "own_class.pt")
    torch.jit.save(torch.jit.script(nn.ReLU()), HERE / "torchscript.pt")
    print("losses that follow training.pt:", training())


if __name__ == "__main__":
    main()
