"""Transforms of vectors to points of a simplex, and to matrices."""

from __future__ import annotations

import math

import arraygrad.functions as ag
from arraygrad import linalg
from arraygrad.distributions import constraints
from arraygrad.distributions.transforms.elementwise import _inside, _SameClass
from arraygrad.distributions.transforms.transform import Shape, checked_size
from arraygrad.distributions.utils import tril_matrix_to_vec, vec_to_tril_matrix
from arraygrad.nn import functional as F
from arraygrad.tensor import Tensor

__all__ = [
    "CorrCholeskyTransform",
    "LowerCholeskyTransform",
    "PositiveDefiniteTransform",
    "SoftmaxTransform",
    "StickBreakingTransform",
]


class SoftmaxTransform(_SameClass):
    """Vectors to points of a simplex, by the exponential function and normalization.

    It is not bijective: adding a number to all elements changes nothing. For Monte Carlo methods in coordinates use
    `StickBreakingTransform`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.SoftmaxTransform()(ag.zeros(2))
    tensor([0.5000, 0.5000])
    """

    domain = constraints.real_vector
    codomain = constraints.simplex

    def _call(self, x: Tensor) -> Tensor:
        return x.softmax(-1)

    def _inverse(self, y: Tensor) -> Tensor:
        return y.log()

    def forward_shape(self, shape: Shape) -> Shape:
        return checked_size(shape, 1)

    def inverse_shape(self, shape: Shape) -> Shape:
        return checked_size(shape, 1)


class StickBreakingTransform(_SameClass):
    """Vectors of n numbers to points of a simplex with n + 1 coordinates: each number says which part of what is left
    of a stick is broken off. Zeros give equal parts.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.StickBreakingTransform()(ag.zeros(3))
    tensor([0.2500, 0.2500, 0.2500, 0.2500])
    """

    domain = constraints.real_vector
    codomain = constraints.simplex
    bijective = True

    @staticmethod
    def _offset(x: Tensor) -> Tensor:
        """The logarithms of how many parts are to come after each."""
        n = x.shape[-1]
        return ag.arange(n, 0, -1, dtype=x.dtype, device=x.device).log()

    def _call(self, x: Tensor) -> Tensor:
        part = _inside((x - self._offset(x)).sigmoid())
        left = (1 - part).cumprod(-1)
        return F.pad(part, [0, 1], value=1.0) * F.pad(left, [1, 0], value=1.0)

    def _inverse(self, y: Tensor) -> Tensor:
        parts = y[..., :-1]
        left = (1 - parts.cumsum(-1)).clamp(min=ag.finfo(y.dtype).tiny)
        return parts.log() - left.log() + self._offset(parts)

    def log_abs_det_jacobian(self, x: Tensor, y: Tensor) -> Tensor:
        x = x - self._offset(x)
        return (-x + F.logsigmoid(x) + y[..., :-1].log()).sum(-1)

    def forward_shape(self, shape: Shape) -> Shape:
        shape = checked_size(shape, 1)
        return (*shape[:-1], shape[-1] + 1)

    def inverse_shape(self, shape: Shape) -> Shape:
        shape = checked_size(shape, 1)
        return (*shape[:-1], shape[-1] - 1)


class CorrCholeskyTransform(_SameClass):
    """Vectors of ``n * (n - 1) / 2`` numbers to Cholesky factors of correlation matrices of size n.

    Each row is made as in breaking a stick, with partial correlations that are hyperbolic tangents of the numbers.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.CorrCholeskyTransform()(ag.zeros(1))
    tensor([[1., 0.],
            [0., 1.]])
    """

    domain = constraints.real_vector
    codomain = constraints.corr_cholesky
    bijective = True

    def _call(self, x: Tensor) -> Tensor:
        limit = 1 - ag.finfo(x.dtype).eps
        correlations = vec_to_tril_matrix(x.tanh().clamp(min=-limit, max=limit), diag=-1)
        left = (1 - correlations.square()).sqrt().cumprod(-1)
        diagonal = ag.eye(left.shape[-1], dtype=x.dtype, device=x.device)
        return (correlations + diagonal) * F.pad(left[..., :-1], [1, 0], value=1.0)

    def _inverse(self, y: Tensor) -> Tensor:
        # What was left of a row's length before each element.
        left = F.pad((1 - y.square().cumsum(-1))[..., :-1], [1, 0], value=1.0)
        ratio = tril_matrix_to_vec(y, diag=-1) / tril_matrix_to_vec(left, diag=-1).sqrt()
        return (ratio.log1p() - (-ratio).log1p()) / 2

    def log_abs_det_jacobian(self, x: Tensor, y: Tensor) -> Tensor:
        left = 1 - y.square().cumsum(-1)
        of_rows = 0.5 * tril_matrix_to_vec(left, diag=-2).log().sum(-1)
        of_tanh = -2 * (x + F.softplus(-2 * x) - math.log(2.0)).sum(-1)
        return of_rows + of_tanh

    def forward_shape(self, shape: Shape) -> Shape:
        shape = checked_size(shape, 1)
        n = round((0.25 + 2 * shape[-1]) ** 0.5 + 0.5)
        if n * (n - 1) // 2 != shape[-1]:
            raise ValueError("Input is not a flattened lower-diagonal number")
        return (*shape[:-1], n, n)

    def inverse_shape(self, shape: Shape) -> Shape:
        shape = checked_size(shape, 2)
        n = shape[-1]
        if shape[-2] != n:
            raise ValueError("Input is not square")
        return (*shape[:-2], n * (n - 1) // 2)


class LowerCholeskyTransform(_SameClass):
    """Square matrices to lower triangles with a positive diagonal: the exponential function on the diagonal.

    It is not bijective: what is above the diagonal is dropped.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.LowerCholeskyTransform()(ag.zeros(2, 2))
    tensor([[1., 0.],
            [0., 1.]])
    """

    domain = constraints.independent(constraints.real, 2)
    codomain = constraints.lower_cholesky

    def _call(self, x: Tensor) -> Tensor:
        return x.tril(-1) + x.diagonal(dim1=-2, dim2=-1).exp().diag_embed()

    def _inverse(self, y: Tensor) -> Tensor:
        return y.tril(-1) + y.diagonal(dim1=-2, dim2=-1).log().diag_embed()


class PositiveDefiniteTransform(_SameClass):
    """Square matrices to positive definite ones, by way of a Cholesky factor.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.transforms.PositiveDefiniteTransform()(ag.zeros(2, 2))
    tensor([[1., 0.],
            [0., 1.]])
    """

    domain = constraints.independent(constraints.real, 2)
    codomain = constraints.positive_definite

    def _call(self, x: Tensor) -> Tensor:
        factor = LowerCholeskyTransform()(x)
        return factor @ factor.mT

    def _inverse(self, y: Tensor) -> Tensor:
        return LowerCholeskyTransform().inv(linalg.cholesky(y))
