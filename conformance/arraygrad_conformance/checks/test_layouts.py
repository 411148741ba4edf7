"""Operands that are views - transposed, strided - give what contiguous ones give."""

from __future__ import annotations

import pytest

from arraygrad_conformance.calls import Result, agree, call, case_of, each_case, eager_floating, inputs, run
from arraygrad_conformance.samples import samples_of


def transposed(x):
    """The same values with reversed strides."""
    return x.permute(*reversed(range(x.ndim))).clone().permute(*reversed(range(x.ndim)))


def strided(x):
    """The same values, every other element of the memory."""
    wide = x.unsqueeze(-1).expand(*x.shape, 2).clone()
    return wide.reshape(*x.shape[:-1], 2 * x.shape[-1])[..., ::2]


@pytest.mark.parametrize("layout", [transposed, strided], ids=lambda f: f.__name__)
# Where a compiler lays out the arrays there are no others.
@each_case(lambda op, case: any(s.shape for s in samples_of(case)), standard="first", compiled="none")
def test_layout(device, name, number, layout):
    op, case = case_of(name, number)
    xs = inputs(name, number, device, eager_floating(device))
    outs = call(op, case, [layout(x) if x.ndim else x for x in xs])
    agree(Result.of(name, number, outs, xs), run(name, number, device, eager_floating(device)), loose=10)
