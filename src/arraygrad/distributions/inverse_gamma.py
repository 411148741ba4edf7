"""The inverse gamma distribution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from arraygrad.distributions import constraints
from arraygrad.distributions.gamma import Gamma
from arraygrad.distributions.transformed_distribution import TransformedDistribution
from arraygrad.distributions.transforms import PowerTransform
from arraygrad.distributions.utils import Parameter
from arraygrad.tensor import Tensor

__all__ = ["InverseGamma"]


class InverseGamma(TransformedDistribution):
    """One over a gamma number.

    Parameters
    ----------
    concentration : Tensor or float
        Shape, positive; often called alpha.
    rate : Tensor or float
        The gamma number's rate, positive; often called beta.
    validate_args : bool, optional
        As for `Distribution`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.InverseGamma(ag.tensor([3.0]), 4.0).mean
    tensor([2.])
    """

    arg_constraints = {"concentration": constraints.positive, "rate": constraints.positive}  # noqa: RUF012
    support = constraints.positive
    has_rsample = True
    base_dist: Gamma

    def __init__(self, concentration: Parameter, rate: Parameter, validate_args: bool | None = None) -> None:
        base = Gamma(concentration, rate, validate_args=validate_args)
        super().__init__(base, PowerTransform(-base.rate.new_ones(())), validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        return super().expand(batch_shape, self._get_checked_instance(InverseGamma, _instance))

    @property
    def concentration(self) -> Tensor:
        """Shape."""
        return self.base_dist.concentration

    @property
    def rate(self) -> Tensor:
        """The gamma number's rate."""
        return self.base_dist.rate

    @property
    def mean(self) -> Tensor:
        """The expectation; infinite for concentrations up to one."""
        exists = self.concentration > 1
        return (self.rate / (self.concentration.where(exists, 2.0) - 1)).where(exists, float("inf"))

    @property
    def mode(self) -> Tensor:
        return self.rate / (self.concentration + 1)

    @property
    def variance(self) -> Tensor:
        """The variance; infinite for concentrations up to two."""
        exists = self.concentration > 2
        a = self.concentration.where(exists, 3.0)
        return (self.rate.square() / ((a - 1).square() * (a - 2))).where(exists, float("inf"))

    def entropy(self) -> Tensor:
        a = self.concentration
        return a + self.rate.log() + a.lgamma() - (1 + a) * a.digamma()
