"""The base class of constraints, and those that depend on other values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arraygrad.tensor import Tensor

__all__ = ["Constraint", "is_dependent"]


class Constraint:
    """A set of tensors.

    A subclass of one's own sets `is_discrete` and `event_dim` if they differ, and defines `check`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.distributions import constraints
    >>> class Even(constraints.Constraint):
    ...     is_discrete = True
    ...     def check(self, value):
    ...         return value % 2 == 0
    >>> Even().check(ag.tensor([1, 2]))
    tensor([False,  True])
    """

    #: Whether the set is countable.
    is_discrete: Any = False
    #: How many dimensions make up one value.
    event_dim: Any = 0

    def check(self, value: Tensor) -> Tensor:
        """Which values belong to the set: a bool tensor without the last `event_dim` dimensions."""
        raise NotImplementedError(f"{type(self).__name__} does not define check")

    def _bounds(self) -> dict[str, Any]:
        return {}

    def __repr__(self) -> str:
        bounds = ", ".join(f"{name}={value}" for name, value in self._bounds().items())
        return f"{type(self).__name__.removeprefix('_')}({bounds})"


class _Dependent(Constraint):
    """A set that depends on other values; it cannot be checked before these are known."""

    def __init__(self, *, is_discrete: Any = NotImplemented, event_dim: Any = NotImplemented) -> None:
        self._is_discrete = is_discrete
        self._event_dim = event_dim

    @property
    def is_discrete(self) -> bool:
        if self._is_discrete is NotImplemented:
            raise NotImplementedError(".is_discrete cannot be determined statically")
        return bool(self._is_discrete)

    @property
    def event_dim(self) -> int:
        if self._event_dim is NotImplemented:
            raise NotImplementedError(".event_dim cannot be determined statically")
        return int(self._event_dim)

    def __call__(self, *, is_discrete: Any = NotImplemented, event_dim: Any = NotImplemented) -> _Dependent:
        """The same with more known about it."""
        return _Dependent(
            is_discrete=self._is_discrete if is_discrete is NotImplemented else is_discrete,
            event_dim=self._event_dim if event_dim is NotImplemented else event_dim,
        )

    def check(self, value: Tensor) -> Tensor:
        raise ValueError("Cannot determine validity of dependent constraint")


def is_dependent(constraint: Any) -> bool:
    """Whether a constraint depends on other values.

    Examples
    --------
    >>> from arraygrad.distributions import Uniform, constraints
    >>> is_dependent(Uniform.support), is_dependent(constraints.real)
    (True, False)
    """
    return isinstance(constraint, _Dependent)


class _DependentProperty(property, _Dependent):
    """A property of a distribution that is a constraint for an instance, and dependent for the class.

    Examples
    --------
    >>> from arraygrad.distributions import Uniform
    >>> Uniform.support.event_dim, Uniform(0.0, 2.0).support
    (0, Interval(lower_bound=0.0, upper_bound=2.0))
    """

    def __init__(
        self,
        fn: Callable[[Any], Any] | None = None,
        *,
        is_discrete: Any = NotImplemented,
        event_dim: Any = NotImplemented,
    ) -> None:
        property.__init__(self, fn)
        _Dependent.__init__(self, is_discrete=is_discrete, event_dim=event_dim)

    def __call__(self, fn: Callable[[Any], Any]) -> Any:  # type: ignore[override]
        """For ``@dependent_property(event_dim=1)``: the property of a function."""
        return _DependentProperty(fn, is_discrete=self._is_discrete, event_dim=self._event_dim)
