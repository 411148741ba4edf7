"""The Kumaraswamy distribution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import arraygrad.functions as ag
from arraygrad.distributions import constraints
from arraygrad.distributions.transformed_distribution import TransformedDistribution
from arraygrad.distributions.transforms import AffineTransform, PowerTransform
from arraygrad.distributions.uniform import Uniform
from arraygrad.distributions.utils import Parameter, broadcast_all, euler_constant
from arraygrad.tensor import Tensor

__all__ = ["Kumaraswamy"]


class Kumaraswamy(TransformedDistribution):
    """Numbers in [0, 1] with the distribution function ``1 - (1 - x ** concentration1) ** concentration0``.

    Parameters
    ----------
    concentration1, concentration0 : Tensor or float
        Positive; often called alpha and beta.
    validate_args : bool, optional
        As for `Distribution`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.Kumaraswamy(ag.tensor([1.0]), 1.0).mean
    tensor([0.5000])
    """

    arg_constraints = {  # noqa: RUF012
        "concentration1": constraints.positive,
        "concentration0": constraints.positive,
    }
    support = constraints.unit_interval
    has_rsample = True

    def __init__(self, concentration1: Parameter, concentration0: Parameter, validate_args: bool | None = None) -> None:
        self.concentration1, self.concentration0 = broadcast_all(concentration1, concentration0)
        base = Uniform(
            ag.zeros_like(self.concentration0), ag.ones_like(self.concentration0), validate_args=validate_args
        )
        transforms = [
            PowerTransform(self.concentration0.reciprocal()),
            AffineTransform(loc=1.0, scale=-1.0),
            PowerTransform(self.concentration1.reciprocal()),
        ]
        super().__init__(base, transforms, validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        return super().expand(batch_shape, self._get_checked_instance(Kumaraswamy, _instance))

    def _moment(self, n: int) -> Tensor:
        """The expectation of the n-th power."""
        a, b = 1 + n / self.concentration1, self.concentration0
        return (b.log() + a.lgamma() + b.lgamma() - (a + b).lgamma()).exp()

    @property
    def mean(self) -> Tensor:
        return self._moment(1)

    @property
    def mode(self) -> Tensor:
        """The most probable value; NaN where the density has its largest values at the ends."""
        a, b = self.concentration1, self.concentration0
        exists = (a >= 1) & (b >= 1) & ((a > 1) | (b > 1))
        a, b = a.where(exists, 2.0), b.where(exists, 2.0)
        return ((a - 1) / (a * b - 1)).pow(1 / a).where(exists, float("nan"))

    @property
    def variance(self) -> Tensor:
        return self._moment(2) - self.mean.square()

    def entropy(self) -> Tensor:
        a, b = self.concentration1, self.concentration0
        harmonic = (b + 1).digamma() + euler_constant
        return (1 - 1 / b) + (1 - 1 / a) * harmonic - a.log() - b.log()
