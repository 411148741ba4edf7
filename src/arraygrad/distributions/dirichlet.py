"""The Dirichlet distribution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from arraygrad.distributions import constraints
from arraygrad.distributions.exp_family import ExponentialFamily
from arraygrad.distributions.standard_gamma import log_standard_gamma
from arraygrad.tensor import Tensor

__all__ = ["Dirichlet"]


class Dirichlet(ExponentialFamily):
    """Points of a simplex with density proportional to ``prod(x ** (concentration - 1))``.

    Samples are made of gamma numbers, in logarithms: so concentrations far below one do not give zeros only, and
    gradients follow from those of gamma numbers.

    Parameters
    ----------
    concentration : Tensor
        Shape ``(..., K)``, positive; often called alpha.
    validate_args : bool, optional
        As for `Distribution`.

    Raises
    ------
    ValueError
        If `concentration` has no dimension.

    Examples
    --------
    >>> import arraygrad as ag
    >>> m = ag.distributions.Dirichlet(ag.tensor([1.0, 3.0]))
    >>> m.mean, m.sample().sum().round(decimals=4)
    (tensor([0.2500, 0.7500]), tensor(1.))
    """

    arg_constraints = {"concentration": constraints.independent(constraints.positive, 1)}  # noqa: RUF012
    support = constraints.simplex
    has_rsample = True

    def __init__(self, concentration: Tensor, validate_args: bool | None = None) -> None:
        if concentration.dim() < 1:
            raise ValueError("`concentration` parameter must be at least one-dimensional.")
        self.concentration = concentration
        super().__init__(concentration.shape[:-1], concentration.shape[-1:], validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        return self._expanded(Dirichlet, batch_shape, _instance)

    @property
    def mean(self) -> Tensor:
        return self.concentration / self.concentration.sum(-1, True)

    @property
    def mode(self) -> Tensor:
        """The most probable value; NaN where all concentrations are below one."""
        weights = (self.concentration - 1).clamp(min=0.0)
        many_modes = (self.concentration < 1).all(dim=-1, keepdim=True)
        # In corners all density is at the largest concentration.
        total = weights.sum(-1, True)
        mode = weights / total.masked_fill(total == 0, 1.0)
        return mode.masked_fill(many_modes, float("nan"))

    @property
    def variance(self) -> Tensor:
        total = self.concentration.sum(-1, True)
        return self.concentration * (total - self.concentration) / (total.square() * (total + 1))

    def rsample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        concentration = self.concentration.expand(self._extended_shape(sample_shape))
        return log_standard_gamma(concentration).softmax(-1).to(self.concentration.dtype)

    def log_prob(self, value: Tensor) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        c = self.concentration
        return (c - 1.0).xlogy(value).sum(-1) + c.sum(-1).lgamma() - c.lgamma().sum(-1)

    def entropy(self) -> Tensor:
        c, k = self.concentration, self.concentration.shape[-1]
        total = c.sum(-1)
        return c.lgamma().sum(-1) - total.lgamma() - (k - total) * total.digamma() - ((c - 1.0) * c.digamma()).sum(-1)

    @property
    def _natural_params(self) -> tuple[Tensor, ...]:
        return (self.concentration,)

    def _log_normalizer(self, *natural_params: Tensor) -> Tensor:
        (x,) = natural_params
        return x.lgamma().sum(-1) - x.sum(-1).lgamma()
