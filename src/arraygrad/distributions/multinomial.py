"""The multinomial distribution."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Self

import arraygrad.functions as ag
from arraygrad.distributions import constraints
from arraygrad.distributions.binomial import Binomial
from arraygrad.distributions.categorical import Categorical
from arraygrad.distributions.distribution import Distribution
from arraygrad.distributions.utils import broadcast_all
from arraygrad.nn import functional as F
from arraygrad.tensor import Size, Tensor

__all__ = ["Multinomial"]


class Multinomial(Distribution):
    """How often each of several outcomes came in `total_count` trials.

    Parameters
    ----------
    total_count : int
        Number of trials.
    probs : Tensor, optional
        Weights of the outcomes, shape ``(..., K)``, not negative; they are normalized.
    logits : Tensor, optional
        Their logarithms, instead of `probs`.
    validate_args : bool, optional
        As for `Distribution`.

    Raises
    ------
    NotImplementedError
        If `total_count` is not a number.

    Examples
    --------
    >>> import arraygrad as ag
    >>> m = ag.distributions.Multinomial(10, ag.tensor([1.0, 3.0]))
    >>> m.mean, m.sample().sum()
    (tensor([2.5000, 7.5000]), tensor(10.))
    """

    arg_constraints = {"probs": constraints.simplex, "logits": constraints.real_vector}  # noqa: RUF012

    def __init__(
        self,
        total_count: int = 1,
        probs: Tensor | None = None,
        logits: Tensor | None = None,
        validate_args: bool | None = None,
    ) -> None:
        if not isinstance(total_count, int):
            raise NotImplementedError("inhomogeneous total_count is not supported")
        self.total_count = total_count
        self._categorical = Categorical(probs=probs, logits=logits)
        Binomial(total_count, self.probs)  # checks the number of trials
        super().__init__(self._categorical.batch_shape, self.probs.shape[-1:], validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        new = self._get_checked_instance(Multinomial, _instance)
        new.total_count = self.total_count
        new._categorical = self._categorical.expand(batch_shape)
        return self._expanded(Multinomial, batch_shape, new)

    @constraints.dependent_property(is_discrete=True, event_dim=1)
    def support(self) -> constraints.Constraint:
        return constraints.multinomial(self.total_count)

    @property
    def logits(self) -> Tensor:
        """Logarithms of the probabilities."""
        return self._categorical.logits

    @property
    def probs(self) -> Tensor:
        """Probabilities of the outcomes."""
        return self._categorical.probs

    @property
    def param_shape(self) -> Size:
        """The shape of `probs` and `logits`."""
        return self._categorical.param_shape

    @property
    def mean(self) -> Tensor:
        return self.probs * self.total_count

    @property
    def variance(self) -> Tensor:
        return self.total_count * self.probs * (1 - self.probs)

    def sample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        outcomes = self._categorical.sample((self.total_count, *sample_shape))
        return F.one_hot(outcomes, self._event_shape[0]).sum(0).to(self.probs.dtype)

    def log_prob(self, value: Tensor) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        logits, value = broadcast_all(self.logits, value)
        # An outcome that is impossible and did not come adds nothing.
        logits = logits.masked_fill((value == 0) & (logits == -float("inf")), 0.0)
        ways = (value.sum(-1) + 1).lgamma() - (value + 1).lgamma().sum(-1)
        return ways + (logits * value).sum(-1)

    def entropy(self) -> Tensor:
        n = self.total_count
        counts = ag.arange(1, n + 1, dtype=self.probs.dtype, device=self.probs.device)
        counts = counts.view((-1,) + (1,) * self.probs.ndim)
        probs = Binomial(n, self.probs, validate_args=False).log_prob(counts).exp()
        ways = (probs * (counts + 1).lgamma()).sum((0, -1))
        return n * self._categorical.entropy() - math.lgamma(n + 1) + ways
