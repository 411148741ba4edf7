"""Multivariate normal distributions with a covariance of low rank plus a diagonal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Self

import arraygrad.functions as ag
from arraygrad import linalg
from arraygrad.distributions import constraints
from arraygrad.distributions.distribution import Distribution
from arraygrad.distributions.multivariate_normal import batch_mahalanobis, half_log_det
from arraygrad.distributions.utils import lazy_property, standard_normal
from arraygrad.tensor import Tensor

__all__ = ["LowRankMultivariateNormal"]


class LowRankMultivariateNormal(Distribution):
    """Vectors with the covariance ``cov_factor @ cov_factor.mT + diag(cov_diag)``.

    Only matrices of the factor's size are factored, by the lemma of the determinant and Woodbury's formula.

    Parameters
    ----------
    loc : Tensor
        The mean, shape ``(..., n)``.
    cov_factor : Tensor
        Shape ``(..., n, m)``.
    cov_diag : Tensor
        Shape ``(..., n)``, positive.
    validate_args : bool, optional
        As for `Distribution`.

    Raises
    ------
    ValueError
        If the shapes do not go together.

    Examples
    --------
    >>> import arraygrad as ag
    >>> m = ag.distributions.LowRankMultivariateNormal(ag.zeros(2), ag.tensor([[1.0], [0.0]]), ag.ones(2))
    >>> m.covariance_matrix
    tensor([[2., 0.],
            [0., 1.]])
    """

    arg_constraints = {  # noqa: RUF012
        "loc": constraints.real_vector,
        "cov_factor": constraints.independent(constraints.real, 2),
        "cov_diag": constraints.independent(constraints.positive, 1),
    }
    support = constraints.real_vector
    has_rsample = True

    def __init__(self, loc: Tensor, cov_factor: Tensor, cov_diag: Tensor, validate_args: bool | None = None) -> None:
        if loc.dim() < 1:
            raise ValueError("loc must be at least one-dimensional.")
        event_shape = loc.shape[-1:]
        if cov_factor.dim() < 2:
            raise ValueError("cov_factor must be at least two-dimensional, with optional leading batch dimensions")
        if cov_factor.shape[-2:-1] != event_shape:
            raise ValueError(f"cov_factor must be a batch of matrices with shape {event_shape[0]} x m")
        if cov_diag.shape[-1:] != event_shape:
            raise ValueError(f"cov_diag must be a batch of vectors with shape {event_shape}")
        try:
            batch_shape = ag.broadcast_shapes(loc.shape[:-1], cov_factor.shape[:-2], cov_diag.shape[:-1])
        except RuntimeError as error:
            raise ValueError(
                f"Incompatible batch shapes: loc {loc.shape}, cov_factor {cov_factor.shape}, cov_diag {cov_diag.shape}"
            ) from error
        self.loc = loc.expand((*batch_shape, -1))
        self.cov_factor = cov_factor.expand((*batch_shape, -1, -1))
        self.cov_diag = cov_diag.expand((*batch_shape, -1))
        super().__init__(batch_shape, event_shape, validate_args=validate_args)
        self._factor, self._diag = cov_factor, cov_diag
        self._capacitance = _capacitance_factor(cov_factor, cov_diag)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        new = self._get_checked_instance(LowRankMultivariateNormal, _instance)
        new._factor, new._diag, new._capacitance = self._factor, self._diag, self._capacitance
        return self._expanded(LowRankMultivariateNormal, batch_shape, new)

    @property
    def mean(self) -> Tensor:
        return self.loc

    @property
    def mode(self) -> Tensor:
        return self.loc

    @property
    def variance(self) -> Tensor:
        """The diagonal of the covariance."""
        return (self._factor.square().sum(-1) + self._diag).expand(self._batch_shape + self._event_shape)

    @lazy_property
    def scale_tril(self) -> Tensor:
        """The Cholesky factor of the covariance."""
        # That of a matrix with a unit diagonal added, which is better conditioned, scaled back.
        root = self._diag.sqrt().unsqueeze(-1)
        scaled = self._factor / root
        unit = ag.eye(self._event_shape[0], dtype=root.dtype, device=root.device)
        factor = root * linalg.cholesky(scaled @ scaled.mT + unit)
        return factor.expand(self._batch_shape + self._event_shape * 2)

    @lazy_property
    def covariance_matrix(self) -> Tensor:
        """The covariance."""
        covariance = self._factor @ self._factor.mT + self._diag.diag_embed()
        return covariance.expand(self._batch_shape + self._event_shape * 2)

    @lazy_property
    def precision_matrix(self) -> Tensor:
        """The inverse of the covariance."""
        weighted = self._factor.mT / self._diag.unsqueeze(-2)
        half = linalg.solve_triangular(self._capacitance, weighted, upper=False)
        precision = self._diag.reciprocal().diag_embed() - half.mT @ half
        return precision.expand(self._batch_shape + self._event_shape * 2)

    def rsample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        shape = self._extended_shape(sample_shape)
        common = standard_normal((*shape[:-1], self._factor.shape[-1]), self.loc)
        own = standard_normal(shape, self.loc)
        return self.loc + (self._factor @ common.unsqueeze(-1)).squeeze(-1) + self._diag.sqrt() * own

    def log_prob(self, value: Tensor) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        squared = lowrank_mahalanobis(self._factor, self._diag, value - self.loc, self._capacitance)
        log_det = lowrank_log_det(self._diag, self._capacitance)
        return -0.5 * (self._event_shape[0] * math.log(2 * math.pi) + log_det + squared)

    def entropy(self) -> Tensor:
        log_det = lowrank_log_det(self._diag, self._capacitance)
        entropy = 0.5 * (self._event_shape[0] * (1.0 + math.log(2 * math.pi)) + log_det)
        return entropy.expand(self._batch_shape)


def _capacitance_factor(factor: Tensor, diag: Tensor) -> Tensor:
    """The Cholesky factor of ``I + W.mT @ inverse(D) @ W``."""
    weighted = factor.mT / diag.unsqueeze(-2)
    unit = ag.eye(factor.shape[-1], dtype=factor.dtype, device=factor.device)
    return linalg.cholesky(weighted @ factor + unit)


def lowrank_log_det(diag: Tensor, capacitance: Tensor) -> Tensor:
    """The logarithm of the determinant of ``W @ W.mT + D``, from D and the factor of the capacitance matrix.

    Examples
    --------
    >>> import arraygrad as ag
    >>> lowrank_log_det(ag.ones(2), ag.eye(1))
    tensor(0.)
    """
    return 2 * half_log_det(capacitance) + diag.log().sum(-1)


def lowrank_mahalanobis(factor: Tensor, diag: Tensor, x: Tensor, capacitance: Tensor) -> Tensor:
    """Squared lengths of vectors, measured by the covariance ``W @ W.mT + D``.

    Examples
    --------
    >>> import arraygrad as ag
    >>> lowrank_mahalanobis(ag.zeros(2, 1), ag.ones(2), ag.ones(2), ag.eye(1))
    tensor(2.)
    """
    weighted = factor.mT / diag.unsqueeze(-2)
    inner = (weighted @ x.unsqueeze(-1)).squeeze(-1)
    return (x.square() / diag).sum(-1) - batch_mahalanobis(capacitance, inner)
