"""Transforms of each element."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import arraygrad.functions as ag
from arraygrad.distributions import constraints
from arraygrad.distributions.constraints import Constraint
from arraygrad.distributions.transforms.transform import Shape, Transform
from arraygrad.distributions.utils import sum_rightmost
from arraygrad.nn import functional as F
from arraygrad.tensor import Tensor

if TYPE_CHECKING:
    from arraygrad.distributions.distribution import Distribution

__all__ = [
    "AbsTransform",
    "AffineTransform",
    "CumulativeDistributionTransform",
    "ExpTransform",
    "PowerTransform",
    "SigmoidTransform",
    "SoftplusTransform",
    "TanhTransform",
]


class _SameClass(Transform):
    """A transform without parameters: all of a class are equal."""

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    __hash__ = None


class _Increasing(_SameClass):
    """A bijection of the real numbers that increases."""

    domain = constraints.real
    bijective = True

    @property
    def sign(self) -> int:
        return 1


class ExpTransform(_Increasing):
    """The exponential function.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.ExpTransform()(ag.zeros(2))
    tensor([1., 1.])
    """

    codomain = constraints.positive

    def _call(self, x: Tensor) -> Tensor:
        return x.exp()

    def _inverse(self, y: Tensor) -> Tensor:
        return y.log()

    def log_abs_det_jacobian(self, x: Tensor, y: Tensor) -> Tensor:
        return x


class SigmoidTransform(_Increasing):
    """The logistic function; its values are kept away from zero and one, so that the inverse is finite.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.SigmoidTransform()(ag.zeros(2))
    tensor([0.5000, 0.5000])
    """

    codomain = constraints.unit_interval

    def _call(self, x: Tensor) -> Tensor:
        return _inside(x.sigmoid())

    def _inverse(self, y: Tensor) -> Tensor:
        y = _inside(y)
        return y.log() - (-y).log1p()

    def log_abs_det_jacobian(self, x: Tensor, y: Tensor) -> Tensor:
        return -F.softplus(-x) - F.softplus(x)


def _inside(probs: Tensor) -> Tensor:
    """Probabilities, with the smallest normal number for zero and the largest below one for one."""
    limits = ag.finfo(probs.dtype)
    return probs.clamp(min=limits.tiny, max=1.0 - limits.eps)


class SoftplusTransform(_Increasing):
    """``log(1 + exp(x))``.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.SoftplusTransform()(ag.zeros(2))
    tensor([0.6931, 0.6931])
    """

    codomain = constraints.positive

    def _call(self, x: Tensor) -> Tensor:
        return F.softplus(x)

    def _inverse(self, y: Tensor) -> Tensor:
        return (-(-y).expm1()).log() + y

    def log_abs_det_jacobian(self, x: Tensor, y: Tensor) -> Tensor:
        return -F.softplus(-x)


class TanhTransform(_Increasing):
    """The hyperbolic tangent. Far out its inverse loses digits; a cache avoids that.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.TanhTransform()(ag.zeros(2))
    tensor([0., 0.])
    """

    codomain = constraints.interval(-1.0, 1.0)

    def _call(self, x: Tensor) -> Tensor:
        return x.tanh()

    def _inverse(self, y: Tensor) -> Tensor:
        return y.atanh()

    def log_abs_det_jacobian(self, x: Tensor, y: Tensor) -> Tensor:
        # The logarithm of 1 - tanh(x) ** 2, without cancellation.
        return 2.0 * (math.log(2.0) - x - F.softplus(-2.0 * x))


class AbsTransform(_SameClass):
    """The absolute value; its pseudoinverse gives the positive argument.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.AbsTransform()(ag.tensor([-1.0, 2.0]))
    tensor([1., 2.])
    """

    domain = constraints.real
    codomain = constraints.positive

    def _call(self, x: Tensor) -> Tensor:
        return x.abs()

    def _inverse(self, y: Tensor) -> Tensor:
        return y


class PowerTransform(Transform):
    """``x ** exponent`` for positive numbers.

    Parameters
    ----------
    exponent : Tensor or float
        Not zero.
    cache_size : {0, 1}
        As for `Transform`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.PowerTransform(2.0)(ag.tensor([3.0]))
    tensor([9.])
    """

    domain = constraints.positive
    codomain = constraints.positive
    bijective = True

    def __init__(self, exponent: Tensor | float, cache_size: int = 0) -> None:
        super().__init__(cache_size=cache_size)
        self.exponent = exponent

    def with_cache(self, cache_size: int = 1) -> Transform:
        return self if self._cache_size == cache_size else PowerTransform(self.exponent, cache_size=cache_size)

    @property
    def sign(self) -> Any:
        return _sign(self.exponent)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PowerTransform) and _same(self.exponent, other.exponent)

    __hash__ = None

    def _call(self, x: Tensor) -> Tensor:
        return x.pow(self.exponent)

    def _inverse(self, y: Tensor) -> Tensor:
        return y.pow(1 / self.exponent)

    def log_abs_det_jacobian(self, x: Tensor, y: Tensor) -> Tensor:
        return (self.exponent * y / x).abs().log()

    def forward_shape(self, shape: Shape) -> Shape:
        return ag.broadcast_shapes(tuple(shape), _shape_of(self.exponent))

    def inverse_shape(self, shape: Shape) -> Shape:
        return self.forward_shape(shape)


class AffineTransform(Transform):
    """``loc + scale * x``.

    Parameters
    ----------
    loc, scale : Tensor or float
        What is added, and by what is multiplied.
    event_dim : int
        How many dimensions make up one value.
    cache_size : {0, 1}
        As for `Transform`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.AffineTransform(1.0, 2.0)(ag.tensor([3.0]))
    tensor([7.])
    """

    bijective = True

    def __init__(self, loc: Tensor | float, scale: Tensor | float, event_dim: int = 0, cache_size: int = 0) -> None:
        super().__init__(cache_size=cache_size)
        self.loc = loc
        self.scale = scale
        self._event_dim = event_dim

    @property
    def event_dim(self) -> int:
        return self._event_dim

    @property
    def domain(self) -> Constraint:
        n = self._event_dim
        return constraints.independent(constraints.real, n) if n else constraints.real

    @property
    def codomain(self) -> Constraint:
        return self.domain

    def with_cache(self, cache_size: int = 1) -> Transform:
        if self._cache_size == cache_size:
            return self
        return AffineTransform(self.loc, self.scale, self._event_dim, cache_size=cache_size)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AffineTransform) and _same(self.loc, other.loc) and _same(self.scale, other.scale)

    __hash__ = None

    @property
    def sign(self) -> Any:
        return _sign(self.scale)

    def _call(self, x: Tensor) -> Tensor:
        return self.loc + self.scale * x

    def _inverse(self, y: Tensor) -> Tensor:
        return (y - self.loc) / self.scale

    def log_abs_det_jacobian(self, x: Tensor, y: Tensor) -> Tensor:
        scale = self.scale
        log = scale.abs().log() if isinstance(scale, Tensor) else ag.full_like(x, math.log(abs(scale)))
        return sum_rightmost(log.expand(ag.broadcast_shapes(log.shape, x.shape)), self._event_dim)

    def forward_shape(self, shape: Shape) -> Shape:
        return ag.broadcast_shapes(tuple(shape), _shape_of(self.loc), _shape_of(self.scale))

    def inverse_shape(self, shape: Shape) -> Shape:
        return self.forward_shape(shape)


class CumulativeDistributionTransform(Transform):
    """The distribution function of a distribution.

    Parameters
    ----------
    distribution : Distribution
        One with `cdf` and `icdf`.
    cache_size : {0, 1}
        As for `Transform`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.distributions import CumulativeDistributionTransform, Normal
    >>> CumulativeDistributionTransform(Normal(0.0, 1.0))(ag.zeros(1))
    tensor([0.5000])
    """

    bijective = True
    codomain = constraints.unit_interval

    def __init__(self, distribution: Distribution, cache_size: int = 0) -> None:
        super().__init__(cache_size=cache_size)
        self.distribution = distribution

    @property
    def sign(self) -> int:
        return 1

    @property
    def domain(self) -> Constraint:
        return self.distribution.support  # type: ignore[no-any-return]

    def with_cache(self, cache_size: int = 1) -> Transform:
        if self._cache_size == cache_size:
            return self
        return CumulativeDistributionTransform(self.distribution, cache_size=cache_size)

    def _call(self, x: Tensor) -> Tensor:
        return self.distribution.cdf(x)

    def _inverse(self, y: Tensor) -> Tensor:
        return self.distribution.icdf(y)

    def log_abs_det_jacobian(self, x: Tensor, y: Tensor) -> Tensor:
        return self.distribution.log_prob(x)


def _sign(value: Tensor | float) -> Any:
    return value.sign() if isinstance(value, Tensor) else math.copysign(1, value) if value else 0


def _same(a: Tensor | float, b: Tensor | float) -> bool:
    """Whether parameters are equal in all elements."""
    equal: Any = a == b
    return bool(equal.all()) if isinstance(equal, Tensor) else bool(equal)


def _shape_of(value: Tensor | float) -> Sequence[int]:
    return value.shape if isinstance(value, Tensor) else ()
