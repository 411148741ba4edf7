"""The categorical distribution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import arraygrad.functions as ag
from arraygrad.distributions import constraints
from arraygrad.distributions.odds import Weights
from arraygrad.tensor import Tensor

__all__ = ["Categorical"]


class Categorical(Weights):
    """The number of one of several outcomes, from 0 to K - 1.

    Parameters
    ----------
    probs : Tensor, optional
        Weights of the outcomes, shape ``(..., K)``, not negative; they are normalized.
    logits : Tensor, optional
        Their logarithms, instead of `probs`.
    validate_args : bool, optional
        As for `Distribution`.

    Raises
    ------
    ValueError
        If both or none of `probs` and `logits` are given, or the one has no dimension.

    Examples
    --------
    >>> import arraygrad as ag
    >>> m = ag.distributions.Categorical(ag.tensor([1.0, 3.0]))
    >>> m.log_prob(ag.tensor(1)).exp(), m.sample((5,)).dtype
    (tensor(0.7500), arraygrad.int64)
    """

    arg_constraints = {"probs": constraints.simplex, "logits": constraints.real_vector}  # noqa: RUF012
    has_enumerate_support = True

    def __init__(
        self, probs: Tensor | None = None, logits: Tensor | None = None, validate_args: bool | None = None
    ) -> None:
        self._give(probs, logits)
        super().__init__(self._param.shape[:-1], validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        return self._expanded(Categorical, batch_shape, _instance)

    @constraints.dependent_property(is_discrete=True, event_dim=0)
    def support(self) -> constraints.Constraint:
        return constraints.integer_interval(0, self._num_events - 1)

    @property
    def mean(self) -> Tensor:
        """NaN: the outcomes are names, not quantities."""
        return self._undefined()

    @property
    def mode(self) -> Tensor:
        return self.probs.argmax(dim=-1)

    @property
    def variance(self) -> Tensor:
        """NaN: the outcomes are names, not quantities."""
        return self._undefined()

    def _undefined(self) -> Tensor:
        return ag.full(self._batch_shape, float("nan"), dtype=self.probs.dtype, device=self.probs.device)

    def sample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        return self._drawn(self._extended_shape(sample_shape))

    def log_prob(self, value: Tensor) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        index, logits = ag.broadcast_tensors(value.long().unsqueeze(-1), self.logits)
        return logits.gather(-1, index[..., :1]).squeeze(-1)

    def entropy(self) -> Tensor:
        return self._entropy()

    def enumerate_support(self, expand: bool = True) -> Tensor:
        values = ag.arange(self._num_events, device=self._param.device)
        values = values.view((-1,) + (1,) * len(self._batch_shape))
        return values.expand((-1, *self._batch_shape)) if expand else values
