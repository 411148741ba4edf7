"""Whether operations are recorded: a context variable, so that threads and asynchronous tasks do not disturb each
other.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from inspect import isgeneratorfunction
from typing import Any, TypeVar

__all__ = [
    "enable_grad",
    "grad_enabled",
    "inference_mode",
    "is_grad_enabled",
    "is_inference_mode_enabled",
    "no_grad",
    "set_grad_enabled",
]

F = TypeVar("F", bound=Callable[..., Any])

#: What recording is while it is on: True, or an object whose ``recorded(node, results)`` is told of every node
#: that is made.
_recorder: ContextVar[Any] = ContextVar("arraygrad_recorder", default=True)
_enabled: ContextVar[Any] = ContextVar("arraygrad_grad_enabled", default=True)

#: ``grad_enabled()`` is the current mode, False or the recorder: the variable's own getter, for the hot path.
grad_enabled: Callable[[], Any] = _enabled.get


def recorder() -> Any:
    """What is told of recorded nodes; True if nobody is."""
    return _recorder.get()


def set_recorder(recorder: Any) -> None:
    """Have `recorder` told of every node that is recorded in this context from now on; True for nobody."""
    _recorder.set(recorder)
    if _enabled.get():
        _enabled.set(recorder)


def is_grad_enabled() -> bool:
    """Whether operations are recorded in this context.

    Examples
    --------
    >>> import arraygrad as ag
    >>> with ag.no_grad():
    ...     ag.is_grad_enabled()
    False
    """
    return bool(_enabled.get())


def _set(enabled: bool) -> None:
    _enabled.set(enabled and _recorder.get())


class _Mode:
    """A context manager and decorator that sets the mode; the mode before comes back even after an exception."""

    _value = True

    def __init__(self) -> None:
        self._before: list[bool] = []

    def __enter__(self) -> None:
        self._before.append(is_grad_enabled())
        _set(self._value)

    def __exit__(self, *exc: object) -> None:
        _set(self._before.pop())

    def clone(self) -> _Mode:
        """A fresh manager of the same mode."""
        return type(self)()

    def __call__(self, function: F) -> F:
        if isgeneratorfunction(function):

            @wraps(function)
            def steps(*args: Any, **kwargs: Any) -> Any:
                with self.clone():
                    generator = function(*args, **kwargs)
                    try:
                        item = next(generator)
                    except StopIteration as stop:
                        return stop.value
                while True:
                    try:
                        sent = yield item
                    except GeneratorExit:
                        generator.close()
                        raise
                    with self.clone():
                        try:
                            item = generator.send(sent)
                        except StopIteration as stop:
                            return stop.value

            return steps  # type: ignore[return-value]

        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            with self.clone():
                return function(*args, **kwargs)

        return call  # type: ignore[return-value]


class no_grad(_Mode):
    """Context in which nothing is recorded; also a decorator, with or without parentheses.

    Examples
    --------
    >>> import arraygrad as ag
    >>> w = ag.ones(2, requires_grad=True)
    >>> with ag.no_grad():
    ...     w -= 0.5
    >>> w
    tensor([0.5000, 0.5000], requires_grad=True)
    """

    _value = False

    def __new__(cls, function: Any = None) -> Any:
        self = object.__new__(cls)
        if function is None:
            return self
        self._before = []
        return self(function)


class enable_grad(_Mode):
    """Context in which operations are recorded again, inside `no_grad`; also a decorator."""

    _value = True

    __new__ = no_grad.__new__  # type: ignore[assignment]


class set_grad_enabled(_Mode):
    """Set the mode at once; as a context manager, until the end of the block.

    Parameters
    ----------
    mode : bool
    """

    def __init__(self, mode: bool) -> None:
        super().__init__()
        self._value = bool(mode)
        self._before.append(is_grad_enabled())
        _set(self._value)

    def __enter__(self) -> None:
        pass

    def __exit__(self, *exc: object) -> None:
        _set(self._before[-1])

    def clone(self) -> set_grad_enabled:
        return set_grad_enabled(self._value)

    def __call__(self, function: F) -> F:
        _set(self._before[-1])
        return super().__call__(function)


class inference_mode(_Mode):
    """Nothing is recorded, as in `no_grad`; also a decorator, with or without parentheses.

    Parameters
    ----------
    mode : bool
        With False operations are recorded.

    Examples
    --------
    >>> import arraygrad as ag
    >>> with ag.inference_mode():
    ...     ag.is_grad_enabled(), ag.is_inference_mode_enabled()
    (False, True)
    """

    def __new__(cls, mode: Any = True) -> Any:
        if isinstance(mode, bool):
            return object.__new__(cls)
        return cls()(mode)

    def __init__(self, mode: bool = True) -> None:
        super().__init__()
        self._mode = mode
        self._value = not mode
        self._outer: list[bool] = []

    def __enter__(self) -> None:
        super().__enter__()
        self._outer.append(_inference.get())
        _inference.set(self._mode)

    def __exit__(self, *exc: object) -> None:
        _inference.set(self._outer.pop())
        super().__exit__(*exc)

    def clone(self) -> inference_mode:
        return inference_mode(self._mode)


_inference: ContextVar[bool] = ContextVar("arraygrad_inference_mode", default=False)


def is_inference_mode_enabled() -> bool:
    """Whether the innermost `inference_mode` around is on."""
    return _inference.get()
