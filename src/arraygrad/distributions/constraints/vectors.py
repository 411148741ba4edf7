"""Constraints on vectors and matrices."""

from __future__ import annotations

from typing import Any

import arraygrad.functions as ag
from arraygrad import linalg
from arraygrad.distributions.constraints.constraint import Constraint
from arraygrad.distributions.constraints.elements import _Boolean, _Bounded
from arraygrad.tensor import Tensor

__all__: list[str] = []

#: How far a sum may be from one, and a matrix from its transpose.
_TOLERANCE = 1e-6


class _OneHot(Constraint):
    is_discrete = True
    event_dim = 1

    def check(self, value: Tensor) -> Tensor:
        return _Boolean().check(value).all(-1) & (value.sum(-1) == 1)


class _Simplex(Constraint):
    event_dim = 1

    def check(self, value: Tensor) -> Tensor:
        return (value >= 0).all(-1) & ((value.sum(-1) - 1).abs() < _TOLERANCE)


class _Multinomial(_Bounded):
    """Counts, of which the sum is at most a bound."""

    is_discrete = True
    event_dim = 1

    def __init__(self, upper_bound: Any) -> None:
        super().__init__(upper_bound=upper_bound)

    def check(self, value: Tensor) -> Tensor:
        return (value >= 0).all(-1) & (value.sum(-1) <= self.upper_bound)

    def __repr__(self) -> str:
        return Constraint.__repr__(self).partition("(")[0] + "()"


class _LowerTriangular(Constraint):
    event_dim = 2

    def check(self, value: Tensor) -> Tensor:
        return _whole(value == value.tril())


class _LowerCholesky(Constraint):
    event_dim = 2

    def check(self, value: Tensor) -> Tensor:
        return _LowerTriangular().check(value) & (value.diagonal(dim1=-2, dim2=-1) > 0).all(-1)


class _CorrCholesky(Constraint):
    event_dim = 2

    def check(self, value: Tensor) -> Tensor:
        # Sums of so many squares are as exact as this.
        tolerance = ag.finfo(value.dtype).eps * value.shape[-1] * 10
        unit_rows = ((value.square().sum(-1) - 1).abs() <= tolerance).all(-1)
        return _LowerCholesky().check(value) & unit_rows


class _Square(Constraint):
    event_dim = 2

    def check(self, value: Tensor) -> Tensor:
        return ag.full(value.shape[:-2], value.shape[-2] == value.shape[-1], dtype=ag.bool, device=value.device)


class _Symmetric(_Square):
    def check(self, value: Tensor) -> Tensor:
        is_square = super().check(value)
        if value.shape[-2] != value.shape[-1]:
            return is_square
        return _whole(ag.isclose(value, value.mT, atol=_TOLERANCE))


class _PositiveSemidefinite(_Symmetric):
    def check(self, value: Tensor) -> Tensor:
        is_symmetric = super().check(value)
        if value.shape[-2] != value.shape[-1]:
            return is_symmetric
        return is_symmetric & (linalg.eigvalsh(value) >= 0).all(-1)


class _PositiveDefinite(_Symmetric):
    def check(self, value: Tensor) -> Tensor:
        is_symmetric = super().check(value)
        if value.shape[-2] != value.shape[-1]:
            return is_symmetric
        return is_symmetric & (linalg.cholesky_ex(value).info == 0)


def _whole(elements: Tensor) -> Tensor:
    """For each matrix, whether it holds for all elements."""
    return elements.all(-1).all(-1)
