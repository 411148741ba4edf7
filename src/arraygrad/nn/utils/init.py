"""Modules whose parameters are not set."""

from __future__ import annotations

import inspect
from typing import Any, TypeVar

from arraygrad.nn.module import Module
from arraygrad.random import fork_rng

__all__ = ["skip_init"]

_M = TypeVar("_M", bound=Module)


def skip_init(module_cls: type[_M], *args: Any, **kwargs: Any) -> _M:
    """A module whose parameters and buffers are not set, for those who set them at once themselves.

    The generator of random numbers is where it was before.

    Parameters
    ----------
    module_cls : type
        A class of modules that takes a `device`.
    *args, **kwargs
        For its constructor.

    Returns
    -------
    Module

    Raises
    ------
    RuntimeError
        If it is no class of modules, or takes no `device`.

    Examples
    --------
    >>> from arraygrad import nn
    >>> tuple(nn.utils.skip_init(nn.Linear, 5, 1).weight.shape)
    (1, 5)
    """
    if not issubclass(module_cls, Module):
        raise RuntimeError(f"Expected a Module; got {module_cls}")
    if "device" not in inspect.signature(module_cls).parameters:
        raise RuntimeError("Module must support a 'device' arg to skip initialization")
    with fork_rng():
        return module_cls(*args, **kwargs).to_empty(device=None)
