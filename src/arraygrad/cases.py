"""Sample inputs of ops: where a function is defined and where it is smooth belongs to its declaration.

A `Case` lists arguments; a `Sample` among them stands for an array that the checks draw, with the same values on every
backend.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Case", "Sample", "binary", "bools", "case", "complexes", "definite", "integers", "real", "unary"]


@dataclass(frozen=True)
class Sample:
    """An array to be drawn.

    Attributes
    ----------
    shape : tuple of int
    low, high : float
        Range of the values (`high` excluded for integers), or of the real and imaginary parts.
    kind : str
        ``"float"``, ``"complex"``, ``"int"`` or ``"bool"``.
    avoid : tuple of float
        Points from which floating values keep a distance of at least 0.1: kinks and poles.
    distinct : bool
        All values differ by a margin, so that order statistics are smooth.
    definite : bool
        Hermitian positive definite matrices are made from what was drawn.
    """

    shape: tuple[int, ...]
    low: float = -2.0
    high: float = 2.0
    kind: str = "float"
    avoid: tuple[float, ...] = ()
    distinct: bool = False
    definite: bool = False


@dataclass(frozen=True)
class Case:
    """Arguments of one call: samples, lists of samples, or plain values.

    Attributes
    ----------
    args : tuple
    params : dict
        Keyword arguments.
    second : bool
        Whether the second derivative exists and is checked.
    first : bool
        Whether the gradient is the derivative of the values: PyTorch defines a few otherwise.
    """

    args: tuple[Any, ...]
    params: dict[str, Any] = field(default_factory=dict)
    second: bool = True
    first: bool = True


def case(*args: Any, second: bool = True, first: bool = True, **params: Any) -> Case:
    """A case in the form of the call itself: ``case(real(3, 4), dim=1)``."""
    return Case(args, params, second, first)


def real(
    *shape: int, low: float = -2.0, high: float = 2.0, avoid: Sequence[float] = (), distinct: bool = False
) -> Sample:
    """A floating point array."""
    return Sample(shape, low, high, "float", tuple(avoid), distinct)


def complexes(*shape: int, low: float = -2.0, high: float = 2.0) -> Sample:
    """A complex array, of the precision of the floating point ones."""
    return Sample(shape, low, high, "complex")


def definite(*shape: int, kind: str = "float") -> Sample:
    """Hermitian positive definite matrices; derivatives are taken along Hermitian directions."""
    return Sample(shape, -1.0, 1.0, kind, definite=True)


def integers(*shape: int, low: int = -5, high: int = 6) -> Sample:
    """An int64 array with ``low <= value < high``."""
    return Sample(shape, low, high, "int")


def bools(*shape: int) -> Sample:
    """A boolean array."""
    return Sample(shape, 0, 2, "bool")


def unary(low: float = -2.0, high: float = 2.0, avoid: Sequence[float] = (), **params: Any) -> list[Case]:
    """Cases of an element-wise function of one array: two dimensions, zero dimensions, empty."""
    return [Case((real(*shape, low=low, high=high, avoid=avoid),), params) for shape in ((3, 4), (), (0, 3))]


def binary(
    low: float = -2.0, high: float = 2.0, avoid: Sequence[float] = (), second: Sample | None = None, **params: Any
) -> list[Case]:
    """Cases of an element-wise function of two arrays: equal shapes, broadcasting both ways, zero dimensions, empty."""
    pairs: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = (
        ((3, 4), (3, 4)),
        ((3, 4), (4,)),
        ((3, 1), (2, 1, 4)),
        ((3, 4), ()),
        ((), ()),
        ((0, 3), (1, 3)),
    )
    other = second or Sample((), low, high, "float", tuple(avoid))
    return [
        Case(
            (real(*a, low=low, high=high, avoid=avoid), Sample(b, other.low, other.high, other.kind, other.avoid)),
            params,
        )
        for a, b in pairs
    ]
