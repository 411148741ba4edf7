"""What can be wrong with a file; `load` adds which file it is."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["ForbiddenGlobalError", "UnreadableFileError"]


class UnreadableFileError(Exception):
    """Why a file cannot be read: it is damaged, or holds what there is no such thing for here."""


class ForbiddenGlobalError(Exception):
    """A file names classes or functions that nobody has allowed."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted(set(names))
        super().__init__(
            f"it refers to {', '.join(self.names)}, and a file may only build tensors, numbers, strings and containers "
            "of these. Save the state_dict() instead of the object; or, if you trust the file, allow the classes and "
            "functions with arraygrad.serialization.safe_globals([...]) or add_safe_globals([...])"
        )
