"""How memory is shared: there is one way."""

from __future__ import annotations

__all__ = ["get_all_sharing_strategies", "get_sharing_strategy", "set_sharing_strategy"]

_ALL = frozenset(("file_descriptor", "file_system"))
_chosen = ["file_descriptor"]


def get_all_sharing_strategies() -> set[str]:
    """The names that `set_sharing_strategy` takes."""
    return set(_ALL)


def get_sharing_strategy() -> str:
    """The name that was set; ``"file_descriptor"`` at first."""
    return _chosen[0]


def set_sharing_strategy(new_strategy: str) -> None:
    """Take one of PyTorch's names. Memory is shared by file descriptors in any case.

    Raises
    ------
    AssertionError
        If there is no such name.
    """
    if new_strategy not in _ALL:
        raise AssertionError(f"{new_strategy!r} is no sharing strategy: there are {', '.join(sorted(_ALL))}")
    _chosen[0] = new_strategy
