"""The Wishart distribution."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import Any, Self

import arraygrad.functions as ag
from arraygrad import linalg
from arraygrad.distributions import constraints
from arraygrad.distributions.chi2 import Chi2
from arraygrad.distributions.exp_family import ExponentialFamily
from arraygrad.distributions.multivariate_normal import half_log_det, scale_tril_of, the_one_matrix
from arraygrad.distributions.utils import Parameter, lazy_property, standard_normal
from arraygrad.tensor import Tensor

__all__ = ["Wishart"]


class Wishart(ExponentialFamily):
    """Sums of the outer products of `df` normal vectors with themselves: random positive definite matrices.

    Parameters
    ----------
    df : Tensor or float
        Degrees of freedom, above n - 1; need not be whole.
    covariance_matrix, precision_matrix, scale_tril : Tensor, optional
        One of: the covariance of the vectors, its inverse, or its Cholesky factor; shape ``(..., n, n)``.
    validate_args : bool, optional
        As for `Distribution`.

    Raises
    ------
    AssertionError
        If not exactly one matrix is given.
    ValueError
        If it has too few dimensions, or `df` is too small.

    Warns
    -----
    UserWarning
        If `df` is below n: samples are nearly singular.

    Examples
    --------
    >>> import arraygrad as ag
    >>> m = ag.distributions.Wishart(3.0, covariance_matrix=ag.eye(2))
    >>> m.mean
    tensor([[3., 0.],
            [0., 3.]])
    """

    support = constraints.positive_definite
    has_rsample = True
    _mean_carrier_measure = 0

    def __init__(
        self,
        df: Parameter,
        covariance_matrix: Tensor | None = None,
        precision_matrix: Tensor | None = None,
        scale_tril: Tensor | None = None,
        validate_args: bool | None = None,
    ) -> None:
        name, matrix = the_one_matrix(covariance_matrix, precision_matrix, scale_tril, AssertionError)
        if matrix.dim() < 2:
            raise ValueError("scale_tril must be at least two-dimensional, with optional leading batch dimensions")
        count = df if isinstance(df, Tensor) else matrix.new_tensor(df)
        batch_shape = ag.broadcast_shapes(matrix.shape[:-2], count.shape)
        event_shape = matrix.shape[-2:]
        n = event_shape[-1]
        if bool((count <= n - 1).any()):
            raise ValueError(f"Value of df={df} expected to be greater than ndim - 1 = {n - 1}.")
        if bool((count < n).any()):
            warnings.warn(
                "Low df values detected. Singular samples are highly likely to occur for ndim - 1 < df < ndim.",
                stacklevel=2,
            )
        self.df = count.expand(batch_shape)
        self.__dict__[name] = matrix.expand((*batch_shape, -1, -1))
        super().__init__(batch_shape, event_shape, validate_args=validate_args)
        self._factor = scale_tril_of(name, matrix)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        new = self._get_checked_instance(Wishart, _instance)
        new._factor = self._factor
        new._event_shape = self._event_shape  # which the constraints look at
        return self._expanded(Wishart, batch_shape, new)

    @property
    def arg_constraints(self) -> dict[str, constraints.Constraint]:
        """What holds for each parameter."""
        return {
            "covariance_matrix": constraints.positive_definite,
            "precision_matrix": constraints.positive_definite,
            "scale_tril": constraints.lower_cholesky,
            "df": constraints.greater_than(self._event_shape[-1] - 1),
        }

    @lazy_property
    def scale_tril(self) -> Tensor:
        """The Cholesky factor of the covariance."""
        return self._factor.expand(self._batch_shape + self._event_shape)

    @lazy_property
    def covariance_matrix(self) -> Tensor:
        """The covariance of the vectors."""
        return (self._factor @ self._factor.mT).expand(self._batch_shape + self._event_shape)

    @lazy_property
    def precision_matrix(self) -> Tensor:
        """The inverse of the covariance."""
        return ag.cholesky_inverse(self._factor).expand(self._batch_shape + self._event_shape)

    @property
    def _df(self) -> Tensor:
        """The degrees of freedom, for each matrix."""
        return self.df.unsqueeze(-1).unsqueeze(-1)

    @property
    def mean(self) -> Tensor:
        return self._df * self.covariance_matrix

    @property
    def mode(self) -> Tensor:
        """The most probable matrix; NaN for fewer than n + 1 degrees of freedom."""
        factor = self._df - self._event_shape[-1] - 1
        return factor.masked_fill(factor <= 0, float("nan")) * self.covariance_matrix

    @property
    def variance(self) -> Tensor:
        covariance = self.covariance_matrix
        diagonal = covariance.diagonal(dim1=-2, dim2=-1)
        return self._df * (covariance.square() + diagonal.unsqueeze(-1) * diagonal.unsqueeze(-2))

    def rsample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        # Bartlett's decomposition: a triangle of normal numbers, with roots of chi-squared numbers on its diagonal.
        n = self._event_shape[-1]
        fewer = ag.arange(n, dtype=self._factor.dtype, device=self._factor.device)
        squares = Chi2(self.df.unsqueeze(-1) - fewer, validate_args=False).rsample(sample_shape)
        noise = standard_normal(self._extended_shape(sample_shape), self._factor)
        half = self._factor @ (noise.tril(-1) + squares.sqrt().diag_embed())
        return half @ half.mT

    def log_prob(self, value: Tensor) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        df, n = self.df, self._event_shape[-1]
        trace = ag.cholesky_solve(value, self._factor).diagonal(dim1=-2, dim2=-1).sum(-1)
        log_det = linalg.slogdet(value).logabsdet
        normalizer = df * (0.5 * n * math.log(2) + half_log_det(self._factor)) + (0.5 * df).mvlgamma(n)
        return 0.5 * ((df - n - 1) * log_det - trace) - normalizer

    def entropy(self) -> Tensor:
        df, n = self.df, self._event_shape[-1]
        halves = 0.5 * ag.arange(n, dtype=df.dtype, device=df.device)
        digammas = (0.5 * df.unsqueeze(-1) - halves).digamma().sum(-1)
        log_volume = (n + 1) * (0.5 * n * math.log(2) + half_log_det(self._factor))
        return log_volume + (0.5 * df).mvlgamma(n) - 0.5 * (df - n - 1) * digammas + 0.5 * df * n

    @property
    def _natural_params(self) -> tuple[Tensor, ...]:
        return (-0.5 * self.precision_matrix, 0.5 * (self.df - self._event_shape[-1] - 1))

    def _log_normalizer(self, *natural_params: Tensor) -> Tensor:
        x, y = natural_params
        n = self._event_shape[-1]
        half = y + 0.5 * (n + 1)
        return half * (n * math.log(2) - linalg.slogdet(-2 * x).logabsdet) + half.mvlgamma(n)
