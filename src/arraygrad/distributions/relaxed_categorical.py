"""Relaxed categorical distributions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Self

import arraygrad.functions as ag
from arraygrad.distributions import constraints
from arraygrad.distributions.categorical import Categorical
from arraygrad.distributions.distribution import Distribution
from arraygrad.distributions.transformed_distribution import TransformedDistribution
from arraygrad.distributions.transforms import ExpTransform
from arraygrad.distributions.utils import Parameter, broadcast_all, standard_exponential
from arraygrad.tensor import Size, Tensor

__all__ = ["ExpRelaxedCategorical", "RelaxedOneHotCategorical"]


class ExpRelaxedCategorical(Distribution):
    """The logarithm of a relaxed one-hot vector: Gumbel noise is added to `logits`, and divided by a temperature.

    Parameters
    ----------
    temperature : Tensor or float
        The lower, the nearer the samples are to one-hot vectors.
    probs : Tensor, optional
        Weights of the outcomes, shape ``(..., K)``, not negative; they are normalized.
    logits : Tensor, optional
        Their logarithms, instead of `probs`.
    validate_args : bool, optional
        As for `Distribution`.

    References
    ----------
    C. J. Maddison, A. Mnih, Y. W. Teh, "The concrete distribution", 2017.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.distributions.relaxed_categorical import ExpRelaxedCategorical
    >>> ExpRelaxedCategorical(ag.tensor(1.0), ag.ones(3)).sample().exp().sum().round(decimals=4)
    tensor(1.)
    """

    arg_constraints = {"probs": constraints.simplex, "logits": constraints.real_vector}  # noqa: RUF012
    # Each sample is the logarithm of a point of the simplex.
    support = constraints.real_vector
    has_rsample = True

    def __init__(
        self,
        temperature: Parameter,
        probs: Tensor | None = None,
        logits: Tensor | None = None,
        validate_args: bool | None = None,
    ) -> None:
        self._categorical = Categorical(probs, logits)
        self.temperature = temperature
        shape = self._categorical.param_shape
        super().__init__(shape[:-1], shape[-1:], validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        new = self._get_checked_instance(ExpRelaxedCategorical, _instance)
        new.temperature = self.temperature
        new._categorical = self._categorical.expand(batch_shape)
        return self._expanded(ExpRelaxedCategorical, batch_shape, new)

    @property
    def probs(self) -> Tensor:
        """Probabilities of the outcomes."""
        return self._categorical.probs

    @property
    def logits(self) -> Tensor:
        """Logarithms of the probabilities."""
        return self._categorical.logits

    @property
    def param_shape(self) -> Size:
        """The shape of `probs` and `logits`."""
        return self._categorical.param_shape

    def rsample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        noise = standard_exponential(self._extended_shape(sample_shape), self.logits)
        return ((self.logits - noise.log()) / self.temperature).log_softmax(-1)

    def log_prob(self, value: Tensor) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        n = self._event_shape[0]
        logits, value = broadcast_all(self.logits, value)
        temperature = ag.as_tensor(self.temperature, dtype=value.dtype, device=value.device)
        scores = (logits - value * temperature).log_softmax(-1)
        return math.lgamma(n) + (n - 1) * temperature.log() + scores.sum(-1)


class RelaxedOneHotCategorical(TransformedDistribution):
    """Points of a simplex that approximate one-hot vectors, with gradients for the parameters.

    Parameters
    ----------
    temperature : Tensor or float
        The lower, the nearer the samples are to one-hot vectors.
    probs : Tensor, optional
        Weights of the outcomes, shape ``(..., K)``, not negative; they are normalized.
    logits : Tensor, optional
        Their logarithms, instead of `probs`.
    validate_args : bool, optional
        As for `Distribution`.

    References
    ----------
    E. Jang, S. Gu, B. Poole, "Categorical reparameterization with Gumbel-softmax", 2017.

    Examples
    --------
    >>> import arraygrad as ag
    >>> m = ag.distributions.RelaxedOneHotCategorical(ag.tensor(0.5), ag.tensor([1.0, 2.0, 1.0]))
    >>> m.sample().sum().round(decimals=4)
    tensor(1.)
    """

    arg_constraints = {"probs": constraints.simplex, "logits": constraints.real_vector}  # noqa: RUF012
    support = constraints.simplex
    has_rsample = True
    base_dist: ExpRelaxedCategorical

    def __init__(
        self,
        temperature: Parameter,
        probs: Tensor | None = None,
        logits: Tensor | None = None,
        validate_args: bool | None = None,
    ) -> None:
        base = ExpRelaxedCategorical(temperature, probs, logits, validate_args=validate_args)
        super().__init__(base, ExpTransform(), validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        return super().expand(batch_shape, self._get_checked_instance(RelaxedOneHotCategorical, _instance))

    @property
    def temperature(self) -> Parameter:
        """How far samples are from one-hot vectors."""
        return self.base_dist.temperature

    @property
    def logits(self) -> Tensor:
        """Logarithms of the probabilities."""
        return self.base_dist.logits

    @property
    def probs(self) -> Tensor:
        """Probabilities of the outcomes."""
        return self.base_dist.probs
