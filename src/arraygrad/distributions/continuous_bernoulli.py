"""The continuous Bernoulli distribution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from arraygrad.distributions import constraints
from arraygrad.distributions.exp_family import ExponentialFamily
from arraygrad.distributions.odds import Odds
from arraygrad.distributions.utils import Parameter, clamp_probs, lazy_property, logits_to_probs, standard_uniform
from arraygrad.nn import functional as F
from arraygrad.tensor import Tensor

__all__ = ["ContinuousBernoulli"]


class ContinuousBernoulli(Odds, ExponentialFamily):
    """Numbers in [0, 1] with density proportional to ``probs ** x * (1 - probs) ** (1 - x)``.

    It is the exponential distribution ``exp(logits * x)`` cut to an interval. `probs` is not its mean.

    Parameters
    ----------
    probs : Tensor or float, optional
        In (0, 1); moved away from both ends by the spacing of the dtype.
    logits : Tensor or float, optional
        The logarithm of ``probs / (1 - probs)``, instead of `probs`.
    lims : tuple of float
        Between these values of `probs`, around one half, power series stand in for quotients that are nearly 0 / 0.
    validate_args : bool, optional
        As for `Distribution`.

    References
    ----------
    G. Loaiza-Ganem, J. P. Cunningham, "The continuous Bernoulli: fixing a pervasive error in variational
    autoencoders", 2019.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.ContinuousBernoulli(0.5).log_prob(ag.tensor(0.3))
    tensor(0.)
    """

    arg_constraints = {"probs": constraints.unit_interval, "logits": constraints.real}  # noqa: RUF012
    support = constraints.unit_interval
    has_rsample = True
    _mean_carrier_measure = 0

    def __init__(
        self,
        probs: Parameter | None = None,
        logits: Parameter | None = None,
        lims: tuple[float, float] = (0.499, 0.501),
        validate_args: bool | None = None,
    ) -> None:
        self._give(probs, logits)
        if probs is not None:
            # Checked before the ends are moved, after which all would pass.
            if validate_args is not None and not bool(constraints.unit_interval.check(self.probs).all()):
                raise ValueError("The parameter probs has invalid values")
            self.__dict__["probs"] = clamp_probs(self.probs)
        self._lims = lims
        super().__init__(self._batch_of(probs, logits), validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        new = self._get_checked_instance(ContinuousBernoulli, _instance)
        new._lims = self._lims
        return self._expanded(ContinuousBernoulli, batch_shape, new)

    @lazy_property
    def probs(self) -> Tensor:
        """The parameter in (0, 1)."""
        return clamp_probs(logits_to_probs(self.logits, is_binary=True))

    def _apart(self) -> tuple[Tensor, Tensor]:
        """Where `probs` is outside of the limits, and the logits, replaced by one where it is inside."""
        outside = (self.probs <= self._lims[0]) | (self.probs > self._lims[1])
        return outside, self.logits.where(outside, 1.0)

    @property
    def mean(self) -> Tensor:
        outside, x = self._apart()
        y = self.logits
        series = 0.5 + y / 12 - y**3 / 720
        return (1 + 1 / x.expm1() - 1 / x).where(outside, series)

    @property
    def stddev(self) -> Tensor:
        return self.variance.sqrt()

    @property
    def variance(self) -> Tensor:
        outside, x = self._apart()
        y = self.logits
        series = 1 / 12 - y**2 / 240 + y**4 / 6048
        return (1 / x.square() - 0.25 / (x / 2).sinh().square()).where(outside, series)

    def rsample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        return self.icdf(standard_uniform(self._extended_shape(sample_shape), self.probs))

    def log_prob(self, value: Tensor) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        return self.logits * value - self._log_normalizer(self.logits)

    def cdf(self, value: Tensor) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        outside, x = self._apart()
        inner = value.clamp(min=0.0, max=1.0)
        near = inner + self.logits * inner * (inner - 1) / 2
        return ((x * inner).expm1() / x.expm1()).where(outside, near)

    def icdf(self, value: Tensor) -> Tensor:
        outside, x = self._apart()
        near = value - self.logits * value * (value - 1) / 2
        return ((value * x.expm1()).log1p() / x).where(outside, near)

    def entropy(self) -> Tensor:
        return self._log_normalizer(self.logits) - self.logits * self.mean

    @property
    def _natural_params(self) -> tuple[Tensor, ...]:
        return (self.logits,)

    def _log_normalizer(self, *natural_params: Tensor) -> Tensor:
        (y,) = natural_params
        probs = y.sigmoid()
        outside = (probs <= self._lims[0]) | (probs > self._lims[1])
        x = y.where(outside, 1.0)
        # The logarithm of (exp(x) - 1) / x, in a form that does not overflow.
        exact = F.relu(x) + (-(-x.abs()).expm1() / x.abs()).log()
        return exact.where(outside, y / 2 + y**2 / 24 - y**4 / 2880)
