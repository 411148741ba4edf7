"""The version of PyTorch whose names and meanings arraygrad follows: ``torch.version``."""

from __future__ import annotations

import re
from typing import Any

from arraygrad import __version__ as _ours

__all__ = ["TorchVersion", "__version__", "cuda", "debug", "git_version", "hip", "rocm", "xpu"]


class TorchVersion(str):
    """A version as text, that compares by its numbers with texts, tuples and other versions.

    Examples
    --------
    >>> from arraygrad.as_torch.version import TorchVersion
    >>> TorchVersion("2.13.0") > "2.9", TorchVersion("2.13.0+x") == (2, 13, 0)
    (True, True)
    """

    __slots__ = ()

    def _beside(self, other: Any) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
        """The numbers of both, of one length; None if the other is not a version."""
        theirs = _numbers(other)
        if theirs is None:
            return None
        mine = _numbers(str(self)) or ()
        length = max(len(mine), len(theirs))
        return mine + (0,) * (length - len(mine)), theirs + (0,) * (length - len(theirs))

    def __lt__(self, other: Any) -> bool:
        pair = self._beside(other)
        return NotImplemented if pair is None else pair[0] < pair[1]

    def __le__(self, other: Any) -> bool:
        pair = self._beside(other)
        return NotImplemented if pair is None else pair[0] <= pair[1]

    def __gt__(self, other: Any) -> bool:
        pair = self._beside(other)
        return NotImplemented if pair is None else pair[0] > pair[1]

    def __ge__(self, other: Any) -> bool:
        pair = self._beside(other)
        return NotImplemented if pair is None else pair[0] >= pair[1]

    def __eq__(self, other: object) -> bool:
        pair = self._beside(other)
        return str.__eq__(self, other) is True if pair is None else pair[0] == pair[1]

    def __hash__(self) -> int:
        return str.__hash__(self)


def _numbers(version: Any) -> tuple[int, ...] | None:
    """The numbers of a release, such as ``(2, 13, 0)``."""
    if isinstance(version, (tuple, list)):
        version = ".".join(str(part) for part in version)
    found = re.match(r"\s*v?(\d+(?:\.\d+)*)", version) if isinstance(version, str) else None
    return tuple(int(part) for part in found[1].split(".")) if found else None


__version__ = TorchVersion(f"2.13.0+arraygrad.{_ours}")
debug = False
cuda = hip = rocm = xpu = None  # what PyTorch was built for
git_version = f"arraygrad {_ours}"
