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

    def afresh(self) -> Casts:
        """The same, keeping nothing: for a call that is made again later."""
        return Casts(self.dtypes, None)

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
        """The tensors among arguments that are cast."""
        for value in values:
            if isinstance(value, Tensor):
                if self.concerns(value):
                    yield value
            elif isinstance(value, (list, tuple)):
                yield from self.eligible(value)

    def concerns(self, tensor: Tensor) -> bool:
        """Whether a tensor is cast: of a floating point type below float64, on one of the devices."""
        kind = tensor.dtype
        return kind.category == 2 and kind is not float64 and tensor.device.type in self.dtypes

    def cast(self, value: Any, dtype: DType | None) -> Any:
        """An argument with its tensors in a dtype, or in the lower precision of their device."""
        if isinstance(value, Tensor):
            return self.converted(value, dtype or self.dtypes[value.device.type]) if self.concerns(value) else value
        if isinstance(value, (list, tuple)) and any(isinstance(v, Tensor) for v in value):
            return [self.cast(v, dtype) for v in value]
        return value

    def converted(self, tensor: Tensor, dtype: DType) -> Tensor:
        """A tensor in a dtype; of a weight, what was kept."""
        if tensor.dtype is dtype:
            return tensor
        if self.kept is None or not (tensor.requires_grad and tensor.is_leaf and tensor._base is None):
            return tensor.to(dtype)
        # The version tells a weight that an optimizer has changed since.
        weight, version, made = self.kept.get(id(tensor), (None, 0, None))
        if weight is not tensor or version != tensor._version or made.dtype is not dtype:
            made = tensor.to(dtype)
            if made.requires_grad:
                self.kept[id(tensor)] = tensor, tensor._version, made
        return made  # type: ignore[no-any-return]
