"""`compile`, and what PyTorch programs ask about it. For now a compiled function is the function itself.

On JAX each operation is compiled by its library; a whole step is not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arraygrad.nn import Module

__all__ = [
    "OptimizedModule",
    "allow_in_graph",
    "assume_constant_result",
    "compile",
    "cudagraph_mark_step_begin",
    "disable",
    "is_compiling",
    "is_dynamo_compiling",
    "is_exporting",
    "list_backends",
    "reset",
]

_MODES = ("default", "lite", "reduce-overhead", "max-autotune-no-cudagraphs", "max-autotune")
_BACKENDS = ("cudagraphs", "eager", "inductor", "openxla", "tvm")


class OptimizedModule(Module):
    """A module as `compile` gives it back: it does what the module does, and keys of its state begin with
    ``_orig_mod.``.

    Attributes are those of the module, which is in ``_orig_mod``.
    """

    def __init__(self, mod: Module) -> None:
        super().__init__()
        self._modules["_orig_mod"] = mod
        self.training = mod.training

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """What the module gives."""
        return self._modules["_orig_mod"](*args, **kwargs)  # type: ignore[misc]

    def __getattr__(self, name: str) -> Any:
        mod = self.__dict__.get("_modules", {}).get("_orig_mod")
        return mod if name == "_orig_mod" else getattr(mod, name)

    def __setattr__(self, name: str, value: Any) -> None:
        own = name in self.__dict__ or "_modules" not in self.__dict__ or "_orig_mod" not in self._modules
        if own or hasattr(type(self), name):
            super().__setattr__(name, value)
        else:
            setattr(self._orig_mod, name, value)

    def __delattr__(self, name: str) -> None:
        delattr(self._orig_mod, name)

    def __len__(self) -> int:
        return len(self._orig_mod)

    def __bool__(self) -> bool:
        return True


def compile(
    model: Any = None,
    *,
    fullgraph: bool = False,
    dynamic: bool | None = None,
    backend: str = "inductor",
    mode: str | None = None,
    options: dict[str, Any] | None = None,
    disable: bool = False,
) -> Any:
    """A function or module that does what the given one does; for now nothing is compiled.

    Parameters
    ----------
    model : callable or Module, optional
        Without it the result is a decorator.
    fullgraph, dynamic, options
        Taken for compatibility.
    backend : str
        One of those that `list_backends` gives.
    mode : str, optional
        One of PyTorch's.
    disable : bool
        Give back the very function or module.

    Returns
    -------
    callable or OptimizedModule
        The function itself, or the module wrapped so that keys of its state are those of PyTorch's compiled module.

    Raises
    ------
    AssertionError
        If `model` cannot be called.
    RuntimeError
        If there is no such mode or backend, or both `mode` and `options` are given.

    Examples
    --------
    >>> import arraygrad as ag
    >>> @ag.compile
    ... def double(x):
    ...     return x * 2
    >>> double(ag.ones(1))
    tensor([2.])
    >>> list(ag.compile(ag.nn.Linear(1, 1)).state_dict())
    ['_orig_mod.weight', '_orig_mod.bias']
    """
    if mode is not None and options is not None:
        raise RuntimeError("Either mode or options can be specified, but both can't be specified at the same time.")
    if mode is not None and mode not in _MODES:
        raise RuntimeError(f"Unrecognized mode={mode}, should be one of: {', '.join(_MODES)}")
    if backend not in _BACKENDS:
        raise RuntimeError(
            f"Invalid backend: {backend!r}: programs are not captured, so there is nothing to hand to one of your own; "
            f"use one of {', '.join(_BACKENDS)}"
        )
    if model is None:
        return lambda model: compile(model, disable=disable)
    if not callable(model):
        raise AssertionError(f"A callable function is expected, but {type(model)} is provided.")
    return OptimizedModule(model) if isinstance(model, Module) and not disable else model


def disable(fn: Any = None, recursive: bool = True, *, reason: str | None = None) -> Any:
    """The function itself, or a decorator: a function that is not to be compiled.

    Examples
    --------
    >>> import arraygrad as ag
    >>> @ag.compiler.disable
    ... def double(x):
    ...     return x * 2
    """
    return (lambda fn: fn) if fn is None else fn


def allow_in_graph(fn: Callable[..., Any]) -> Callable[..., Any]:
    """The function itself."""
    return fn


def assume_constant_result(fn: Callable[..., Any]) -> Callable[..., Any]:
    """The function itself."""
    return fn


def is_compiling() -> bool:
    """Whether a program is being captured: False."""
    return False


def is_dynamo_compiling() -> bool:
    """Whether a program is being captured: False."""
    return False


def is_exporting() -> bool:
    """Whether a program is being exported: False."""
    return False


def list_backends() -> list[str]:
    """Names of PyTorch's backends that `compile` takes; they are all the same."""
    return list(_BACKENDS)


def reset() -> None:
    """Forget compiled programs: there are none."""


def cudagraph_mark_step_begin() -> None:
    """Say that a step begins: nothing follows from it."""
