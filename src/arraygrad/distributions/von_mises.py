"""The von Mises distribution."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Self

import arraygrad.functions as ag
from arraygrad import special
from arraygrad.distributions import constraints
from arraygrad.distributions.distribution import Distribution
from arraygrad.distributions.utils import Parameter, broadcast_all, standard_exponential, standard_uniform
from arraygrad.rejection import first_accepted
from arraygrad.tensor import Tensor

__all__ = ["VonMises"]

#: Proposals for each angle: two of three are accepted, or more, so all are rejected with a probability below 3e-10.
_ROUNDS = 20


class VonMises(Distribution):
    """Angles around `loc`, with density proportional to ``exp(concentration * cos(x - loc))``.

    Angles are meant modulo two pi; samples are in [-pi, pi).

    Parameters
    ----------
    loc : Tensor or float
        The most probable angle, in radians.
    concentration : Tensor or float
        Positive; large ones give nearly normal numbers of variance ``1 / concentration``.
    validate_args : bool, optional
        As for `Distribution`.

    References
    ----------
    D. J. Best, N. I. Fisher, "Efficient simulation of the von Mises distribution", 1979.

    Examples
    --------
    >>> import arraygrad as ag
    >>> m = ag.distributions.VonMises(ag.tensor([1.0]), ag.tensor([2.0]))
    >>> m.mean, m.variance
    (tensor([1.]), tensor([0.3022]))
    """

    arg_constraints = {"loc": constraints.real, "concentration": constraints.positive}  # noqa: RUF012
    support = constraints.real

    def __init__(self, loc: Parameter, concentration: Parameter, validate_args: bool | None = None) -> None:
        self.loc, self.concentration = broadcast_all(loc, concentration)
        super().__init__(self.loc.shape, validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        return self._expanded(VonMises, batch_shape, _instance)

    @property
    def mean(self) -> Tensor:
        """The direction of the mean of points on the circle."""
        return self.loc

    @property
    def mode(self) -> Tensor:
        return self.loc

    @property
    def variance(self) -> Tensor:
        """One less the length of the mean of points on the circle."""
        return 1 - special.i1e(self.concentration) / special.i0e(self.concentration)

    def sample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        # In float64: in float32 proposals for small concentrations are hardly ever accepted.
        shape = self._extended_shape(sample_shape)
        loc, kappa = self.loc.detach().double(), self.concentration.detach().double()
        tau = 1 + (1 + 4 * kappa.square()).sqrt()
        rho = (tau - (2 * tau).sqrt()) / (2 * kappa)
        r = ((1 + rho.square()) / (2 * rho)).where(kappa > 1e-5, 1 / kappa + kappa)
        z = (math.pi * standard_uniform((_ROUNDS, *shape), kappa)).cos()
        height = standard_exponential((_ROUNDS, *shape), kappa)
        cosine = ((1 + r * z) / (r + z)).clamp(min=-1.0, max=1.0)
        c = (kappa * (r - cosine)).clamp(min=ag.finfo(kappa.dtype).tiny)
        cosine = first_accepted(cosine, c.log() + 1 - c + height >= 0, 1.0)
        side = (standard_uniform(shape, kappa) - 0.5).sign()
        angle = (side * cosine.acos() + math.pi + loc) % (2 * math.pi) - math.pi
        return angle.to(self.loc.dtype)

    def log_prob(self, value: Tensor) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        # The scaled Bessel function has exp(concentration) taken out.
        exponent = self.concentration * ((value - self.loc).cos() - 1)
        return exponent - math.log(2 * math.pi) - special.i0e(self.concentration).log()
