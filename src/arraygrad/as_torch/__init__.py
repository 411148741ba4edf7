"""PyTorch programs, unchanged: ``import torch`` answered by arraygrad.

Examples
--------
>>> import arraygrad as ag
>>> with ag.install_as_torch():
...     import torch.nn as nn
...     from torch import Tensor
>>> nn.Linear is ag.nn.Linear, Tensor is ag.Tensor
(True, True)
"""

from __future__ import annotations

import sys

from arraygrad.as_torch.finder import Finder
from arraygrad.as_torch.paths import is_torch

__all__ = ["Alias", "install_as_torch"]


class Alias:
    """The name ``torch`` while it means arraygrad: ends with `undo`, or with the ``with`` block."""

    def __init__(self) -> None:
        self._finder = Finder()
        sys.meta_path.insert(0, self._finder)

    def undo(self) -> None:
        """Give the name back: what was imported under it stays usable, later imports find PyTorch, if it is there."""
        if self._finder in sys.meta_path:
            sys.meta_path.remove(self._finder)
            for name in [name for name in sys.modules if is_torch(name)]:
                del sys.modules[name]

    def __enter__(self) -> Alias:
        return self

    def __exit__(self, *exc: object) -> None:
        self.undo()


def install_as_torch() -> Alias:
    """From now on ``import torch`` and imports of its modules give arraygrad's, in this process.

    Functions and classes are arraygrad's own objects. The modules around them are named as in PyTorch; what is set on
    them is set in arraygrad. A name that arraygrad lacks is an error that says which one, from an attribute as from an
    import.

    Returns
    -------
    Alias
        With the method ``undo()``; or use it in a ``with`` statement.

    Raises
    ------
    RuntimeError
        If PyTorch itself has been imported, or the alias is there already.

    Examples
    --------
    >>> import arraygrad as ag
    >>> with ag.install_as_torch():
    ...     import torch
    ...     torch.ones(2).tolist(), torch.__version__ >= (2, 0)
    ([1.0, 1.0], True)
    """
    if any(isinstance(finder, Finder) for finder in sys.meta_path):
        raise RuntimeError("'torch' means arraygrad already: install_as_torch() was called before")
    if "torch" in sys.modules:
        raise RuntimeError(
            "PyTorch itself has been imported in this process: call install_as_torch() before anything imports torch"
        )
    return Alias()
