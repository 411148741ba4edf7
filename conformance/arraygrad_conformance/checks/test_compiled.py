"""Under the backend's compiler ops give what they give without it: values and gradients."""

from __future__ import annotations

import arraygrad as ag
from arraygrad.op import OPS
from arraygrad.tensor import wrap
from arraygrad_conformance.calls import Result, agree, call, case_of, gradients, inputs, run
from arraygrad_conformance.plugin import backends


def pytest_generate_tests(metafunc):
    wanted = [
        (name, op.name)
        for name in backends(metafunc.config)
        if ag.device(name).backend.compile(lambda x: x) is not None
        for op in OPS.values()
        if op.samples
    ]
    metafunc.parametrize(("device", "name"), wanted, ids=["-".join(w) for w in wanted])


def test_compiled(device, name):
    """One program with all cases of an op: their results, then the gradients that there are."""
    place = ag.device(device)
    numbers = range(len(OPS[name].samples))
    given = [inputs(name, n, device) for n in numbers]

    def program(*raws):
        rest, results = iter(raws), []
        for n in numbers:
            xs = [wrap(next(rest), place).requires_grad_(x.requires_grad) for x in given[n]]
            outs = call(*case_of(name, n), xs)
            results.append([[raw(v) for v in part] for part in (outs, gradients(name, n, outs, xs))])
        return results

    raws = [x._array for xs in given for x in xs]
    for n, (values, found) in zip(numbers, place.backend.compile(program)(*raws), strict=True):
        agree(Result(values, found), run(name, n, device), loose=10)


def raw(value):
    return value._array if isinstance(value, ag.Tensor) else value
