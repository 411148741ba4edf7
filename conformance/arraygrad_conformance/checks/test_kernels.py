"""A backend's kernels mean what the generic bodies mean."""

from __future__ import annotations

from functools import partial

import pytest

import arraygrad as ag
from arraygrad.creation import run as scoped_run
from arraygrad.dispatch import bind, promote
from arraygrad.op import OPS
from arraygrad.tensor import wrap
from arraygrad_conformance.calls import case_of, close, inputs
from arraygrad_conformance.samples import fill


def of_kernels(device, depth):
    most = 1 if depth == "quick" else None
    kernels = ag.device(device).backend.kernels
    return [(name, i) for name in sorted(OPS.keys() & kernels) for i, _ in enumerate(OPS[name].samples[:most])]


def raw_arguments(op, case, xs):
    """Operands as the dispatcher hands them to a kernel: promoted, and as the library's own arrays."""
    bound = bind(op, *fill(case, xs))
    arrays = [n for n, kind in op.operands.items() if kind == "array"]
    bound.update(zip(arrays, promote(op, [bound[n] for n in arrays], None), strict=True))
    for n, value in bound.items():
        if isinstance(value, ag.Tensor):
            bound[n] = value._array
        elif op.operands.get(n) in ("arrays", "indices"):
            bound[n] = [v._array for v in value]
    values = [bound[n] for n in op.names]
    return values[: op.positional], dict(zip(op.names[op.positional :], values[op.positional :], strict=True))


def test_kernel_names(device):
    """Every kernel belongs to an op."""
    assert not ag.device(device).backend.kernels.keys() - OPS.keys()


@pytest.mark.each_case(cases=of_kernels)
def test_kernel(device, name, number):
    op, case = case_of(name, number)
    place = ag.device(device)
    backend = place.backend

    def both(*raws):
        results = []
        for function in (backend.kernels[name], partial(op.body, place.ns)):
            args, params = raw_arguments(op, case, [wrap(backend.copy(raw), place) for raw in raws])
            out = function(*args, **params)
            results.append([] if out is NotImplemented else list(out) if op.outputs else [out])
        return results

    smooth = any(x.dtype.is_differentiable for x in inputs(name, number, device))
    # Bodies on integers may loop until the values say that they are done: under a compiler, as often as any could need.
    program = (backend.compile(both) if op.compiles and smooth else None) or both
    for floating in ("float64", "float32") if smooth else ("float64",):
        kernel, body = scoped_run(place, program, *(x._array for x in inputs(name, number, device, floating)))
        if not kernel:
            return  # the kernel leaves this case to the body
        for i, (a, b) in enumerate(zip(kernel, body, strict=True)):
            assert a.dtype == b.dtype, f"result {i} is {a.dtype}, expected {b.dtype}"
            found, expected = (backend.to_host(backend.asarray(r, place.native)) for r in (a, b))
            close(found, expected, f"result {i}")
