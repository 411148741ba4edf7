"""Truth of whole arrays, and differences."""

from __future__ import annotations

from typing import Any

from arraygrad.array_api._operands import array, operand, reduction
from arraygrad.dispatch import call
from arraygrad.dtypes import bool_
from arraygrad.tensor import Tensor

__all__ = ["all", "any", "diff"]

all = reduction("all", dtype=bool_)
any = reduction("any", dtype=bool_)


def diff(x: Any, /, *, axis: int = -1, n: int = 1, prepend: Any = None, append: Any = None) -> Tensor:
    """Differences of neighbouring elements, taken `n` times."""
    return call("diff", array(x), n, axis, operand(prepend), operand(append))  # type: ignore[no-any-return]
