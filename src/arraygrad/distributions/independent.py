"""Batches that count as one event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from arraygrad.distributions import constraints
from arraygrad.distributions.distribution import Distribution
from arraygrad.distributions.utils import sum_rightmost
from arraygrad.tensor import Size, Tensor

__all__ = ["Independent"]


class Independent(Distribution):
    """A distribution of which the last dimensions of the batch belong to the event: their log probabilities add up.

    Parameters
    ----------
    base_distribution : Distribution
        Distributions that are independent of each other.
    reinterpreted_batch_ndims : int
        How many dimensions of its batch become part of the event.
    validate_args : bool, optional
        As for `Distribution`.

    Raises
    ------
    ValueError
        If the batch has fewer dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.distributions import Independent, Normal
    >>> m = Independent(Normal(ag.zeros(3), 1.0), 1)
    >>> m.batch_shape, m.event_shape, m.log_prob(ag.zeros(3))
    (arraygrad.Size([]), arraygrad.Size([3]), tensor(-2.7568))
    """

    arg_constraints: dict[str, constraints.Constraint] = {}  # noqa: RUF012
    base_dist: Distribution

    def __init__(
        self, base_distribution: Distribution, reinterpreted_batch_ndims: int, validate_args: bool | None = None
    ) -> None:
        n = len(base_distribution.batch_shape)
        if reinterpreted_batch_ndims > n:
            raise ValueError(
                "Expected reinterpreted_batch_ndims <= len(base_distribution.batch_shape), "
                f"actual {reinterpreted_batch_ndims} vs {n}"
            )
        self._take(base_distribution, reinterpreted_batch_ndims)
        shape = base_distribution.batch_shape + base_distribution.event_shape
        n -= reinterpreted_batch_ndims
        super().__init__(shape[:n], shape[n:], validate_args=validate_args)

    def _take(self, base: Distribution, n: int) -> None:
        self.base_dist, self.reinterpreted_batch_ndims = base, n
        self.has_rsample = base.has_rsample
        # Values of an event that is made of several are not listed.
        self.has_enumerate_support = base.has_enumerate_support and n == 0

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        new = self._get_checked_instance(Independent, _instance)
        own = self._event_shape[: self.reinterpreted_batch_ndims]
        new._take(self.base_dist.expand(Size(batch_shape) + own), self.reinterpreted_batch_ndims)
        return self._expanded(Independent, batch_shape, new)

    @constraints.dependent_property
    def support(self) -> constraints.Constraint:
        base: constraints.Constraint = self.base_dist.support
        n = self.reinterpreted_batch_ndims
        return constraints.independent(base, n) if n else base

    @property
    def mean(self) -> Tensor:
        return self.base_dist.mean

    @property
    def mode(self) -> Tensor:
        return self.base_dist.mode

    @property
    def variance(self) -> Tensor:
        return self.base_dist.variance

    def sample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        return self.base_dist.sample(sample_shape)

    def rsample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        return self.base_dist.rsample(sample_shape)

    def log_prob(self, value: Tensor) -> Tensor:
        return sum_rightmost(self.base_dist.log_prob(value), self.reinterpreted_batch_ndims)

    def entropy(self) -> Tensor:
        return sum_rightmost(self.base_dist.entropy(), self.reinterpreted_batch_ndims)

    def enumerate_support(self, expand: bool = True) -> Tensor:
        if self.reinterpreted_batch_ndims > 0:
            raise NotImplementedError("Enumeration over cartesian product is not implemented")
        return self.base_dist.enumerate_support(expand=expand)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.base_dist}, {self.reinterpreted_batch_ndims})"
