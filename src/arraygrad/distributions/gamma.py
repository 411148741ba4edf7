"""The gamma distribution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import arraygrad.functions as ag
from arraygrad.distributions import constraints
from arraygrad.distributions.exp_family import ExponentialFamily
from arraygrad.distributions.standard_gamma import standard_gamma
from arraygrad.distributions.utils import Parameter, batch_of, broadcast_all
from arraygrad.tensor import Tensor

__all__ = ["Gamma"]


class Gamma(ExponentialFamily):
    """Positive numbers with density proportional to ``x ** (concentration - 1) * exp(-rate * x)``.

    Parameters
    ----------
    concentration : Tensor or float
        Shape, positive; often called alpha.
    rate : Tensor or float
        One over the scale, positive; often called beta.
    validate_args : bool, optional
        As for `Distribution`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> m = ag.distributions.Gamma(ag.tensor([2.0]), 4.0)
    >>> m.mean, m.variance
    (tensor([0.5000]), tensor([0.1250]))
    """

    arg_constraints = {"concentration": constraints.positive, "rate": constraints.positive}  # noqa: RUF012
    support = constraints.nonnegative
    has_rsample = True
    _mean_carrier_measure = 0

    def __init__(self, concentration: Parameter, rate: Parameter, validate_args: bool | None = None) -> None:
        self.concentration, self.rate = broadcast_all(concentration, rate)
        super().__init__(batch_of(concentration, rate, tensor=self.rate), validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        new = self._get_checked_instance(Gamma, _instance)
        new.concentration, new.rate = self.concentration.expand(batch_shape), self.rate.expand(batch_shape)
        return self._expanded(Gamma, batch_shape, new)

    @property
    def mean(self) -> Tensor:
        return self.concentration / self.rate

    @property
    def mode(self) -> Tensor:
        return ((self.concentration - 1) / self.rate).clamp(min=0)

    @property
    def variance(self) -> Tensor:
        return self.concentration / self.rate.square()

    def rsample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        shape = self._extended_shape(sample_shape)
        sample = standard_gamma(self.concentration.expand(shape)) / self.rate
        return sample.clamp(min=ag.finfo(sample.dtype).tiny)

    def log_prob(self, value: Tensor) -> Tensor:
        value = ag.as_tensor(value, dtype=self.rate.dtype, device=self.rate.device)
        if self._validate_args:
            self._validate_sample(value)
        a, rate = self.concentration, self.rate
        return a.xlogy(rate) + (a - 1).xlogy(value) - rate * value - a.lgamma()

    def cdf(self, value: Tensor) -> Tensor:
        """The probability of a sample not above a value; no gradient for the concentration."""
        if self._validate_args:
            self._validate_sample(value)
        return ag.igamma(self.concentration, self.rate * value)

    def entropy(self) -> Tensor:
        a = self.concentration
        return a - self.rate.log() + a.lgamma() + (1.0 - a) * a.digamma()

    @property
    def _natural_params(self) -> tuple[Tensor, ...]:
        return (self.concentration - 1, -self.rate)

    def _log_normalizer(self, *natural_params: Tensor) -> Tensor:
        x, y = natural_params
        return (x + 1).lgamma() - (x + 1) * (-y).log()
