"""Tasks that may run at the same time; they run when they are given, as in PyTorch outside scripted programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["Future", "fork", "wait"]


class Future:
    """The result of a task that is done."""

    def __init__(self, result: Any) -> None:
        self._result = result

    def done(self) -> bool:
        """Whether the task is done: True."""
        return True

    def wait(self) -> Any:
        """The result."""
        return self._result

    def value(self) -> Any:
        """The result."""
        return self._result

    def then(self, callback: Callable[[Future], Any]) -> Future:
        """The task of calling `callback` with this one."""
        return Future(callback(self))


def fork(func: Callable[..., Any], *args: Any, **kwargs: Any) -> Future:
    """Run a function; what it raises comes through.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.jit.wait(ag.jit.fork(ag.add, ag.ones(1), 1))
    tensor([2.])
    """
    return Future(func(*args, **kwargs))


def wait(future: Future) -> Any:
    """The result of a task."""
    return future.wait()
