"""Under the backend's compiler ops give what the NumPy backend gives: values, gradients, second derivatives."""

from __future__ import annotations

import pytest

import arraygrad as ag
from arraygrad.op import OPS
from arraygrad.tensor import wrap
from arraygrad_conformance.calls import Result, agree, call, case_of, gradients, host, inputs, leaves, run, weights_for
from arraygrad_conformance.plugin import compiles


def every_op(device, depth):
    """One pair per op, with the number of its cases: they make one program."""
    if not compiles(device):
        return []
    ops = [(name, len(op.samples)) for name, op in sorted(OPS.items()) if op.compiles and op.samples]
    return [(name, 1) for name, _ in ops] if depth == "quick" else ops


def raw(value):
    return value._array if isinstance(value, ag.Tensor) else value


def second_derivative(name, number, outs, xs):
    """The weighted gradient's gradient, by the inputs and by the weights."""
    outs = [o for o in outs if isinstance(o, ag.Tensor) and o.requires_grad]
    if not outs:
        return []
    cotangents = [w.requires_grad_() for w in weights_for(outs, name, number)]
    first = ag.autograd.grad(outs, leaves(xs), cotangents, create_graph=True, allow_unused=True)
    tracked = [g for g in first if g is not None and g.requires_grad]
    if not tracked:
        return []
    weights = weights_for(tracked, name, number, "second")
    wanted = [*leaves(xs), *cotangents]
    return list(ag.autograd.grad(tracked, wanted, weights, retain_graph=True, materialize_grads=True))


@pytest.mark.each_case(cases=every_op)
def test_compiled(device, name, number):
    """All cases of an op in one program, with gradients; for the first that has one, the second derivative too."""
    place = ag.device(device)
    given = [inputs(name, n, device) for n in range(number)]
    twice = next((n for n in range(number) if OPS[name].samples[n].second), None)

    def program(*raws):
        rest, results = iter(raws), []
        for n in range(number):
            xs = [wrap(next(rest), place).requires_grad_(x.requires_grad) for x in given[n]]
            outs = call(*case_of(name, n), xs)
            second = second_derivative(name, n, outs, xs) if n == twice else []
            first = gradients(name, n, outs, xs)
            results.append([[raw(v) for v in part] for part in (outs, first, second)])
        return results

    fast = place.backend.compile(program)
    assert fast is not None
    for n, (values, first, second) in enumerate(fast(*(x._array for xs in given for x in xs))):
        agree(Result(values, first), run(name, n, "cpu"), loose=10)
        if second:
            xs = inputs(name, n, "cpu")
            expected = second_derivative(name, n, call(*case_of(name, n), xs), xs)
            agree(Result([], second), Result([], [host(g) for g in expected]), loose=10)
