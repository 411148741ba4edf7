"""How the listed ops are called while autocasting: with operands in another dtype, and nothing cast inside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from arraygrad.autocasting import LOWER, WIDEST, set_autocasting
from arraygrad.dtypes import DType, float32, float64
from arraygrad.op import Op
from arraygrad.tensor import Tensor

__all__ = ["Casts"]


class Casts:
    """Calls ops for `autocast`.

    Parameters
    ----------
    dtypes : mapping of str to dtype
        The lower precision of each type of device on which ops are cast.
    kept : dict or None
        Where casts of weights are kept, by identity; None to make them anew each time.
    """

    def __init__(self, dtypes: Mapping[str, DType], kept: dict[int, Any] | None) -> None:
        self.dtypes = dtypes
        self.kept = kept

    def call(self, op: Op, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """The op's result for operands in the dtype that its list says."""
        dtype = float32 if op.name not in LOWER else None
        if op.name in WIDEST:
            wide = any(t.dtype is float32 for t in self.eligible((*args, *kwargs.values())))
            dtype = float32 if wide else None
        arguments = [self.cast(a, dtype) for a in args]
        options = {k: v if k == "out" else self.cast(v, dtype) for k, v in kwargs.items()}
        set_autocasting(None)
        try:
            return function(*arguments, **options)
        finally:
            set_autocasting(self)

    def eligible(self, values: Iterable[Any]) -> Iterator[Tensor]:
        """The tensors among arguments that are cast: of a floating point type below float64, on these devices."""
        for value in values:
            if isinstance(value, Tensor):
                kind = value.dtype
                if kind.category == 2 and kind is not float64 and value.device.type in self.dtypes:
                    yield value
            elif isinstance(value, (list, tuple)):
                yield from self.eligible(value)

    def cast(self, value: Any, dtype: DType | None) -> Any:
        """An argument in a dtype, or in the lower precision of its device."""
        if isinstance(value, (list, tuple)) and any(isinstance(v, Tensor) for v in value):
            return [self.cast(v, dtype) for v in value]
        if not any(True for _ in self.eligible((value,))):
            return value
        dtype = dtype or self.dtypes[value.device.type]
        if value.dtype is dtype:
            return value
        if self.kept is None or not (value.requires_grad and value.is_leaf and value._base is None):
            return value.to(dtype)
        # The version tells a weight that an optimizer has changed since.
        weight, version, made = self.kept.get(id(value), (None, 0, None))
        if weight is not value or version != value._version or made.dtype is not dtype:
            made = value.to(dtype)
            if made.requires_grad:
                self.kept[id(value)] = value, value._version, made
        return made
