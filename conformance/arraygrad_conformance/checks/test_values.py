"""What ops compute: the record's oracle, the NumPy backend, data types, and inputs left alone."""

from __future__ import annotations

import numpy as np

import arraygrad as ag
from arraygrad_conformance.calls import (
    agree,
    call,
    case_of,
    close,
    each_case,
    eager_floating,
    host,
    inputs,
    oracle_of,
    run,
)
from arraygrad_conformance.samples import arrays_of, fill

#: Ops that compute in float64 whatever they are given.
WIDENS = {"float_power"}
#: What NumPy calls parameters.
NUMPYS = {"dim": "axis", "keepdim": "keepdims"}


def expected_values(name, number, floating):
    """What the oracle gives, computed in double precision from the values as they are in `floating`."""
    op, case = case_of(name, number)
    wide = {"f": np.float64, "c": np.complex128}
    arrays = [a.astype(wide.get(a.dtype.kind, a.dtype)) for a in arrays_of(name, number, case, floating)]
    args, params = fill(case, arrays)
    if isinstance(op.oracle, str) and "dim" in op.names:
        bound = {**dict(zip(op.names, args, strict=False)), **params}
        args = tuple(bound[n] for n in op.operands if n in bound)
        params = {NUMPYS.get(n, n): v for n, v in bound.items() if n not in op.operands}
        if not np.ndim(args[0]):
            params.pop("axis", None)  # a zero-dimensional tensor has a dimension 0 to PyTorch
    oracle = oracle_of(op)
    assert oracle is not None
    with np.errstate(all="ignore"):
        out = oracle(*args, **params)
    return list(out) if isinstance(out, (tuple, list)) else [out]


@each_case(lambda op, case: op.oracle is not None)
def test_oracle(device, name, number):
    floating = eager_floating(device)
    found, expected = run(name, number, device, floating).values, expected_values(name, number, floating)
    assert len(found) == len(expected)
    for i, (a, b) in enumerate(zip(found, expected, strict=True)):
        close(a, b, f"result {i}")


@each_case()
def test_as_on_numpy(device, name, number):
    """Values, gradients and data types are those of the NumPy backend."""
    floating = eager_floating(device)
    agree(run(name, number, device, floating), run(name, number, "cpu", floating))


@each_case(standard="first")
def test_float32(device, name, number):
    """float32 in gives float32 out, with the values of float64 but for rounding."""
    _, case = case_of(name, number)
    narrow, wide = run(name, number, device, "float32"), run(name, number, "cpu")
    for i, (a, b) in enumerate(zip(narrow.values, wide.values, strict=True)):
        if isinstance(b, np.ndarray):
            assert a.shape == b.shape, f"result {i}: shape {a.shape}, expected {b.shape}"
            if b.dtype.kind in "fc" and "dtype" not in case.params and name not in WIDENS:
                assert a.dtype == {"f": np.float32, "c": np.complex64}[b.dtype.kind], f"result {i} is {a.dtype}"
    for i, (g, x) in enumerate(zip(narrow.gradients, inputs(name, number, "cpu", "float32"), strict=True)):
        assert g is None or g.dtype == host(x).dtype, f"gradient of input {i} is {g.dtype}"


@each_case(standard="first")
def test_inputs_stay(device, name, number):
    """An op writes nothing into its operands, and what is no view has memory of its own."""
    op, case = case_of(name, number)
    xs = inputs(name, number, device, eager_floating(device))
    before = [host(x) for x in xs]
    outs = call(op, case, xs)
    for i, (x, old) in enumerate(zip(xs, before, strict=True)):
        assert x._version == 0, f"the version of input {i} went up"
        np.testing.assert_array_equal(host(x), old, err_msg=f"input {i}")
    if op.view or not op.faces or not ag.device(device).mutable:
        return
    for i, out in enumerate(outs):
        for j, x in enumerate(xs):
            if isinstance(out, ag.Tensor) and out.numel() and out._storage is not x._storage:
                assert not out.shares_memory(x), f"result {i} shares the memory of input {j}"
