"""The geometric distribution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import arraygrad.functions as ag
from arraygrad.distributions import constraints
from arraygrad.distributions.odds import Odds
from arraygrad.distributions.utils import Parameter, broadcast_all, clamp_probs, standard_exponential
from arraygrad.nn import functional as F
from arraygrad.tensor import Tensor

__all__ = ["Geometric"]


class Geometric(Odds):
    """The number of failures before the first success.

    Parameters
    ----------
    probs : Tensor or float, optional
        Probability of success, in (0, 1].
    logits : Tensor or float, optional
        Log-odds of success, instead of `probs`.
    validate_args : bool, optional
        As for `Distribution`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.Geometric(0.5).log_prob(ag.tensor([0.0, 1.0])).exp()
    tensor([0.5000, 0.2500])
    """

    arg_constraints = {"probs": constraints.unit_interval, "logits": constraints.real}  # noqa: RUF012
    support = constraints.nonnegative_integer

    def __init__(
        self, probs: Parameter | None = None, logits: Parameter | None = None, validate_args: bool | None = None
    ) -> None:
        self._give(probs, logits)
        super().__init__(self._batch_of(probs, logits), validate_args=validate_args)
        if self._validate_args and probs is not None:
            value = self.probs
            if not bool((value > 0).all()):
                raise ValueError(
                    f"Expected parameter probs ({type(value).__name__} of shape {tuple(value.shape)}) of distribution "
                    f"{self!r} to be positive but found invalid values:\n{value[value <= 0]}"
                )

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        return self._expanded(Geometric, batch_shape, _instance)

    @property
    def mean(self) -> Tensor:
        return 1.0 / self.probs - 1.0

    @property
    def mode(self) -> Tensor:
        return ag.zeros_like(self.probs)

    @property
    def variance(self) -> Tensor:
        return (1.0 / self.probs - 1.0) / self.probs

    def sample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        # Whole units of an exponential time, as many as it takes to run out.
        probs = clamp_probs(self.probs.detach())
        times = standard_exponential(self._extended_shape(sample_shape), probs)
        return (times / -(-probs).log1p()).floor()

    def log_prob(self, value: Tensor) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        value, probs = broadcast_all(value, self.probs)
        # A success that is certain leaves no failures, and all else is impossible.
        certain = (probs == 1) & (value == 0)
        failure = (-probs.masked_fill(certain, 0.0)).log1p()
        return value * failure + probs.log()

    def entropy(self) -> Tensor:
        return F.binary_cross_entropy_with_logits(self.logits, self.probs, reduction="none") / self.probs
