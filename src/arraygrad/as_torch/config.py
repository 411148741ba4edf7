"""How the library was built: ``torch.__config__``."""

from __future__ import annotations

import os
import sys

from arraygrad import __version__
from arraygrad.backend import backend_names

__all__ = ["parallel_info", "show"]


def show() -> str:
    """A few lines for a person to read: versions, and the types of devices that are known.

    Examples
    --------
    >>> from arraygrad.as_torch.config import show
    >>> print(show().splitlines()[0])  # doctest: +ELLIPSIS
    arraygrad ... under the name of PyTorch
    """
    lines = [f"arraygrad {__version__} under the name of PyTorch", f"  - Python {sys.version.split()[0]}"]
    return "\n".join([*lines, f"  - types of devices: {', '.join(backend_names())}"])


def parallel_info() -> str:
    """How many processors there are; the array libraries have their own switches for threads."""
    return f"processors: {os.cpu_count()}"
