"""What distributions share that are given by probabilities or by logits."""

from __future__ import annotations

from numbers import Number

import arraygrad.functions as ag
from arraygrad.distributions.distribution import Distribution
from arraygrad.distributions.utils import (
    Parameter,
    broadcast_all,
    lazy_property,
    logits_to_probs,
    one_of,
    probs_to_logits,
)
from arraygrad.tensor import Size, Tensor

__all__: list[str] = []


class Odds(Distribution):
    """A distribution by the probability of success, `probs`, or its log-odds, `logits`."""

    def _give(self, probs: Parameter | None, logits: Parameter | None, *others: Parameter) -> tuple[Tensor, ...]:
        """Keep the one that was given; both it and the other parameters are broadcast."""
        one_of(probs, logits)
        name, given = ("logits", logits) if probs is None else ("probs", probs)
        assert given is not None
        tensor, *rest = broadcast_all(given, *others)
        self.__dict__[name] = tensor
        return tuple(rest)

    def _batch_of(self, probs: Parameter | None, logits: Parameter | None) -> Size:
        given = logits if probs is None else probs
        return Size() if isinstance(given, Number) else self._param.shape

    @lazy_property
    def logits(self) -> Tensor:
        """Log-odds of success."""
        return probs_to_logits(self.probs, is_binary=True)

    @lazy_property
    def probs(self) -> Tensor:
        """Probability of success."""
        return logits_to_probs(self.logits, is_binary=True)

    @property
    def _param(self) -> Tensor:
        """The parameter that was given."""
        given: Tensor | None = self.__dict__.get("probs")
        return self.logits if given is None else given

    @property
    def param_shape(self) -> Size:
        """The shape of `probs` and `logits`."""
        return self._param.shape


class Weights(Distribution):
    """A distribution by the probabilities of several outcomes, `probs`, or their logarithms, `logits`, normalized."""

    def _give(self, probs: Tensor | None, logits: Tensor | None) -> None:
        """Keep the one that was given, normalized along its last dimension."""
        one_of(probs, logits)
        if probs is not None:
            if probs.dim() < 1:
                raise ValueError("`probs` parameter must be at least one-dimensional.")
            self.__dict__["probs"] = probs / probs.sum(-1, keepdim=True)
        elif logits is not None:
            if logits.dim() < 1:
                raise ValueError("`logits` parameter must be at least one-dimensional.")
            self.__dict__["logits"] = logits - logits.logsumexp(-1, keepdim=True)

    @lazy_property
    def logits(self) -> Tensor:
        """Logarithms of the probabilities."""
        return probs_to_logits(self.probs)

    @lazy_property
    def probs(self) -> Tensor:
        """Probabilities of the outcomes."""
        return logits_to_probs(self.logits)

    @property
    def _param(self) -> Tensor:
        """The parameter that was given."""
        given: Tensor | None = self.__dict__.get("probs")
        return self.logits if given is None else given

    @property
    def param_shape(self) -> Size:
        """The shape of `probs` and `logits`."""
        return self._param.shape

    @property
    def _num_events(self) -> int:
        return self._param.shape[-1]

    def _entropy(self) -> Tensor:
        # An outcome that is impossible adds nothing, also where its logarithm is -inf.
        finite = self.logits.clamp(min=ag.finfo(self.logits.dtype).min)
        return -(finite * self.probs).sum(-1)

    def _drawn(self, shape: tuple[int, ...]) -> Tensor:
        """Indices of outcomes, in the shape of the batch with dimensions before it."""
        rows = self.probs.detach().reshape(-1, self._num_events)
        count = Size(shape).numel() // max(rows.shape[0], 1)
        return ag.multinomial(rows, count, True).T.reshape(shape)
