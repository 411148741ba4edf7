"""The negative binomial distribution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import arraygrad.functions as ag
from arraygrad.distributions import constraints
from arraygrad.distributions.gamma import Gamma
from arraygrad.distributions.odds import Odds
from arraygrad.distributions.utils import Parameter
from arraygrad.nn import functional as F
from arraygrad.tensor import Tensor

__all__ = ["NegativeBinomial"]


class NegativeBinomial(Odds):
    """The number of successes before `total_count` failures; Poisson counts whose rate is a gamma number.

    Parameters
    ----------
    total_count : Tensor or float
        Number of failures, not negative; need not be whole.
    probs : Tensor, optional
        Probability of success, in [0, 1).
    logits : Tensor, optional
        Log-odds of success, instead of `probs`.
    validate_args : bool, optional
        As for `Distribution`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> m = ag.distributions.NegativeBinomial(2.0, ag.tensor([0.5]))
    >>> m.mean, m.variance
    (tensor([2.]), tensor([4.]))
    """

    arg_constraints = {  # noqa: RUF012
        "total_count": constraints.greater_than_eq(0),
        "probs": constraints.half_open_interval(0.0, 1.0),
        "logits": constraints.real,
    }
    support = constraints.nonnegative_integer

    def __init__(
        self,
        total_count: Parameter,
        probs: Tensor | None = None,
        logits: Tensor | None = None,
        validate_args: bool | None = None,
    ) -> None:
        (count,) = self._give(probs, logits, total_count)
        self.total_count = count.to(self._param.dtype)
        super().__init__(self._param.shape, validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        return self._expanded(NegativeBinomial, batch_shape, _instance)

    @property
    def mean(self) -> Tensor:
        return self.total_count * self.logits.exp()

    @property
    def mode(self) -> Tensor:
        return ((self.total_count - 1) * self.logits.exp()).floor().clamp(min=0.0)

    @property
    def variance(self) -> Tensor:
        return self.mean / (-self.logits).sigmoid()

    def sample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        with ag.no_grad():
            rate = Gamma(self.total_count, (-self.logits).exp(), validate_args=False).sample(sample_shape)
            return ag.poisson(rate)

    def log_prob(self, value: Tensor) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        # With no failures to wait for there are no successes; there the gamma functions' poles cancel.
        n, value = ag.broadcast_tensors(self.total_count, value)
        certain = n + value == 0
        unnormalized = n * F.logsigmoid(-self.logits) + value * F.logsigmoid(self.logits)
        n = n.masked_fill(certain, 1.0)
        return unnormalized + (n + value).lgamma() - (value + 1).lgamma() - n.lgamma()
