"""The table from NumPy's functions to functions of tensors."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

__all__ = ["TABLE", "implements"]

#: By NumPy's function: a function of tensors with NumPy's parameters, those of them that it takes.
TABLE: dict[Callable[..., Any], Callable[..., Any]] = {}


def implements(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Enter a function in the table under NumPy's names for it; versions of NumPy that lack a name do without."""

    def enter(function: Callable[..., Any]) -> Callable[..., Any]:
        for name in names:
            try:
                TABLE[operator.attrgetter(name)(np)] = function
            except AttributeError:
                continue
        return function

    return enter
