"""Two outcomes beside each other: a result or an error of each library."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

import arraygrad as ag

from .inputs import name_of

#: Allowed difference by data type, relative and absolute for values about one.
TOLERANCE = {"float64": (1e-7, 1e-9), "complex128": (1e-7, 1e-9), "float32": (1e-3, 1e-5), "complex64": (1e-3, 1e-5)}
#: Texts of array libraries that a message should not consist of.
FOREIGN = (
    "could not be broadcast together", "out of bounds for array", "ufunc", "signature mismatch",
    "cannot reshape array", "object has no attribute", "array_api_strict", "numpy.",
    "unsupported operand", "NoneType", "local variable", "not in list", "too many values", "unpack",
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What a call gave: a value, or the exception that it raised."""

    value: Any = None
    error: Exception | None = None


def outcome(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Outcome:
    """Call, quietly."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return Outcome(function(*args, **kwargs))
        except Exception as error:
            return Outcome(error=error)


def host(value: Any) -> np.ndarray:
    """A tensor's values."""
    if isinstance(value, torch.Tensor):
        return value.detach().numpy(force=True)
    return np.asarray(value.detach().numpy(force=True))


def flat(value: Any) -> list[Any]:
    """Results in a list, whatever they were packed into."""
    if isinstance(value, (list, tuple)) and not isinstance(value, (torch.Size, ag.Size)):
        return [item for part in value for item in flat(part)]
    return [value]


def form(value: Any) -> Any:
    """How results are packed: the names of a named tuple, list or tuple, and what is inside."""
    if isinstance(value, (torch.Size, ag.Size)):
        return "size"
    if isinstance(value, (list, tuple)):
        names = getattr(value, "_fields", getattr(value, "__match_args__", ()))
        if value.__class__ not in (list, tuple):
            return (tuple(names), *map(form, value))
        return (value.__class__.__name__, *map(form, value))
    if isinstance(value, (torch.Tensor, ag.Tensor)):
        return "tensor"
    if isinstance(value, (torch.dtype, ag.DType)):
        return "dtype"
    return type(value).__name__


def values_differ(theirs: Any, ours: Any, *, loose: float = 1.0, single: bool = False) -> str | None:
    """Why two results are not the same, or None. `single` says that there was a float32 among the operands."""
    if form(theirs) != form(ours):
        return f"type: {form(ours)}, expected {form(theirs)}"
    for a, b in zip(flat(theirs), flat(ours), strict=True):
        if isinstance(a, torch.Tensor):
            if tuple(a.shape) != tuple(b.shape):
                return f"shape: {tuple(b.shape)}, expected {tuple(a.shape)}"
            if name_of(a.dtype) != b.dtype.name:
                return f"dtype: {b.dtype.name}, expected {name_of(a.dtype)}"
            why = arrays_differ(host(a), host(b), loose=loose, single=single)
            if why:
                return f"value: {why}"
        elif isinstance(a, torch.dtype):
            if name_of(a) != b.name:
                return f"dtype: {b}, expected {a}"
        elif isinstance(a, (float, complex)):
            why = arrays_differ(np.asarray(a), np.asarray(b), loose=loose)
            if why:
                return f"value: {why}"
        elif a != b:
            return f"value: {b}, expected {a}"
    return None


def arrays_differ(expected: np.ndarray, found: np.ndarray, *, loose: float = 1.0, single: bool = False) -> str | None:
    """Why two arrays of one shape are not close, or None."""
    kinds = [d.name for d in (expected.dtype, found.dtype) if d.name in TOLERANCE]
    if not kinds:
        same = np.array_equal(expected, found)
    else:
        rtol, atol = max(TOLERANCE[kind] for kind in (*kinds, *(["float32"] if single else [])))
        finite = np.abs(expected[np.isfinite(expected)])
        scale = min(max(1.0, float(finite.max())), 1e6) if finite.size else 1.0
        with np.errstate(all="ignore"):
            same = np.allclose(found, expected, rtol=rtol * loose, atol=atol * scale * loose, equal_nan=True)
    if same:
        return None
    a, b = np.atleast_1d(expected).ravel(), np.atleast_1d(found).ravel()
    with np.errstate(all="ignore"):
        wrong = ~(np.isclose(a, b, rtol=1e-3, atol=1e-6, equal_nan=True)) if kinds else a != b
    i = int(np.argmax(wrong))
    return f"{b[i]} at {i}, expected {a[i]} ({int(wrong.sum())} of {a.size})"


def errors_differ(theirs: Exception, ours: Exception) -> str | None:
    """Why an exception is not PyTorch's, or None. Subclasses that only PyTorch has stand for their public base."""
    expected = next(c for c in type(theirs).__mro__ if c.__module__ == "builtins")
    accepted = (expected, RuntimeError) if expected is NotImplementedError else (expected,)
    if not isinstance(ours, accepted):
        return f"class: {type(ours).__name__} ({brief(ours)}), expected {expected.__name__} ({brief(theirs)})"
    text = str(ours)
    if any(words in text and words not in str(theirs) for words in FOREIGN) or not text.strip():
        return f"message: {type(ours).__name__} ({brief(ours)}), PyTorch's: {brief(theirs)}"
    return None


def brief(error: BaseException) -> str:
    """The beginning of a message."""
    return " ".join(str(error).split())[:110]


def described(args: Any, kwargs: Any) -> str:
    """A call in a line."""

    def text(value: Any) -> str:
        if isinstance(value, torch.Tensor):
            return f"{name_of(value.dtype)}{list(value.shape)}"
        if isinstance(value, (list, tuple)) and not isinstance(value, torch.Size):
            inside = ", ".join(map(text, value))
            return f"[{inside}]" if isinstance(value, list) else f"({inside})"
        return str(value)[:40] if not isinstance(value, str) else repr(value)

    return ", ".join([*map(text, args), *(f"{k}={text(v)}" for k, v in kwargs.items())])[:200]
