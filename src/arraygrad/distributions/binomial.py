"""The binomial distribution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import arraygrad.functions as ag
from arraygrad.distributions import constraints
from arraygrad.distributions.odds import Odds
from arraygrad.nn import functional as F
from arraygrad.tensor import Tensor

__all__ = ["Binomial"]


class Binomial(Odds):
    """The number of successes in `total_count` trials.

    Parameters
    ----------
    total_count : int or Tensor
        Number of trials.
    probs : Tensor, optional
        Probability of success, in [0, 1].
    logits : Tensor, optional
        Log-odds of success, instead of `probs`.
    validate_args : bool, optional
        As for `Distribution`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> m = ag.distributions.Binomial(4, ag.tensor(0.5))
    >>> m.log_prob(ag.tensor(2.0)).exp()
    tensor(0.3750)
    """

    arg_constraints = {  # noqa: RUF012
        "total_count": constraints.nonnegative_integer,
        "probs": constraints.unit_interval,
        "logits": constraints.real,
    }
    has_enumerate_support = True

    def __init__(
        self,
        total_count: Tensor | int = 1,
        probs: Tensor | None = None,
        logits: Tensor | None = None,
        validate_args: bool | None = None,
    ) -> None:
        (count,) = self._give(probs, logits, total_count)
        self.total_count = count.to(self._param.dtype)
        super().__init__(self._param.shape, validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        return self._expanded(Binomial, batch_shape, _instance)

    @constraints.dependent_property(is_discrete=True, event_dim=0)
    def support(self) -> constraints.Constraint:
        return constraints.integer_interval(0, self.total_count)

    @property
    def mean(self) -> Tensor:
        return self.total_count * self.probs

    @property
    def mode(self) -> Tensor:
        return ((self.total_count + 1) * self.probs).floor().clamp(max=self.total_count)

    @property
    def variance(self) -> Tensor:
        return self.total_count * self.probs * (1 - self.probs)

    def sample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        shape = self._extended_shape(sample_shape)
        return ag.binomial(self.total_count.expand(shape), self.probs.detach().expand(shape))

    def log_prob(self, value: Tensor) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        ways = (self.total_count + 1).lgamma() - (value + 1).lgamma() - (self.total_count - value + 1).lgamma()
        return value * self.logits + self.total_count * F.logsigmoid(-self.logits) + ways

    def entropy(self) -> Tensor:
        n = self._common_count("entropy")
        log_prob = self.log_prob(self._numbers(n))
        return -(log_prob.exp() * log_prob).sum(0)

    def enumerate_support(self, expand: bool = True) -> Tensor:
        values = self._numbers(self._common_count("enumerate_support"))
        return values.expand((-1, *self._batch_shape)) if expand else values

    def _common_count(self, wanted: str) -> int:
        n = int(self.total_count.max())
        if not bool((self.total_count == n).all()):
            raise NotImplementedError(f"Inhomogeneous total count not supported by `{wanted}`.")
        return n

    def _numbers(self, n: int) -> Tensor:
        """The numbers up to `n` along a new first dimension."""
        numbers = ag.arange(1 + n, dtype=self._param.dtype, device=self._param.device)
        return numbers.view((-1,) + (1,) * len(self._batch_shape))
