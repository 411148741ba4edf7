"""Fisher's and Snedecor's F distribution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import arraygrad.functions as ag
from arraygrad.distributions import constraints
from arraygrad.distributions.distribution import Distribution
from arraygrad.distributions.gamma import Gamma
from arraygrad.distributions.utils import Parameter, batch_of, broadcast_all
from arraygrad.tensor import Tensor

__all__ = ["FisherSnedecor"]


class FisherSnedecor(Distribution):
    """The ratio of two chi-squared numbers, each divided by its degrees of freedom.

    Parameters
    ----------
    df1, df2 : Tensor or float
        Degrees of freedom, positive.
    validate_args : bool, optional
        As for `Distribution`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.FisherSnedecor(ag.tensor([1.0]), 4.0).mean
    tensor([2.])
    """

    arg_constraints = {"df1": constraints.positive, "df2": constraints.positive}  # noqa: RUF012
    support = constraints.positive
    has_rsample = True

    def __init__(self, df1: Parameter, df2: Parameter, validate_args: bool | None = None) -> None:
        self.df1, self.df2 = broadcast_all(df1, df2)
        self._gamma1 = Gamma(self.df1 * 0.5, self.df1)
        self._gamma2 = Gamma(self.df2 * 0.5, self.df2)
        super().__init__(batch_of(df1, df2, tensor=self.df1), validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        new = self._get_checked_instance(FisherSnedecor, _instance)
        new._gamma1 = self._gamma1.expand(batch_shape)
        new._gamma2 = self._gamma2.expand(batch_shape)
        return self._expanded(FisherSnedecor, batch_shape, new)

    @property
    def mean(self) -> Tensor:
        """The expectation; NaN for up to two degrees of freedom below the line."""
        exists = self.df2 > 2
        df2 = self.df2.where(exists, 3.0)
        return (df2 / (df2 - 2)).where(exists, float("nan"))

    @property
    def mode(self) -> Tensor:
        """The most probable value; NaN for up to two degrees of freedom above the line."""
        mode = (self.df1 - 2) / self.df1 * self.df2 / (self.df2 + 2)
        return mode.masked_fill(self.df1 <= 2, float("nan"))

    @property
    def variance(self) -> Tensor:
        """The variance; NaN for up to four degrees of freedom below the line."""
        exists = self.df2 > 4
        df1, df2 = self.df1, self.df2.where(exists, 5.0)
        variance = 2 * df2.square() * (df1 + df2 - 2) / (df1 * (df2 - 2).square() * (df2 - 4))
        return variance.where(exists, float("nan"))

    def rsample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        above, below = self._gamma1.rsample(sample_shape), self._gamma2.rsample(sample_shape)
        limits = ag.finfo(above.dtype)
        return (above / below.clamp(min=limits.tiny)).clamp(min=limits.tiny)

    def log_prob(self, value: Tensor) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        half1, half2, ratio = self.df1 * 0.5, self.df2 * 0.5, self.df1 / self.df2
        constant = (half1 + half2).lgamma() - half1.lgamma() - half2.lgamma()
        return constant + half1 * ratio.log() + (half1 - 1) * value.log() - (half1 + half2) * (ratio * value).log1p()
