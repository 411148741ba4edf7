"""In-place twins: the same values and gradients as out of place, and a refusal that changes nothing."""

from __future__ import annotations

import numpy as np
import pytest

import arraygrad as ag
from arraygrad_conformance.calls import Result, agree, case_of, each_case, eager_floating, host, inputs, run
from arraygrad_conformance.samples import fill


def write(name, case, xs):
    """Call the in-place twin; the first operand's place is taken by a copy, which is returned."""
    args, params = fill(case, xs)
    target = args[0].clone()
    ag.manual_seed(0)
    assert getattr(target, f"{name}_")(*args[1:], **params) is target
    return target


@each_case(lambda op, case: op.inplace, standard="first")
def test_in_place(device, name, number):
    _, case = case_of(name, number)
    expected = run(name, number, device, eager_floating(device))
    (value,) = expected.values
    xs = inputs(name, number, device, eager_floating(device))
    if not isinstance(fill(case, xs)[0][0], ag.Tensor):
        return
    if value.shape == xs[0].shape and np.can_cast(value.dtype, host(xs[0]).dtype, "same_kind"):
        target = write(name, case, xs)
        assert target._version == 1
        found = Result.of(name, number, [target], xs)
        agree(found, Result([value.astype(host(xs[0]).dtype)], expected.gradients))
        return
    before = host(xs[0])
    x = xs[0].detach()
    args, params = fill(case, [x, *xs[1:]])
    with pytest.raises(RuntimeError):
        getattr(x, f"{name}_")(*args[1:], **params)
    np.testing.assert_array_equal(host(x), before)
    assert x._version == 0


@each_case(lambda op, case: op.inplace, standard="first")
def test_in_place_through_a_view(device, name, number):
    """A write through a view changes its part of the base, and gradients of the base know."""
    _, case = case_of(name, number)
    expected = run(name, number, device, eager_floating(device))
    (value,) = expected.values
    xs = inputs(name, number, device, eager_floating(device))
    args, params = fill(case, xs)
    if not isinstance(args[0], ag.Tensor) or value.shape != xs[0].shape or value.dtype != host(xs[0]).dtype:
        return
    base = ag.stack([args[0], args[0]])
    ag.manual_seed(0)
    getattr(base[1], f"{name}_")(*args[1:], **params)
    np.testing.assert_array_equal(host(base[0]), host(xs[0]))
    found = Result.of(name, number, [base[1]], xs)
    agree(found, expected)
