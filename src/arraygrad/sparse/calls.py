"""Functions of dense tensors that are called with sparse ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

__all__ = ["TakenByOps"]


class TakenByOps:
    """Base class of sparse tensors: functions of dense ones do with them what their methods of the same name do."""

    def _call_op(self, name: str, operands: Sequence[Any], options: dict[str, Any]) -> Any:
        """The result of an op of which this is an operand.

        Raises
        ------
        TypeError
            If there is no such thing for sparse tensors.
        """
        if name in ("mm", "matmul"):
            from arraygrad.sparse.products import mm

            return mm(*operands)
        method = getattr(type(self), name, None)
        if method is None or operands[0] is not self:
            raise TypeError(
                f"{name}(): not for sparse tensors: see arraygrad.sparse for what is, or take .to_dense() first"
            )
        return method(*operands, **options)
