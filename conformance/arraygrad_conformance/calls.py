"""One op with one of its cases, run on a device: what the checks of ops have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np
import pytest

import arraygrad as ag
import arraygrad.ops
from arraygrad.cases import Case
from arraygrad.dispatch import caller
from arraygrad.op import OPS, Op
from arraygrad_conformance.plugin import compiles
from arraygrad_conformance.samples import arrays_of, fill, generator, operands_of

__all__ = [
    "Result",
    "agree",
    "call",
    "case_of",
    "close",
    "each_case",
    "eager_floating",
    "gradients",
    "host",
    "inputs",
    "leaves",
    "oracle_of",
    "run",
    "weights_for",
]

#: Allowed difference by data type: relative, and absolute for values about one.
TOLERANCE = {"float64": (1e-9, 1e-11), "complex128": (1e-9, 1e-11), "float32": (1e-4, 1e-5), "complex64": (1e-4, 1e-5)}


def each_case(
    chosen: Callable[[Op, Case], bool] = lambda op, case: True, *, standard: str = "all", compiled: str = "first"
) -> pytest.MarkDecorator:
    """Run a check with the chosen cases of all ops, as arguments `device`, `name` and `number`.

    Parameters
    ----------
    standard : str
        With which of them at the standard depth: ``"all"``, or the ``"first"`` of each op.
    compiled : str
        With which of them on a backend that compiles every eager call: ``"all"``, the ``"first"`` of each op, or
        ``"none"``. All cases of all ops run there as compiled programs.
    """

    def cases(device: str, depth: str) -> list[tuple[str, int]]:
        pairs = []
        for name, op in sorted(OPS.items()):
            numbers = [i for i, case in enumerate(op.samples) if chosen(op, case)]
            if depth == "quick" or (depth == "standard" and standard == "first"):
                numbers = numbers[:1]
            if compiles(device) and op.compiles:
                numbers = {"all": numbers, "first": numbers[:1], "none": []}[compiled]
            pairs += [(name, i) for i in numbers]
        return pairs

    return pytest.mark.each_case(cases=cases)


def eager_floating(device: str) -> str:
    """The data type of eager checks: float32 where float64 has been compiled, so that both are seen."""
    return "float32" if compiles(device) else "float64"


def case_of(name: str, number: int) -> tuple[Op, Case]:
    """The op and its case."""
    return OPS[name], OPS[name].samples[number]


def host(value: Any) -> Any:
    """A copy of a tensor's values as a NumPy array; anything else as it is."""
    return np.array(value.detach().numpy(force=True)) if isinstance(value, ag.Tensor) else value


def inputs(name: str, number: int, device: str, floating: str = "float64") -> list[ag.Tensor]:
    """Leaves with the case's values; those of floating operands with a derivative require gradients."""
    op, case = case_of(name, number)
    made = []
    for array, operand in zip(arrays_of(name, number, case, floating), operands_of(op, case), strict=True):
        leaf = ag.tensor(array, device=device)
        smooth = leaf.dtype.is_differentiable and op.operands.get(operand) not in ("index", "indices")
        made.append(leaf.requires_grad_(smooth))
    return made


def call(op: Op, case: Case, values: Sequence[Any]) -> list[Any]:
    """Results of the op, as a list; random ops always draw the same numbers."""
    args, params = fill(case, values)
    if op.view:  # views take their parameters by position
        args, params = (*args, *params.values()), {}
    ag.manual_seed(0)
    return _results(caller(op.name)(*args, **params))


def _results(out: Any) -> list[Any]:
    """Results in one list, also where one of several is a tuple of tensors itself."""
    if isinstance(out, (tuple, list)) and not isinstance(out, ag.Size):
        return [result for part in out for result in _results(part)]
    return [out]


def weights_for(tensors: Sequence[ag.Tensor], *what: object) -> list[ag.Tensor]:
    """Fixed random weights, one tensor like each of `tensors`: cotangents and directions. `what` chooses them."""
    made = []
    for i, t in enumerate(tensors):
        rng = generator("weights", *what, i)
        w = rng.uniform(-1, 1, tuple(t.shape))
        if t.dtype.is_complex:
            w = w + 1j * rng.uniform(-1, 1, tuple(t.shape))
        made.append(ag.tensor(w, dtype=t.dtype, device=t.device))
    return made


