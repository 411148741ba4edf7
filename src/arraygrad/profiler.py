"""Labels for stretches of a program. There is no profiler that would show them: Python's own and the array libraries'
serve."""

from __future__ import annotations

from contextlib import ContextDecorator

__all__ = ["record_function"]


class record_function(ContextDecorator):
    """A name for the operations of a ``with`` block or a function; changes nothing, as in PyTorch without a profiler.

    Parameters
    ----------
    name : str
    args : str, optional

    Examples
    --------
    >>> import arraygrad as ag
    >>> with ag.profiler.record_function("forward"):
    ...     y = ag.ones(2) * 2
    """

    def __init__(self, name: str, args: str | None = None) -> None:
        self.name, self.args = name, args

    def __enter__(self) -> record_function:
        return self

    def __exit__(self, *exc: object) -> None:
        pass
