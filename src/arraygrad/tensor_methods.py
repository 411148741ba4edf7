"""What editors and type checkers read of `Tensor`: its methods are made from the op records, the stub names them
all.
"""

from __future__ import annotations

__all__ = ["TensorMethods"]


class TensorMethods:
    """Empty at run time: the members come from the op records, see `arraygrad.methods`."""
