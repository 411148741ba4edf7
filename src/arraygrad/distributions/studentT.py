"""Student's t distribution."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Self

from arraygrad.distributions import constraints
from arraygrad.distributions.chi2 import Chi2
from arraygrad.distributions.distribution import Distribution
from arraygrad.distributions.utils import Parameter, broadcast_all, standard_normal
from arraygrad.tensor import Tensor

__all__ = ["StudentT"]


class StudentT(Distribution):
    """A normal number divided by the root of a chi-squared one over its degrees of freedom, shifted and scaled.

    Parameters
    ----------
    df : Tensor or float
        Degrees of freedom, positive.
    loc, scale : Tensor or float
        What is added, and by what is multiplied; `scale` is positive.
    validate_args : bool, optional
        As for `Distribution`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.StudentT(ag.tensor([4.0])).variance
    tensor([2.])
    """

    arg_constraints = {  # noqa: RUF012
        "df": constraints.positive,
        "loc": constraints.real,
        "scale": constraints.positive,
    }
    support = constraints.real
    has_rsample = True

    def __init__(
        self, df: Parameter, loc: Parameter = 0.0, scale: Parameter = 1.0, validate_args: bool | None = None
    ) -> None:
        self.df, self.loc, self.scale = broadcast_all(df, loc, scale)
        self._chi2 = Chi2(self.df)
        super().__init__(self.df.shape, validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        new = self._get_checked_instance(StudentT, _instance)
        new._chi2 = self._chi2.expand(batch_shape)
        return self._expanded(StudentT, batch_shape, new)

    @property
    def mean(self) -> Tensor:
        """The expectation; NaN for up to one degree of freedom."""
        return self.loc.masked_fill(self.df <= 1, math.nan)

    @property
    def mode(self) -> Tensor:
        return self.loc

    @property
    def variance(self) -> Tensor:
        """The variance; infinite for up to two degrees of freedom, NaN for up to one."""
        exists = self.df > 2
        df = self.df.where(exists, 3.0)
        variance = (self.scale.square() * df / (df - 2)).where(exists, math.inf)
        return variance.masked_fill(self.df <= 1, math.nan)

    def rsample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        noise = standard_normal(self._extended_shape(sample_shape), self.df)
        return self.loc + self.scale * noise * (self._chi2.rsample(sample_shape) / self.df).rsqrt()

    def log_prob(self, value: Tensor) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        y, df = (value - self.loc) / self.scale, self.df
        normalizer = self.scale.log() + 0.5 * (math.pi * df).log() + (0.5 * df).lgamma() - (0.5 * (df + 1)).lgamma()
        return -0.5 * (df + 1) * (y.square() / df).log1p() - normalizer

    def entropy(self) -> Tensor:
        half, df = 0.5 * self.df, self.df
        log_beta = half.lgamma() + math.lgamma(0.5) - (half + 0.5).lgamma()
        digammas = (half + 0.5).digamma() - half.digamma()
        return self.scale.log() + 0.5 * (df + 1) * digammas + 0.5 * df.log() + log_beta
