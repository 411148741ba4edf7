"""The base class of transforms, inverses, and chains."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from typing import Any

from arraygrad.distributions import constraints
from arraygrad.distributions.constraints import Constraint
from arraygrad.distributions.utils import sum_rightmost
from arraygrad.tensor import Size, Tensor

__all__ = ["ComposeTransform", "Transform", "identity_transform"]

Shape = Sequence[int]


class Transform:
    """A function of tensors whose logarithm of the absolute determinant of the Jacobian can be computed.

    A subclass sets `domain`, `codomain`, `bijective` and, if it is monotone, `sign`, and defines ``_call``,
    ``_inverse`` and ``log_abs_det_jacobian``. A transform that is not bijective may have a pseudoinverse, for which
    ``t(t.inv(t(x)))`` is ``t(x)``.

    Parameters
    ----------
    cache_size : {0, 1}
        With 1, the last pair of argument and result is kept: the inverse of a result is the very argument.

    Raises
    ------
    ValueError
        If `cache_size` is neither.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.distributions import constraints
    >>> class Double(ag.distributions.Transform):
    ...     domain = codomain = constraints.real
    ...     bijective = True
    ...     sign = 1
    ...     def _call(self, x):
    ...         return 2 * x
    ...     def _inverse(self, y):
    ...         return y / 2
    ...     def log_abs_det_jacobian(self, x, y):
    ...         return ag.full_like(x, 2.0).log()
    >>> Double()(ag.ones(2)), Double().inv(ag.ones(2))
    (tensor([2., 2.]), tensor([0.5000, 0.5000]))
    """

    #: Whether each value of the codomain comes from exactly one of the domain.
    bijective: Any = False
    #: Where arguments are from.
    domain: Any
    #: Where results are.
    codomain: Any

    def __init__(self, cache_size: int = 0) -> None:
        if cache_size not in (0, 1):
            raise ValueError("cache_size must be 0 or 1")
        self._cache_size = cache_size
        self._inv: weakref.ref[Transform] | None = None
        self._cached_x_y: tuple[Tensor | None, Tensor | None] = (None, None)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_inv": None}

    @property
    def event_dim(self) -> int:
        """How many dimensions make up one value, if that is so for arguments and results alike."""
        if self.domain.event_dim == self.codomain.event_dim:
            return int(self.domain.event_dim)
        raise ValueError("Please use either .domain.event_dim or .codomain.event_dim")

    @property
    def inv(self) -> Transform:
        """The inverse; its inverse is the transform itself."""
        inverse = None if self._inv is None else self._inv()
        if inverse is None:
            inverse = _InverseTransform(self)
            self._inv = weakref.ref(inverse)
        return inverse

    @property
    def sign(self) -> Any:
        """1 where the transform increases, -1 where it decreases."""
        raise NotImplementedError(f"{type(self).__name__} is not monotone: it has no sign")

    def with_cache(self, cache_size: int = 1) -> Transform:
        """The same transform with a cache, or without one."""
        if self._cache_size == cache_size:
            return self
        if type(self).__init__ is Transform.__init__:
            return type(self)(cache_size=cache_size)
        raise NotImplementedError(f"{type(self)}.with_cache is not implemented")

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = None  # type: ignore[assignment]

    def __call__(self, x: Tensor) -> Tensor:
        """The result for `x`."""
        if self._cache_size == 0:
            return self._call(x)
        old, kept = self._cached_x_y
        if x is old and kept is not None:
            return kept
        y = self._call(x)
        self._cached_x_y = x, y
        return y

    def _inv_call(self, y: Tensor) -> Tensor:
        if self._cache_size == 0:
            return self._inverse(y)
        kept, old = self._cached_x_y
        if y is old and kept is not None:
            return kept
        x = self._inverse(y)
        self._cached_x_y = x, y
        return x

    def _call(self, x: Tensor) -> Tensor:
        raise NotImplementedError(f"{type(self).__name__} does not define _call")

    def _inverse(self, y: Tensor) -> Tensor:
        raise NotImplementedError(f"{type(self).__name__} does not define _inverse")

    def log_abs_det_jacobian(self, x: Tensor, y: Tensor) -> Tensor:
        """The logarithm of ``|dy / dx|``, given both."""
        raise NotImplementedError(f"{type(self).__name__} does not define log_abs_det_jacobian")

    def forward_shape(self, shape: Shape) -> Shape:
        """The shape of the result for an argument of a shape."""
        return shape

    def inverse_shape(self, shape: Shape) -> Shape:
        """The shape of the argument for a result of a shape."""
        return shape

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class _InverseTransform(Transform):
    """A transform the other way round."""

    def __init__(self, transform: Transform) -> None:
        super().__init__(cache_size=transform._cache_size)
        self._forward = transform

    @property
    def domain(self) -> Any:
        return self._forward.codomain

    @property
    def codomain(self) -> Any:
        return self._forward.domain

    @property
    def bijective(self) -> bool:
        return bool(self._forward.bijective)

    @property
    def sign(self) -> Any:
        return self._forward.sign

    @property
    def inv(self) -> Transform:
        return self._forward

    def with_cache(self, cache_size: int = 1) -> Transform:
        return self._forward.with_cache(cache_size).inv

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _InverseTransform) and self._forward == other._forward

    __hash__ = None

    def __repr__(self) -> str:
        return f"_InverseTransform({self._forward!r})"

    def __call__(self, x: Tensor) -> Tensor:
        return self._forward._inv_call(x)

    def log_abs_det_jacobian(self, x: Tensor, y: Tensor) -> Tensor:
        return -self._forward.log_abs_det_jacobian(y, x)

    def forward_shape(self, shape: Shape) -> Shape:
        return self._forward.inverse_shape(shape)

    def inverse_shape(self, shape: Shape) -> Shape:
        return self._forward.forward_shape(shape)


class ComposeTransform(Transform):
    """Transforms one after the other.

    Parameters
    ----------
    parts : sequence of Transform
        The first is applied first.
    cache_size : {0, 1}
        As for `Transform`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.distributions import AffineTransform, ComposeTransform, ExpTransform
    >>> ComposeTransform([AffineTransform(0.0, 2.0), ExpTransform()])(ag.zeros(1))
    tensor([1.])
    """

    def __init__(self, parts: Sequence[Transform], cache_size: int = 0) -> None:
        if cache_size:
            parts = [part.with_cache(cache_size) for part in parts]
        super().__init__(cache_size=cache_size)
        self.parts = list(parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ComposeTransform) and self.parts == other.parts

    __hash__ = None

    @property
    def domain(self) -> Constraint:
        if not self.parts:
            return constraints.real
        n = self.parts[-1].codomain.event_dim
        for part in reversed(self.parts):
            n = max(n + part.domain.event_dim - part.codomain.event_dim, part.domain.event_dim)
        return _with_event_dim(self.parts[0].domain, n)

    @property
    def codomain(self) -> Constraint:
        if not self.parts:
            return constraints.real
        n = self.parts[0].domain.event_dim
        for part in self.parts:
            n = max(n + part.codomain.event_dim - part.domain.event_dim, part.codomain.event_dim)
        return _with_event_dim(self.parts[-1].codomain, n)

    @property
    def bijective(self) -> bool:
        return all(part.bijective for part in self.parts)

    @property
    def sign(self) -> Any:
        sign: Any = 1
        for part in self.parts:
            sign = sign * part.sign
        return sign

    @property
    def inv(self) -> Transform:
        inverse = None if self._inv is None else self._inv()
        if inverse is None:
            inverse = ComposeTransform([part.inv for part in reversed(self.parts)])
            self._inv = weakref.ref(inverse)
            inverse._inv = weakref.ref(self)
        return inverse

    def with_cache(self, cache_size: int = 1) -> Transform:
        return self if self._cache_size == cache_size else ComposeTransform(self.parts, cache_size=cache_size)

    def __call__(self, x: Tensor) -> Tensor:
        for part in self.parts:
            x = part(x)
        return x

    def log_abs_det_jacobian(self, x: Tensor, y: Tensor) -> Tensor:
        if not self.parts:
            return x.new_zeros(x.shape)
        values = [x]
        for part in self.parts[:-1]:
            values.append(part(values[-1]))
        values.append(y)
        total: Any = 0
        n = self.domain.event_dim
        for part, before, after in zip(self.parts, values, values[1:], strict=False):
            total = total + sum_rightmost(part.log_abs_det_jacobian(before, after), n - part.domain.event_dim)
            n += part.codomain.event_dim - part.domain.event_dim
        return total  # type: ignore[no-any-return]

    def forward_shape(self, shape: Shape) -> Shape:
        for part in self.parts:
            shape = part.forward_shape(shape)
        return shape

    def inverse_shape(self, shape: Shape) -> Shape:
        for part in reversed(self.parts):
            shape = part.inverse_shape(shape)
        return shape

    def __repr__(self) -> str:
        return f"{type(self).__name__}(\n    " + ",\n    ".join(map(repr, self.parts)) + "\n)"


def _with_event_dim(constraint: Constraint, n: int) -> Constraint:
    """A constraint on values of at least `n` dimensions."""
    more = n - constraint.event_dim
    return constraints.independent(constraint, more) if more > 0 else constraint


identity_transform = ComposeTransform([])
"""The transform that changes nothing."""


def checked_size(shape: Shape, event_dim: int) -> Size:
    """A shape with at least so many dimensions.

    Raises
    ------
    ValueError
        If it has fewer.
    """
    if len(shape) < event_dim:
        raise ValueError("Too few dimensions on input")
    return Size(shape)
