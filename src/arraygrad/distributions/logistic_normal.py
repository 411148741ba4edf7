"""The logistic-normal distribution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from arraygrad.distributions import constraints
from arraygrad.distributions.normal import Normal
from arraygrad.distributions.transformed_distribution import TransformedDistribution
from arraygrad.distributions.transforms import StickBreakingTransform
from arraygrad.distributions.utils import Parameter
from arraygrad.tensor import Tensor

__all__ = ["LogisticNormal"]


class LogisticNormal(TransformedDistribution):
    """Points of a simplex with n + 1 coordinates, made of n normal numbers by `StickBreakingTransform`.

    Parameters
    ----------
    loc, scale : Tensor or float
        Means and standard deviations of the normal numbers, shape ``(..., n)``; `scale` is positive.
    validate_args : bool, optional
        As for `Distribution`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> m = ag.distributions.LogisticNormal(ag.zeros(2), 1.0)
    >>> m.event_shape, m.sample().sum().round(decimals=4)
    (arraygrad.Size([3]), tensor(1.))
    """

    arg_constraints = {"loc": constraints.real, "scale": constraints.positive}  # noqa: RUF012
    support = constraints.simplex
    has_rsample = True

    def __init__(self, loc: Parameter, scale: Parameter, validate_args: bool | None = None) -> None:
        base = Normal(loc, scale, validate_args=validate_args)
        if not base.batch_shape:
            base = base.expand([1])
        super().__init__(base, StickBreakingTransform(), validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        return super().expand(batch_shape, self._get_checked_instance(LogisticNormal, _instance))

    @property
    def loc(self) -> Tensor:
        """Means of the normal numbers."""
        return self.base_dist.base_dist.loc  # type: ignore[no-any-return]

    @property
    def scale(self) -> Tensor:
        """Standard deviations of the normal numbers."""
        return self.base_dist.base_dist.scale  # type: ignore[no-any-return]
