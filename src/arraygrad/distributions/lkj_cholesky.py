"""Cholesky factors of random correlation matrices."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Self

import arraygrad.functions as ag
from arraygrad.distributions import constraints
from arraygrad.distributions.beta import Beta
from arraygrad.distributions.distribution import Distribution
from arraygrad.distributions.utils import Parameter, broadcast_all, standard_normal
from arraygrad.tensor import Tensor

__all__ = ["LKJCholesky"]


class LKJCholesky(Distribution):
    """Cholesky factors of correlation matrices with density proportional to ``det(matrix) ** (concentration - 1)``.

    Parameters
    ----------
    dim : int
        Size of the matrices, at least 2.
    concentration : Tensor or float
        Positive. With 1 all correlation matrices are equally probable; more favours those near the unit matrix.
    validate_args : bool, optional
        As for `Distribution`.

    Raises
    ------
    ValueError
        If `dim` is below 2.

    References
    ----------
    D. Lewandowski, D. Kurowicka, H. Joe, "Generating random correlation matrices based on vines and extended onion
    method", 2009.

    Examples
    --------
    >>> import arraygrad as ag
    >>> factor = ag.distributions.LKJCholesky(3, 0.5).sample()
    >>> (factor @ factor.mT).diagonal().round(decimals=4)
    tensor([1., 1., 1.])
    """

    arg_constraints = {"concentration": constraints.positive}  # noqa: RUF012
    support = constraints.corr_cholesky

    def __init__(self, dim: int, concentration: Parameter = 1.0, validate_args: bool | None = None) -> None:
        if dim < 2:
            raise ValueError(f"Expected dim to be an integer greater than or equal to 2. Found dim={dim}.")
        self.dim = dim
        (self.concentration,) = broadcast_all(concentration)
        # The squared length of a row's part before the diagonal is a beta number.
        rows = ag.arange(dim, dtype=self.concentration.dtype, device=self.concentration.device)
        before = (rows - 1).clamp(min=0)
        after = self.concentration.unsqueeze(-1) + 0.5 * (dim - 2) - 0.5 * before
        self._beta = Beta(0.5 * before + 0.5, after, validate_args=validate_args)
        super().__init__(self.concentration.shape, (dim, dim), validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        new = self._get_checked_instance(LKJCholesky, _instance)
        new.dim = self.dim
        new._beta = self._beta.expand((*batch_shape, self.dim))
        return self._expanded(LKJCholesky, batch_shape, new)

    def sample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        squared = self._beta.sample(sample_shape).unsqueeze(-1)
        noise = standard_normal(self._extended_shape(sample_shape), squared).tril(-1)
        length = noise.norm(dim=-1, keepdim=True)
        rows = squared.sqrt() * noise / length.masked_fill(length == 0, 1.0)
        left = (1 - rows.square().sum(-1)).clamp(min=ag.finfo(rows.dtype).tiny)
        return rows + left.sqrt().diag_embed()

    def log_prob(self, value: Tensor) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        # The determinant is the product of the squared diagonal; the Jacobian of the factorization adds to the powers.
        diagonal = value.diagonal(dim1=-1, dim2=-2)[..., 1:]
        n = self.dim - 1
        after = ag.arange(n - 1, -1, -1, dtype=diagonal.dtype, device=diagonal.device)
        powers = 2 * (self.concentration - 1).unsqueeze(-1) + after
        alpha = self.concentration + 0.5 * n
        normalizer = 0.5 * n * math.log(math.pi) + (alpha - 0.5).mvlgamma(n) - alpha.lgamma() * n
        return (powers * diagonal.log()).sum(-1) - normalizer
