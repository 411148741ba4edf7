"""Distributions of transformed numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import arraygrad.functions as ag
from arraygrad.distributions import constraints
from arraygrad.distributions.distribution import Distribution
from arraygrad.distributions.independent import Independent
from arraygrad.distributions.transforms import ComposeTransform, Transform
from arraygrad.distributions.utils import sum_rightmost
from arraygrad.tensor import Size, Tensor

__all__ = ["TransformedDistribution"]


class TransformedDistribution(Distribution):
    """The distribution of what transforms make of another distribution's samples.

    Its density is that of the base distribution at the inverse, divided by the absolute determinant of the Jacobian.

    Parameters
    ----------
    base_distribution : Distribution
        Where samples come from.
    transforms : Transform or list of Transform
        What is done with them, the first first.
    validate_args : bool, optional
        As for `Distribution`.

    Raises
    ------
    ValueError
        If `transforms` is something else, or the base distribution has too few dimensions for them.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.distributions import AffineTransform, Normal, SigmoidTransform, TransformedDistribution
    >>> m = TransformedDistribution(Normal(0.0, 1.0), [AffineTransform(1.0, 2.0), SigmoidTransform()])
    >>> m.cdf(ag.tensor(1.0).sigmoid()), m.log_prob(ag.tensor(0.5))
    (tensor(0.5000), tensor(-0.3508))
    """

    arg_constraints: Any = {}  # noqa: RUF012
    base_dist: Any

    def __init__(
        self,
        base_distribution: Distribution,
        transforms: Transform | Sequence[Transform],
        validate_args: bool | None = None,
    ) -> None:
        if isinstance(transforms, Transform):
            self.transforms = [transforms]
        elif isinstance(transforms, list):
            if not all(isinstance(t, Transform) for t in transforms):
                raise ValueError("transforms must be a Transform or a list of Transforms")
            self.transforms = transforms
        else:
            raise ValueError(f"transforms must be a Transform or list, but was {transforms}")
        whole = ComposeTransform(self.transforms)
        base_shape = base_distribution.batch_shape + base_distribution.event_shape
        n_in, n_out = whole.domain.event_dim, whole.codomain.event_dim
        if len(base_shape) < n_in:
            raise ValueError(f"base_distribution needs to have shape with size at least {n_in}, but got {base_shape}.")
        # The parameters of the transforms may enlarge the batch, and their events be made of several of the base's.
        shape = Size(whole.forward_shape(base_shape))
        needed = Size(whole.inverse_shape(shape))
        n = len(base_distribution.event_shape)
        if base_shape != needed:
            base_distribution = base_distribution.expand(needed[: len(needed) - n])
        if n_in > n:
            base_distribution = Independent(base_distribution, n_in - n)
        self.base_dist = base_distribution
        self.has_rsample = base_distribution.has_rsample
        cut = len(shape) - max(n_out, len(base_distribution.event_shape) + n_out - n_in)
        super().__init__(shape[:cut], shape[cut:], validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> Self:
        new = self._get_checked_instance(TransformedDistribution, _instance)
        new.transforms, new.has_rsample = self.transforms, self.has_rsample
        shape = Size(ComposeTransform(self.transforms).inverse_shape(Size(batch_shape) + self._event_shape))
        new.base_dist = self.base_dist.expand(shape[: len(shape) - len(self.base_dist.event_shape)])
        return self._expanded(TransformedDistribution, batch_shape, new)

    @constraints.dependent_property(is_discrete=False)
    def support(self) -> constraints.Constraint:
        if not self.transforms:
            return self.base_dist.support  # type: ignore[no-any-return]
        support: constraints.Constraint = self.transforms[-1].codomain
        more = len(self._event_shape) - support.event_dim
        return constraints.independent(support, more) if more > 0 else support

    def sample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        with ag.no_grad():
            return self._forward(self.base_dist.sample(sample_shape))

    def rsample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        return self._forward(self.base_dist.rsample(sample_shape))

    def _forward(self, x: Tensor) -> Tensor:
        for transform in self.transforms:
            x = transform(x)
        return x

    def log_prob(self, value: Tensor) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        n = len(self._event_shape)
        log_prob: Tensor | float = 0.0
        y = value
        for transform in reversed(self.transforms):
            x = transform.inv(y)
            n += transform.domain.event_dim - transform.codomain.event_dim
            log_prob = log_prob - sum_rightmost(transform.log_abs_det_jacobian(x, y), n - transform.domain.event_dim)
            y = x
        of_base: Tensor = sum_rightmost(self.base_dist.log_prob(y), n - len(self.base_dist.event_shape))
        return of_base + log_prob

    def _turned(self, value: Tensor) -> Tensor:
        """The probability on the other side, where the transforms decrease."""
        sign: Any = 1
        for transform in self.transforms:
            sign = sign * transform.sign
        return value if isinstance(sign, int) and sign == 1 else sign * (value - 0.5) + 0.5

    def cdf(self, value: Tensor) -> Tensor:
        """The probability of a sample not above a value; for transforms that are monotone."""
        for transform in reversed(self.transforms):
            value = transform.inv(value)
        if self._validate_args:
            self.base_dist._validate_sample(value)
        return self._turned(self.base_dist.cdf(value))

    def icdf(self, value: Tensor) -> Tensor:
        """The quantile of a probability; for transforms that are monotone."""
        return self._forward(self.base_dist.icdf(self._turned(value)))
