"""Distinct elements, and membership."""

from __future__ import annotations

from typing import Any, NamedTuple

from arraygrad.array_api._operands import array, operand
from arraygrad.dispatch import call
from arraygrad.tensor import Tensor
from arraygrad.views import ravel

__all__ = ["isin", "unique_all", "unique_counts", "unique_inverse", "unique_values"]


class UniqueAll(NamedTuple):
    """Distinct elements: the values, where each is first, the place of each element among them, and how often it is."""

    values: Tensor
    indices: Tensor
    inverse_indices: Tensor
    counts: Tensor


class UniqueCounts(NamedTuple):
    """Distinct elements and how often each is there."""

    values: Tensor
    counts: Tensor


class UniqueInverse(NamedTuple):
    """Distinct elements and the place of each element among them."""

    values: Tensor
    inverse_indices: Tensor


def isin(x1: Any, x2: Any, /, *, invert: bool = False) -> Tensor:
    """Whether each element of `x1` is an element of `x2`."""
    return call("isin", operand(x1), operand(x2), invert=invert)  # type: ignore[no-any-return]


def unique_all(x: Any, /) -> UniqueAll:
    """Distinct elements with all that can be said of them; values that are NaN are all distinct."""
    x = array(x)
    indices, inverse, counts = call("distinct", x.detach())
    return UniqueAll(call("index", ravel(x), [indices], (0,)), indices, inverse, counts)


def unique_counts(x: Any, /) -> UniqueCounts:
    """Distinct elements and how often each is there."""
    found = unique_all(x)
    return UniqueCounts(found.values, found.counts)


def unique_inverse(x: Any, /) -> UniqueInverse:
    """Distinct elements and the place of each element among them."""
    found = unique_all(x)
    return UniqueInverse(found.values, found.inverse_indices)


def unique_values(x: Any, /) -> Tensor:
    """Distinct elements; the gradient goes to the first of those that are equal."""
    return unique_all(x).values
