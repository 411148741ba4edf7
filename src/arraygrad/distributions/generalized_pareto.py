"""The generalized Pareto distribution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from arraygrad.distributions import constraints
from arraygrad.distributions.distribution import Distribution
from arraygrad.distributions.utils import Parameter, batch_of, broadcast_all, standard_uniform
from arraygrad.tensor import Tensor

__all__ = ["GeneralizedPareto"]


class GeneralizedPareto(Distribution):
    """Excesses over a threshold: exponential for a concentration of zero, with heavier tails above, bounded below.

    Parameters
    ----------
    loc : Tensor or float
        The smallest value.
    scale : Tensor or float
        Positive.
    concentration : Tensor or float
        The larger, the heavier the tail.
    validate_args : bool, optional
        As for `Distribution`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.GeneralizedPareto(0.0, 1.0, 0.5).mean
    tensor(2.)
    """

    arg_constraints = {  # noqa: RUF012
        "loc": constraints.real,
        "scale": constraints.positive,
        "concentration": constraints.real,
    }
    has_rsample = True

    def __init__(
        self, loc: Parameter, scale: Parameter, concentration: Parameter, validate_args: bool | None = None
    ) -> None:
        self.loc, self.scale, self.concentration = broadcast_all(loc, scale, concentration)
        super().__init__(batch_of(loc, scale, concentration, tensor=self.loc), validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        return self._expanded(GeneralizedPareto, batch_shape, _instance)

    @constraints.dependent_property(is_discrete=False, event_dim=0)
    def support(self) -> constraints.Constraint:
        bounded = self.concentration < 0
        end = self.loc - self.scale / self.concentration.where(bounded, -1.0)
        return constraints.interval(self.loc, end.where(bounded, float("inf")))

    def _apart(self) -> tuple[Tensor, Tensor]:
        """Where the distribution is exponential, and the concentration, replaced by one there."""
        exponential = self.concentration.abs() <= 1e-8
        return exponential, self.concentration.masked_fill(exponential, 1.0)

    @property
    def mean(self) -> Tensor:
        """The expectation; NaN for concentrations from one on."""
        exists = self.concentration < 1
        mean = self.loc + self.scale / (1 - self.concentration.where(exists, 0.5))
        return mean.where(exists, float("nan"))

    @property
    def mode(self) -> Tensor:
        return self.loc

    @property
    def variance(self) -> Tensor:
        """The variance; NaN for concentrations from one half on."""
        exists = self.concentration < 0.5
        c = self.concentration.where(exists, 0.25)
        return (self.scale.square() / ((1 - c).square() * (1 - 2 * c))).where(exists, float("nan"))

    def rsample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        return self.icdf(standard_uniform(self._extended_shape(sample_shape), self.loc))

    def log_prob(self, value: Tensor) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        exponential, c = self._apart()
        z = (value - self.loc) / self.scale
        power = 1 / c + 1
        # For a concentration of -1 the distribution is uniform, up to its end.
        exponent = power * (c * z.where(power != 0, 0.0)).log1p()
        return -self.scale.log() - z.where(exponential, exponent)

    def log_survival_function(self, value: Tensor) -> Tensor:
        """The logarithm of the probability of a sample above a value."""
        if self._validate_args:
            self._validate_sample(value)
        exponential, c = self._apart()
        z = (value - self.loc) / self.scale
        return (-z).where(exponential, -(c * z).log1p() / c)

    def log_cdf(self, value: Tensor) -> Tensor:
        """The logarithm of `cdf`."""
        return (-self.log_survival_function(value).exp()).log1p()

    def cdf(self, value: Tensor) -> Tensor:
        return -self.log_survival_function(value).expm1()

    def icdf(self, value: Tensor) -> Tensor:
        exponential, c = self._apart()
        time = -(-value).log1p()
        return self.loc + self.scale * time.where(exponential, (c * time).expm1() / c)

    def entropy(self) -> Tensor:
        return (self.scale.log() + self.concentration + 1).expand(self._batch_shape)
