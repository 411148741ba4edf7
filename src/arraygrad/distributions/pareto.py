"""The Pareto distribution."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Self

from arraygrad.distributions import constraints
from arraygrad.distributions.exponential import Exponential
from arraygrad.distributions.transformed_distribution import TransformedDistribution
from arraygrad.distributions.transforms import AffineTransform, ExpTransform
from arraygrad.distributions.utils import Parameter, broadcast_all
from arraygrad.tensor import Tensor

__all__ = ["Pareto"]


class Pareto(TransformedDistribution):
    """Numbers from `scale` on, with density proportional to ``x ** (-alpha - 1)``.

    Parameters
    ----------
    scale : Tensor or float
        The smallest value, positive.
    alpha : Tensor or float
        Positive; the smaller, the heavier the tail.
    validate_args : bool, optional
        As for `Distribution`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.Pareto(ag.tensor([1.0]), 3.0).mean
    tensor([1.5000])
    """

    arg_constraints = {"alpha": constraints.positive, "scale": constraints.positive}  # noqa: RUF012

    def __init__(self, scale: Parameter, alpha: Parameter, validate_args: bool | None = None) -> None:
        self.scale, self.alpha = broadcast_all(scale, alpha)
        base = Exponential(self.alpha, validate_args=validate_args)
        transforms = [ExpTransform(), AffineTransform(loc=0, scale=self.scale)]
        super().__init__(base, transforms, validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        return super().expand(batch_shape, self._get_checked_instance(Pareto, _instance))

    @constraints.dependent_property(is_discrete=False, event_dim=0)
    def support(self) -> constraints.Constraint:
        return constraints.greater_than_eq(self.scale)

    @property
    def mean(self) -> Tensor:
        """The expectation; infinite for `alpha` up to one."""
        exists = self.alpha > 1
        a = self.alpha.where(exists, 2.0)
        return (a * self.scale / (a - 1)).where(exists, math.inf)

    @property
    def mode(self) -> Tensor:
        return self.scale

    @property
    def variance(self) -> Tensor:
        """The variance; infinite for `alpha` up to two."""
        exists = self.alpha > 2
        a = self.alpha.where(exists, 3.0)
        return (self.scale.square() * a / ((a - 1).square() * (a - 2))).where(exists, math.inf)

    def entropy(self) -> Tensor:
        return (self.scale / self.alpha).log() + (1 + self.alpha.reciprocal())
