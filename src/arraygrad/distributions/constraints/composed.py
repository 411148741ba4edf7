"""Constraints made of others."""

from __future__ import annotations

from collections.abc import Sequence

import arraygrad.functions as ag
from arraygrad.distributions.constraints.constraint import Constraint
from arraygrad.tensor import Tensor

__all__ = ["MixtureSameFamilyConstraint"]


class _IndependentConstraint(Constraint):
    """A constraint on values of which each is made of several values of another constraint.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.distributions import constraints
    >>> constraints.independent(constraints.positive, 1).check(ag.tensor([[1.0, -1.0], [1.0, 2.0]]))
    tensor([False,  True])
    """

    def __init__(self, base_constraint: Constraint, reinterpreted_batch_ndims: int) -> None:
        if not isinstance(base_constraint, Constraint):
            raise AssertionError(f"base_constraint must be a Constraint, got {type(base_constraint).__name__}")
        if not isinstance(reinterpreted_batch_ndims, int):
            raise AssertionError(
                f"reinterpreted_batch_ndims must be an int, got {type(reinterpreted_batch_ndims).__name__}"
            )
        if reinterpreted_batch_ndims < 0:
            raise AssertionError(f"reinterpreted_batch_ndims must be >= 0, got {reinterpreted_batch_ndims}")
        self.base_constraint = base_constraint
        self.reinterpreted_batch_ndims = reinterpreted_batch_ndims

    @property
    def is_discrete(self) -> bool:
        return bool(self.base_constraint.is_discrete)

    @property
    def event_dim(self) -> int:
        return int(self.base_constraint.event_dim) + self.reinterpreted_batch_ndims

    def check(self, value: Tensor) -> Tensor:
        result = self.base_constraint.check(value)
        if result.ndim < self.reinterpreted_batch_ndims:
            raise ValueError(f"Expected value.dim() >= {self.event_dim} but got {value.dim()}")
        return result.reshape((*result.shape[: result.ndim - self.reinterpreted_batch_ndims], -1)).all(-1)

    def __repr__(self) -> str:
        return f"IndependentConstraint({self.base_constraint!r}, {self.reinterpreted_batch_ndims})"


class MixtureSameFamilyConstraint(Constraint):
    """The support of a mixture, from that of its components.

    Parameters
    ----------
    base_constraint : Constraint
        The support of all components.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.distributions import constraints
    >>> constraints.MixtureSameFamilyConstraint(constraints.positive).check(ag.tensor([1.0, -1.0]))
    tensor([ True, False])
    """

    def __init__(self, base_constraint: Constraint) -> None:
        if not isinstance(base_constraint, Constraint):
            raise AssertionError(f"base_constraint must be a Constraint, got {type(base_constraint).__name__}")
        self.base_constraint = base_constraint

    @property
    def is_discrete(self) -> bool:
        return bool(self.base_constraint.is_discrete)

    @property
    def event_dim(self) -> int:
        return int(self.base_constraint.event_dim)

    def check(self, value: Tensor) -> Tensor:
        # The components' constraint may have bounds for each of them.
        valid = self.base_constraint.check(value.unsqueeze(-1 - self.event_dim))
        if valid.ndim < self.event_dim:
            raise ValueError(f"Expected value.dim() >= {self.event_dim} but got {value.dim()}")
        return valid.all(-1)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.base_constraint!r})"


class _Sequence(Constraint):
    """Constraints on parts of a tensor along a dimension."""

    def __init__(self, cseq: Sequence[Constraint], dim: int = 0) -> None:
        self.cseq = list(cseq)
        if not all(isinstance(c, Constraint) for c in self.cseq):
            raise AssertionError("All elements of cseq must be Constraint instances")
        self.dim = dim

    @property
    def is_discrete(self) -> bool:
        return any(c.is_discrete for c in self.cseq)

    @property
    def _largest_event_dim(self) -> int:
        return max(int(c.event_dim) for c in self.cseq)

    def _check_dim(self, value: Tensor) -> None:
        if not -value.dim() <= self.dim < value.dim():
            raise AssertionError(f"dim {self.dim} out of range for value with {value.dim()} dimensions")


class _Cat(_Sequence):
    """Constraints on parts of a tensor that are concatenated along a dimension.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.distributions import constraints
    >>> constraints.cat([constraints.positive, constraints.real], lengths=[1, 2]).check(-ag.ones(3))
    tensor([False,  True,  True])
    """

    def __init__(self, cseq: Sequence[Constraint], dim: int = 0, lengths: Sequence[int] | None = None) -> None:
        super().__init__(cseq, dim)
        self.lengths = [1] * len(self.cseq) if lengths is None else list(lengths)
        if len(self.lengths) != len(self.cseq):
            raise AssertionError(f"lengths ({len(self.lengths)}) must match cseq ({len(self.cseq)})")

    @property
    def event_dim(self) -> int:
        return self._largest_event_dim

    def check(self, value: Tensor) -> Tensor:
        self._check_dim(value)
        checks, start = [], 0
        for constraint, length in zip(self.cseq, self.lengths, strict=True):
            checks.append(constraint.check(value.narrow(self.dim, start, length)))
            start += length
        return ag.cat(checks, self.dim)


class _Stack(_Sequence):
    """Constraints on the slices of a tensor along a dimension.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.distributions import constraints
    >>> constraints.stack([constraints.positive, constraints.real]).check(-ag.ones(2))
    tensor([False,  True])
    """

    @property
    def event_dim(self) -> int:
        largest = self._largest_event_dim
        return largest + (self.dim + largest < 0)

    def check(self, value: Tensor) -> Tensor:
        self._check_dim(value)
        parts = value.unbind(self.dim)
        return ag.stack([c.check(part) for c, part in zip(self.cseq, parts, strict=False)], self.dim)
