"""Calling NumPy's other functions on tensors: arguments are bound as NumPy binds them, then the table is asked."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache
from typing import Any

from arraygrad.numpy_face import (
    algebra,
    elementwise,
    pieces,
    polynomials,
    quantiles,
    reductions,
    searching,
    shapes,
    writing,
)
from arraygrad.numpy_face.arguments import check_out, refusal, tensors, write
from arraygrad.numpy_face.table import TABLE

__all__ = ["run"]

#: The modules whose functions the table holds.
FAMILIES = (algebra, elementwise, pieces, polynomials, quantiles, reductions, searching, shapes, writing)


def name_of(function: Callable[..., Any]) -> str:
    """What follows ``np.`` in a function's public name."""
    _, _, module = (function.__module__ or "numpy").partition("numpy.")
    return f"{module}.{function.__name__}" if module in ("fft", "linalg") else function.__name__


@cache
def _signature(function: Callable[..., Any]) -> inspect.Signature:
    return inspect.signature(function)


def run(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Call a function of NumPy on tensors."""
    name = name_of(function)
    body = TABLE.get(function)
    if body is None:
        raise refusal(name)
    bound = _signature(function).bind(*args, **kwargs)
    given = bound.arguments
    out = given.pop("out", None)
    if out is not None:
        (out,) = out if isinstance(out, tuple) else (out,)
        check_out(out, name)
    takes = _signature(body).parameters
    unknown = [key for key, value in given.items() if key not in takes and not _is_default(function, key, value)]
    if unknown:
        raise refusal(name, *unknown)
    for key in [key for key in given if key not in takes]:
        del given[key]
    if name not in writing.WRITERS:
        for key, value in given.items():
            given[key] = {k: tensors(v) for k, v in value.items()} if isinstance(value, dict) else tensors(value)
    result = body(*bound.args, **bound.kwargs)
    return result if out is None else write(out, result, name)


def _is_default(function: Callable[..., Any], key: str, value: Any) -> bool:
    return value is _signature(function).parameters[key].default
