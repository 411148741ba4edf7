"""Relaxed Bernoulli distributions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import arraygrad.functions as ag
from arraygrad.distributions import constraints
from arraygrad.distributions.odds import Odds
from arraygrad.distributions.transformed_distribution import TransformedDistribution
from arraygrad.distributions.transforms import SigmoidTransform
from arraygrad.distributions.utils import Parameter, broadcast_all, clamp_probs, standard_uniform
from arraygrad.nn import functional as F
from arraygrad.tensor import Tensor

__all__ = ["LogitRelaxedBernoulli", "RelaxedBernoulli"]


class LogitRelaxedBernoulli(Odds):
    """The log-odds of a relaxed Bernoulli number: logistic noise is added to `logits`, and divided by a temperature.

    Parameters
    ----------
    temperature : Tensor or float
        The lower, the nearer the samples are to zero and one.
    probs : Tensor or float, optional
        Probability of one, in [0, 1].
    logits : Tensor or float, optional
        Log-odds of one, instead of `probs`.
    validate_args : bool, optional
        As for `Distribution`.

    References
    ----------
    C. J. Maddison, A. Mnih, Y. W. Teh, "The concrete distribution", 2017.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.distributions.relaxed_bernoulli import LogitRelaxedBernoulli
    >>> LogitRelaxedBernoulli(ag.tensor(1.0), logits=ag.zeros(2)).log_prob(ag.zeros(2)).exp()
    tensor([0.2500, 0.2500])
    """

    arg_constraints = {"probs": constraints.unit_interval, "logits": constraints.real}  # noqa: RUF012
    support = constraints.real
    has_rsample = True

    def __init__(
        self,
        temperature: Parameter,
        probs: Parameter | None = None,
        logits: Parameter | None = None,
        validate_args: bool | None = None,
    ) -> None:
        self.temperature = temperature
        self._give(probs, logits)
        super().__init__(self._batch_of(probs, logits), validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        new = self._get_checked_instance(LogitRelaxedBernoulli, _instance)
        new.temperature = self.temperature
        return self._expanded(LogitRelaxedBernoulli, batch_shape, new)

    def rsample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        shape = self._extended_shape(sample_shape)
        probs = clamp_probs(self.probs.expand(shape))
        noise = clamp_probs(standard_uniform(shape, probs))
        return (noise.log() - (-noise).log1p() + probs.log() - (-probs).log1p()) / self.temperature

    def log_prob(self, value: Tensor) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        logits, value = broadcast_all(self.logits, value)
        x = logits - value * self.temperature
        return ag.as_tensor(self.temperature, dtype=x.dtype, device=x.device).log() + x - 2 * F.softplus(x)


class RelaxedBernoulli(TransformedDistribution):
    """Numbers in (0, 1) that approximate zeros and ones, with gradients for the parameters.

    Parameters
    ----------
    temperature : Tensor or float
        The lower, the nearer the samples are to zero and one.
    probs : Tensor or float, optional
        Probability of one, in [0, 1].
    logits : Tensor or float, optional
        Log-odds of one, instead of `probs`.
    validate_args : bool, optional
        As for `Distribution`.

    References
    ----------
    E. Jang, S. Gu, B. Poole, "Categorical reparameterization with Gumbel-softmax", 2017.

    Examples
    --------
    >>> import arraygrad as ag
    >>> m = ag.distributions.RelaxedBernoulli(ag.tensor(0.5), probs=ag.tensor([0.1, 0.9]))
    >>> m.sample().shape
    arraygrad.Size([2])
    """

    arg_constraints = {"probs": constraints.unit_interval, "logits": constraints.real}  # noqa: RUF012
    support = constraints.unit_interval
    has_rsample = True
    base_dist: LogitRelaxedBernoulli

    def __init__(
        self,
        temperature: Parameter,
        probs: Parameter | None = None,
        logits: Parameter | None = None,
        validate_args: bool | None = None,
    ) -> None:
        base = LogitRelaxedBernoulli(temperature, probs, logits)
        super().__init__(base, SigmoidTransform(), validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        return super().expand(batch_shape, self._get_checked_instance(RelaxedBernoulli, _instance))

    @property
    def temperature(self) -> Parameter:
        """How far samples are from zero and one."""
        return self.base_dist.temperature

    @property
    def logits(self) -> Tensor:
        """Log-odds of one."""
        return self.base_dist.logits

    @property
    def probs(self) -> Tensor:
        """Probability of one."""
        return self.base_dist.probs
