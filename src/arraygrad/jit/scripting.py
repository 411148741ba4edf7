"""Scripting: what it would compile stays what it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, NoReturn, TypeVar

from arraygrad.nn import Module

__all__ = [
    "Attribute",
    "Final",
    "ScriptModule",
    "annotate",
    "export",
    "freeze",
    "ignore",
    "interface",
    "is_scripting",
    "load",
    "optimize_for_inference",
    "save",
    "script",
    "script_if_tracing",
    "script_method",
    "unused",
]

T = TypeVar("T")
M = TypeVar("M", bound=Module)


class Attribute(NamedTuple):
    """A value and its type."""

    value: Any
    type: Any


class ScriptModule(Module):
    """A module whose methods PyTorch would script: a module."""


def script(obj: T, optimize: None = None, example_inputs: Any = None) -> T:
    """The function, class or module itself.

    Raises
    ------
    RuntimeError
        If it is none of these.

    Examples
    --------
    >>> import arraygrad as ag
    >>> @ag.jit.script
    ... def double(x):
    ...     return x * 2
    >>> double(ag.ones(1))
    tensor([2.])
    """
    if not callable(obj):
        raise RuntimeError(f"jit.script takes a function, a class or a module, got {type(obj).__name__}")
    return obj


def script_method(fn: T) -> T:
    """The method itself."""
    return fn


def script_if_tracing(fn: T) -> T:
    """The function itself."""
    return fn


def export(fn: T) -> T:
    """The method itself."""
    return fn


def unused(fn: T) -> T:
    """The method itself."""
    return fn


def interface(obj: T) -> T:
    """The class itself."""
    return obj


def ignore(drop: Any = False, **kwargs: Any) -> Any:
    """The method itself; a decorator if it is called with arguments."""
    return drop if callable(drop) else lambda fn: fn


def annotate(the_type: Any, the_value: T) -> T:
    """The value, of which a type is stated."""
    return the_value


def is_scripting() -> bool:
    """Whether the code runs as a scripted program: False."""
    return False


def freeze(mod: M, preserved_attrs: Sequence[str] | None = None, optimize_numerics: bool = True) -> M:
    """The module itself, which must not be in training.

    Raises
    ------
    RuntimeError
        If it is no module, or in training.
    """
    if not isinstance(mod, Module):
        raise RuntimeError(f"Freezing expects a module as input, got {type(mod).__name__}")
    if mod.training:
        raise RuntimeError(
            "Freezing is currently only implemented for modules in eval mode. Please call .eval() on your module "
            "before freezing."
        )
    return mod


def optimize_for_inference(mod: M, other_methods: Sequence[str] | None = None) -> M:
    """The module itself, which must not be in training; see `freeze`."""
    return freeze(mod)


def save(m: Any, f: Any, _extra_files: dict[str, Any] | None = None) -> NoReturn:
    """There are no programs to save.

    Raises
    ------
    RuntimeError
        Always.
    """
    raise RuntimeError(
        "jit.save: there is no program apart from Python: save the values with "
        "arraygrad.save(module.state_dict(), path) and make the module with your code"
    )


def load(f: Any, map_location: Any = None, _extra_files: dict[str, Any] | None = None) -> NoReturn:
    """Programs of PyTorch are not read.

    Raises
    ------
    RuntimeError
        Always.
    """
    raise RuntimeError(
        "jit.load: programs are not read: where PyTorch is, save the module's state_dict() as safetensors, and read it "
        "with arraygrad.load into a module made by your code"
    )


def _overload(fn: Callable[..., Any]) -> Callable[..., Any]:
    """The function itself."""
    return fn


_overload_method = _overload
