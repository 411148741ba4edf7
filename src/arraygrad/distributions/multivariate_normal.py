"""The multivariate normal distribution."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Self

import arraygrad.functions as ag
from arraygrad import linalg
from arraygrad.distributions import constraints
from arraygrad.distributions.distribution import Distribution
from arraygrad.distributions.utils import lazy_property, standard_normal
from arraygrad.tensor import Tensor

__all__ = ["MultivariateNormal"]


def batch_mahalanobis(factor: Tensor, x: Tensor) -> Tensor:
    """Squared lengths of vectors, measured by covariances with given Cholesky factors.

    Parameters
    ----------
    factor : Tensor
        Lower triangles, shape ``(..., n, n)``.
    x : Tensor
        Shape ``(..., n)``; the dimensions before broadcast.

    Examples
    --------
    >>> import arraygrad as ag
    >>> batch_mahalanobis(2 * ag.eye(2), ag.ones(2))
    tensor(0.5000)
    """
    return linalg.solve_triangular(factor, x.unsqueeze(-1), upper=False).squeeze(-1).square().sum(-1)


def half_log_det(factor: Tensor) -> Tensor:
    """Half the logarithms of the determinants of covariances with given Cholesky factors.

    Examples
    --------
    >>> import arraygrad as ag
    >>> half_log_det(ag.eye(2))
    tensor(0.)
    """
    return factor.diagonal(dim1=-2, dim2=-1).log().sum(-1)


def precision_to_scale_tril(precision: Tensor) -> Tensor:
    """Cholesky factors of the inverses of matrices, without the inverses themselves.

    Examples
    --------
    >>> import arraygrad as ag
    >>> precision_to_scale_tril(4 * ag.eye(2))
    tensor([[0.5000, 0.0000],
            [0.0000, 0.5000]])
    """
    # With rows and columns reversed before and after, the factor is an upper triangle; its transpose is inverted.
    lower = linalg.cholesky(precision.flip((-2, -1))).flip((-2, -1)).mT
    unit = ag.eye(precision.shape[-1], dtype=precision.dtype, device=precision.device)
    return linalg.solve_triangular(lower, unit, upper=False)


class MultivariateNormal(Distribution):
    """Vectors whose elements are normal and correlated.

    Parameters
    ----------
    loc : Tensor
        The mean, shape ``(..., n)``.
    covariance_matrix, precision_matrix, scale_tril : Tensor, optional
        One of: the covariance, its inverse, or its Cholesky factor, which is quickest; shape ``(..., n, n)``.
    validate_args : bool, optional
        As for `Distribution`.

    Raises
    ------
    ValueError
        If not exactly one matrix is given, or a parameter has too few dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> m = ag.distributions.MultivariateNormal(ag.zeros(2), ag.eye(2))
    >>> m.log_prob(ag.zeros(2)), m.sample().shape
    (tensor(-1.8379), arraygrad.Size([2]))
    """

    arg_constraints = {  # noqa: RUF012
        "loc": constraints.real_vector,
        "covariance_matrix": constraints.positive_definite,
        "precision_matrix": constraints.positive_definite,
        "scale_tril": constraints.lower_cholesky,
    }
    support = constraints.real_vector
    has_rsample = True

    def __init__(
        self,
        loc: Tensor,
        covariance_matrix: Tensor | None = None,
        precision_matrix: Tensor | None = None,
        scale_tril: Tensor | None = None,
        validate_args: bool | None = None,
    ) -> None:
        if loc.dim() < 1:
            raise ValueError("loc must be at least one-dimensional.")
        name, matrix = the_one_matrix(covariance_matrix, precision_matrix, scale_tril)
        if matrix.dim() < 2:
            what = "scale_tril matrix" if name == "scale_tril" else name
            raise ValueError(f"{what} must be at least two-dimensional, with optional leading batch dimensions")
        batch_shape = ag.broadcast_shapes(matrix.shape[:-2], loc.shape[:-1])
        self.loc = loc.expand((*batch_shape, -1))
        self.__dict__[name] = matrix.expand((*batch_shape, -1, -1))
        super().__init__(batch_shape, loc.shape[-1:], validate_args=validate_args)
        self._factor = scale_tril_of(name, matrix)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        new = self._get_checked_instance(MultivariateNormal, _instance)
        new._factor = self._factor
        return self._expanded(MultivariateNormal, batch_shape, new)

    @lazy_property
    def scale_tril(self) -> Tensor:
        """The Cholesky factor of the covariance."""
        return self._factor.expand(self._batch_shape + self._event_shape * 2)

    @lazy_property
    def covariance_matrix(self) -> Tensor:
        """The covariance."""
        return (self._factor @ self._factor.mT).expand(self._batch_shape + self._event_shape * 2)

    @lazy_property
    def precision_matrix(self) -> Tensor:
        """The inverse of the covariance."""
        return ag.cholesky_inverse(self._factor).expand(self._batch_shape + self._event_shape * 2)

    @property
    def mean(self) -> Tensor:
        return self.loc

    @property
    def mode(self) -> Tensor:
        return self.loc

    @property
    def variance(self) -> Tensor:
        return self._factor.square().sum(-1).expand(self._batch_shape + self._event_shape)

    def rsample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        noise = standard_normal(self._extended_shape(sample_shape), self.loc)
        return self.loc + (self._factor @ noise.unsqueeze(-1)).squeeze(-1)

    def log_prob(self, value: Tensor) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        squared = batch_mahalanobis(self._factor, value - self.loc)
        return -0.5 * (self._event_shape[0] * math.log(2 * math.pi) + squared) - half_log_det(self._factor)

    def entropy(self) -> Tensor:
        entropy = 0.5 * self._event_shape[0] * (1.0 + math.log(2 * math.pi)) + half_log_det(self._factor)
        return entropy.expand(self._batch_shape)


def the_one_matrix(
    covariance_matrix: Tensor | None,
    precision_matrix: Tensor | None,
    scale_tril: Tensor | None,
    error: type[Exception] = ValueError,
) -> tuple[str, Tensor]:
    """Which of three parameters was given, and what; an error of a class if it is not exactly one."""
    given = {
        name: matrix
        for name, matrix in (
            ("covariance_matrix", covariance_matrix),
            ("precision_matrix", precision_matrix),
            ("scale_tril", scale_tril),
        )
        if matrix is not None
    }
    if len(given) != 1:
        raise error("Exactly one of covariance_matrix or precision_matrix or scale_tril may be specified.")
    return next(iter(given.items()))


def scale_tril_of(name: str, matrix: Tensor) -> Tensor:
    """The Cholesky factor of the covariance that a parameter stands for."""
    if name == "scale_tril":
        return matrix
    return linalg.cholesky(matrix) if name == "covariance_matrix" else precision_to_scale_tril(matrix)
