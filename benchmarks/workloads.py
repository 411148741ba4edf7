"""The workloads by name: what is timed, in which unit, and what is compared first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import Any

from benchmarks.training import Step, cnn, gpt, lstm, mlp, resnet


@dataclass(frozen=True)
class Case:
    """One row of the table.

    Attributes
    ----------
    workload : str
        Name under which the case is asked for.
    what : str
        What is timed.
    build : callable or None
        Gives a fresh step for a library that has the PyTorch API. None: the case is the library's import.
    unit : {"us", "ms"}
        Unit in which the times are shown.
    per : int
        Number of operations in a step; the time shown is that of one.
    compared : int
        Number of steps whose results must agree before anything is timed.
    """

    workload: str
    what: str
    build: Callable[[ModuleType], Step] | None
    unit: str = "us"
    per: int = 1
    compared: int = 1


# -- scalar_chain: what an operation costs beside its arithmetic ---------------------------------------------------

#: Operations in the chain, the sum at its end not counted.
CHAIN = 50


def chain(x: Any, w: Any) -> Any:
    for _ in range(CHAIN // 5):
        x = (x * w + w).tanh()
        x = x - w * 0.5
    return x.sum()


def scalar_chain(library: ModuleType, recorded: bool, backward: bool) -> Step:
    x = library.tensor([0.1, 0.2, 0.3, 0.4], requires_grad=recorded)
    w = library.tensor([0.5, -0.4, 0.3, 0.2], requires_grad=recorded)

    def forward_and_backward() -> Any:
        x.grad = w.grad = None
        out = chain(x, w)
        out.backward()
        return w.grad[0]

    return forward_and_backward if backward else lambda: chain(x, w)


# -- deep_chain: the cost of a node must not grow with the length of the graph -------------------------------------


def deep_chain(library: ModuleType, length: int) -> Step:
    x = library.tensor([1.0, 2.0], requires_grad=True)

    def step() -> Any:
        x.grad = None
        y = x
        for _ in range(length):
            y = y * 1.000001
        y.sum().backward()
        return x.grad[0]

    return step


CASES = [
    Case(
        "scalar_chain",
        "per op on 4 elements, forward, not recorded",
        partial(scalar_chain, recorded=False, backward=False),
        per=CHAIN,
    ),
    Case(
        "scalar_chain",
        "per op on 4 elements, forward, recorded",
        partial(scalar_chain, recorded=True, backward=False),
        per=CHAIN,
    ),
    Case(
        "scalar_chain",
        "per op on 4 elements, forward and backward",
        partial(scalar_chain, recorded=True, backward=True),
        per=CHAIN,
    ),
    *(
        Case("deep_chain", f"per node of 10^{n}, forward and backward", partial(deep_chain, length=10**n), per=10**n)
        for n in range(3, 7)
    ),
    Case("mlp", "training step: 784-256-256-10, batch 64, AdamW", mlp, unit="ms", compared=5),
    Case("cnn", "training step: 2 convolutions, batch norm, 28x28, batch 64, AdamW", cnn, unit="ms", compared=5),
    Case(
        "resnet",
        "training step: 7 convolutions in residual blocks, 32x32, batch 16, AdamW",
        resnet,
        unit="ms",
        compared=5,
    ),
    Case("lstm", "training step: LSTM of width 128, 32 steps, batch 32, AdamW", lstm, unit="ms", compared=5),
    Case("gpt", "training step: 2 layers, 4 heads, width 128, 64 tokens, batch 8, AdamW", gpt, unit="ms", compared=5),
    Case("import_time", "import, beyond that of NumPy", None, unit="ms"),
]
