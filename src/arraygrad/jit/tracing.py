"""Tracing: a function is run on example inputs, its outputs are checked, and it stays what it is."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any, TypeVar

from arraygrad.functions import allclose
from arraygrad.nn import Module
from arraygrad.tensor import Tensor

__all__ = ["TracerWarning", "is_tracing", "trace", "trace_module"]

F = TypeVar("F", bound=Callable[..., Any])
M = TypeVar("M", bound=Module)

_tracing: ContextVar[bool] = ContextVar("arraygrad_tracing", default=False)


class TracerWarning(Warning):
    """A traced function does not give the same outputs each time."""


def is_tracing() -> bool:
    """Whether `trace` runs a function."""
    return _tracing.get()


def trace(
    func: F,
    example_inputs: Any = None,
    optimize: None = None,
    check_trace: bool = True,
    check_inputs: Sequence[Any] | None = None,
    check_tolerance: float = 1e-5,
    strict: bool = True,
    example_kwarg_inputs: Mapping[str, Any] | None = None,
) -> F:
    """The function or module itself, after it has been run on example inputs.

    Parameters
    ----------
    func : callable or Module
    example_inputs : tuple of object, or Tensor
        Positional arguments to run it with; tensors are copied.
    check_trace : bool
        Run it once more and compare.
    check_inputs : sequence of tuple, optional
        Other arguments to compare two runs with.
    check_tolerance : float
        How much outputs may differ, relative and absolute.
    strict : bool
        Whether a list or dictionary among the outputs is refused.
    example_kwarg_inputs : mapping, optional
        Arguments by name, in place of `example_inputs`.

    Raises
    ------
    RuntimeError
        If there are no inputs, or an output is something else than tensors in tuples, lists and dictionaries.

    Warns
    -----
    TracerWarning
        If two runs do not give the same.

    Examples
    --------
    >>> import arraygrad as ag
    >>> model = ag.nn.Linear(2, 1)
    >>> ag.jit.trace(model, ag.ones(1, 2)) is model
    True
    """
    if example_inputs is None and not isinstance(example_kwarg_inputs, Mapping):
        raise RuntimeError("example_kwarg_inputs should be a dict")
    keywords = dict(example_kwarg_inputs or {})
    first = _run(func, example_inputs, keywords, strict)
    if check_trace:
        _compare(first, _run(func, example_inputs, keywords, strict), check_tolerance)
        for inputs in check_inputs or ():
            _compare(_run(func, inputs, {}, strict), _run(func, inputs, {}, strict), check_tolerance)
    return func


def trace_module(
    mod: M,
    inputs: Mapping[str, Any],
    optimize: None = None,
    check_trace: bool = True,
    check_inputs: Sequence[Mapping[str, Any]] | None = None,
    check_tolerance: float = 1e-5,
    strict: bool = True,
) -> M:
    """The module itself, after methods of it have been run on example inputs, by name; see `trace`.

    Raises
    ------
    AttributeError
        If `mod` is no module.
    """
    if not isinstance(mod, Module):
        raise AttributeError(f"expected a module as the first argument, got {type(mod).__name__}")
    for name, arguments in inputs.items():
        others = [given[name] for given in check_inputs or () if name in given]
        method = mod if name == "forward" else getattr(mod, name)
        trace(method, arguments, None, check_trace, others, check_tolerance, strict)
    return mod


def _run(func: Callable[..., Any], inputs: Any, keywords: dict[str, Any], strict: bool) -> list[Tensor]:
    """The tensors of one run's output."""
    given = (inputs,) if isinstance(inputs, (Tensor, dict)) else tuple(inputs or ())
    token = _tracing.set(True)
    try:
        output = func(*map(_copy, given), **{name: _copy(value) for name, value in keywords.items()})
    finally:
        _tracing.reset(token)
    return _tensors(output, strict)


def _copy(value: Any) -> Any:
    if isinstance(value, Tensor):
        return value.detach().clone().requires_grad_(value.requires_grad)
    if isinstance(value, (list, tuple)):
        return type(value)(map(_copy, value))
    return {k: _copy(v) for k, v in value.items()} if isinstance(value, dict) else value


def _tensors(output: Any, strict: bool) -> list[Tensor]:
    if isinstance(output, Tensor):
        return [output]
    if strict and isinstance(output, (list, dict)):
        kind = type(output).__name__
        raise RuntimeError(
            f"Encountering a {kind} at the output of the tracer might cause the trace to be incorrect: return a tuple, "
            "or say strict=False"
        )
    if isinstance(output, (tuple, list, dict)):
        values = output.values() if isinstance(output, dict) else output
        return [t for value in values for t in _tensors(value, strict)]
    raise RuntimeError(
        "Only tensors, lists, tuples of tensors, or dictionary of tensors can be output from traced functions, got "
        f"{type(output).__name__}"
    )


def _compare(first: list[Tensor], second: list[Tensor], tolerance: float) -> None:
    for number, (a, b) in enumerate(zip(first, second, strict=False), 1):
        same = a.shape == b.shape and a.dtype is b.dtype
        if not same or not allclose(a.detach(), b.detach(), rtol=tolerance, atol=tolerance, equal_nan=True):
            warnings.warn(
                f"Output nr {number}. of the traced function does not match the corresponding output of the Python "
                "function: did you forget to call .eval() on your model?",
                TracerWarning,
                stacklevel=3,
            )
    if len(first) != len(second):
        warnings.warn("the traced function gives different numbers of outputs", TracerWarning, stacklevel=3)
