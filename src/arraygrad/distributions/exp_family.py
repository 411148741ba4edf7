"""Exponential families: densities whose logarithm is linear in the parameters but for a normalizing term."""

from __future__ import annotations

from arraygrad.autograd import grad
from arraygrad.autograd.modes import enable_grad
from arraygrad.distributions.distribution import Distribution
from arraygrad.tensor import Tensor

__all__ = ["ExponentialFamily"]


class ExponentialFamily(Distribution):
    """A distribution with density ``exp(t(x) . theta - F(theta) + k(x))``.

    A subclass gives the natural parameters theta and the log normalizer F; from these, by automatic differentiation,
    follow the entropy and the divergence between two members of the family.

    Examples
    --------
    >>> import arraygrad as ag
    >>> poisson = ag.distributions.Poisson(2.0)
    >>> isinstance(poisson, ag.distributions.ExponentialFamily)
    True
    """

    #: The mean of k(x); None where there is no formula for it.
    _mean_carrier_measure: float | None = None

    @property
    def _natural_params(self) -> tuple[Tensor, ...]:
        raise self._lacks("_natural_params")

    def _log_normalizer(self, *natural_params: Tensor) -> Tensor:
        raise self._lacks("_log_normalizer")

    def _normalizer_and_slopes(self) -> tuple[tuple[Tensor, ...], Tensor, tuple[Tensor, ...]]:
        """The natural parameters as leaves, the log normalizer, and its derivatives, which are the means of t(x)."""
        with enable_grad():
            natural = tuple(p.detach().requires_grad_() for p in self._natural_params)
            normalizer = self._log_normalizer(*natural)
            slopes = grad(normalizer.sum(), natural, create_graph=True)
        return natural, normalizer, tuple(slope for slope in slopes if slope is not None)

    def entropy(self) -> Tensor:
        """The entropy, as the Bregman divergence of the log normalizer."""
        if self._mean_carrier_measure is None:
            raise self._lacks("entropy")
        natural, normalizer, slopes = self._normalizer_and_slopes()
        result = normalizer - self._mean_carrier_measure
        for parameter, slope in zip(natural, slopes, strict=True):
            part = parameter * slope
            result = result - part.reshape((*self._batch_shape, -1)).sum(-1)
        return result