class Result(NamedTuple):
    """What a case gave: results, and the gradient of each input (None where there is none)."""

    values: list[Any]
    gradients: list[Any]

    @classmethod
    def of(cls, name: str, number: int, outs: Sequence[Any], xs: Sequence[ag.Tensor]) -> Result:
        """Results and gradients, brought to the host."""
        values = [host(o) for o in outs]
        return cls(values, [host(g) for g in gradients(name, number, outs, xs)])


def gradients(name: str, number: int, outs: Sequence[Any], wanted: Sequence[ag.Tensor]) -> list[ag.Tensor | None]:
    """Gradients of the results, weighted with fixed numbers, with respect to `wanted`; None where there is none."""
    tracked = [o for o in outs if isinstance(o, ag.Tensor) and o.requires_grad]
    ends = leaves(wanted)
    if not tracked or not ends:
        return [None] * len(wanted)
    found = iter(ag.autograd.grad(tracked, ends, weights_for(tracked, name, number), allow_unused=True))
    return [next(found) if x.requires_grad else None for x in wanted]


def leaves(xs: Sequence[ag.Tensor]) -> list[ag.Tensor]:
    """Those of the inputs that require gradients."""
    return [x for x in xs if x.requires_grad]


@cache
def run(name: str, number: int, device: str, floating: str = "float64") -> Result:
    """Results and gradients of a case on a device; computed once."""
    op, case = case_of(name, number)
    xs = inputs(name, number, device, floating)
    outs = call(op, case, xs)
    return Result.of(name, number, outs, xs)


def close(found: Any, expected: Any, what: str, *, loose: float = 1.0) -> None:
    """Assert equal shapes and values, within what the less precise data type allows.

    Parameters
    ----------
    loose : float
        Factor on the tolerance.
    """
    found, expected = np.asarray(found), np.asarray(expected)
    assert found.shape == expected.shape, f"{what}: shape {found.shape}, expected {expected.shape}"
    assert (found.dtype == np.bool_) == (expected.dtype == np.bool_), (
        f"{what}: {found.dtype}, expected {expected.dtype}"
    )
    kinds = [d.name for d in (found.dtype, expected.dtype) if d.name in TOLERANCE]
    if not kinds:
        np.testing.assert_array_equal(found, expected, err_msg=what)
        return
    rtol, atol = max(TOLERANCE[kind] for kind in kinds)
    finite = np.abs(expected[np.isfinite(expected)])
    scale = max(1.0, float(finite.max())) if finite.size else 1.0
    np.testing.assert_allclose(found, expected, rtol=rtol * loose, atol=atol * scale * loose, err_msg=what)


def agree(found: Result, expected: Result, *, loose: float = 1.0) -> None:
    """Assert that two runs gave the same results and gradients; no gradient is a gradient of zeros."""
    assert len(found.values) == len(expected.values)
    for i, (a, b) in enumerate(zip(found.values, expected.values, strict=True)):
        close(a, b, f"result {i}", loose=loose)
        if isinstance(a, np.ndarray):
            assert a.dtype == b.dtype, f"result {i}: {a.dtype}, expected {b.dtype}"
    for i, (a, b) in enumerate(zip(found.gradients, expected.gradients, strict=True)):
        if a is None or b is None:
            there = a if b is None else b
            assert there is None or not there.any(), f"gradient of input {i}: {a}, expected {b}"
        else:
            close(a, b, f"gradient of input {i}", loose=loose)
            assert a.dtype == b.dtype, f"gradient of input {i}: {a.dtype}, expected {b.dtype}"


def oracle_of(op: Op) -> Callable[..., Any] | None:
    """The function of NumPy arrays that gives the expected values."""
    if not isinstance(op.oracle, str):
        return op.oracle
    module, _, name = op.oracle.rpartition(".")
    return getattr(import_module(module), name)  # type: ignore[no-any-return]
