"""Under the backend's compiler ops give what the NumPy backend gives: values, gradients, second derivatives."""

from __future__ import annotations

import pytest

import arraygrad as ag
from arraygrad.op import OPS
from arraygrad.tensor import wrap
from arraygrad_conformance.calls import Result, agree, call, case_of, gradients, host, inputs, leaves, run, weights_for
from arraygrad_conformance.plugin import compiles


def every_op(device):
    """One pair per op: the cases of an op make one program."""
    return [
        (name, len(op.samples)) for name, op in sorted(OPS.items()) if op.compiles and op.samples and compiles(device)
    ]


def compiled(device, given, function):
    """What `function` gives for each case, computed by one compiled program from the cases' inputs."""
    place = ag.device(device)

    def program(*raws):
        rest, results = iter(raws), []
        for n, xs in given.items():
            made = [wrap(next(rest), place).requires_grad_(x.requires_grad) for x in xs]
            results.append([[raw(v) for v in part] for part in function(n, made)])
        return results

    raws = [x._array for xs in given.values() for x in xs]
    fast = place.backend.compile(program)
    assert fast is not None
    return zip(given, (Result(*parts) for parts in fast(*raws)), strict=True)


def raw(value):
    return value._array if isinstance(value, ag.Tensor) else value


@pytest.mark.each_case(cases=every_op)
def test_compiled(device, name, number):
    def both(n, xs):
        outs = call(*case_of(name, n), xs)
        return outs, gradients(name, n, outs, xs)

    given = {n: inputs(name, n, device) for n in range(number)}
    for n, found in compiled(device, given, both):
        agree(found, run(name, n, "cpu"), loose=10)


@pytest.mark.each_case(cases=every_op)
def test_second_derivative_compiled(device, name, number):
    """The gradient of the gradient, for the first case that has one."""

    def second(n, xs):
        outs = [o for o in call(*case_of(name, n), xs) if isinstance(o, ag.Tensor) and o.requires_grad]
        ends = leaves(xs)
        if not outs:
            return [], []
        cotangents = [w.requires_grad_() for w in weights_for(outs, name, n)]
        first = ag.autograd.grad(outs, ends, cotangents, create_graph=True, allow_unused=True)
        tracked = [g for g in first if g is not None and g.requires_grad]
        if not tracked:
            return [], []
        weights = weights_for(tracked, name, n, "second")
        return [], ag.autograd.grad(tracked, [*ends, *cotangents], weights, allow_unused=True, materialize_grads=True)

    n = next((n for n in range(number) if OPS[name].samples[n].second), None)
    if n is None:
        return
    for _, found in compiled(device, {n: inputs(name, n, device)}, second):
        expected = second(n, inputs(name, n, "cpu"))[1]
        agree(found, Result([], [host(g) for g in expected]), loose=10)
