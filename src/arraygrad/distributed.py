"""Training by several processes: not there, and programs that ask hear so."""

from __future__ import annotations

__all__ = ["is_available", "is_initialized"]


def is_available() -> bool:
    """Whether processes can train together: no.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributed.is_available()
    False
    """
    return False


def is_initialized() -> bool:
    """Whether this process is one of a group: no."""
    return False
