"""Small helpers shared by op declarations."""

from __future__ import annotations

from typing import Any

__all__ = ["check_index", "conj", "normalize_dim", "normalize_dims", "require_floating"]


def normalize_dim(dim: int, ndim: int) -> int:
    """A dimension counted from the front.

    Raises
    ------
    IndexError
        If it is out of range; a zero-dimensional array takes 0 and -1.
    """
    bound = max(ndim, 1)
    if not -bound <= dim < bound:
        raise IndexError(f"Dimension out of range (expected to be in range of [{-bound}, {bound - 1}], but got {dim})")
    return dim + bound if dim < 0 else dim


def normalize_dims(dim: int | tuple[int, ...] | list[int] | None, ndim: int) -> tuple[int, ...]:
    """Dimensions counted from the front, each once; all of them for None.

    Raises
    ------
    IndexError
        If one is out of range.
    RuntimeError
        If one appears twice.
    """
    if dim is None:
        return tuple(range(ndim))
    dims = (dim,) if isinstance(dim, int) else tuple(dim)
    result = tuple(normalize_dim(d, ndim) for d in dims)
    if len(set(result)) != len(result):
        twice = next(d for d in result if result.count(d) > 1)
        raise RuntimeError(f"dim {twice} appears multiple times in the list of dims")
    return result


def conj(xp: Any, x: Any) -> Any:
    """The complex conjugate; real arrays and Python numbers as they are, at no cost."""
    if hasattr(x, "dtype") and kind_of(xp, x.dtype) == "complex floating":
        return xp.conj(x)
    return x


_kinds: dict[Any, str] = {}


def kind_of(xp: Any, dtype: Any) -> str:
    """The standard's word for the kind of a dtype (``"real floating"``, ...), looked up once per dtype."""
    kind = _kinds.get(dtype)
    if kind is None:
        names = ("real floating", "complex floating", "integral", "bool")
        kind = _kinds[dtype] = next(name for name in names if xp.isdtype(dtype, name))
    return kind


def require_floating(xp: Any, x: Any, name: str) -> None:
    """Refuse an array that is not of real floating point numbers.

    Raises
    ------
    NotImplementedError
        As PyTorch does for functions that integers do not have.
    """
    if kind_of(xp, x.dtype) != "real floating":
        raise NotImplementedError(f"{name!r} is not implemented for {x.dtype}: convert to floating point first, for example with .float()")


def check_index(xp: Any, index: Any, size: int, dim: int, *, negative: bool = True) -> Any:
    """Integer indices checked against a dimension's size and counted from the front, on every backend alike.

    Negative indices, which count from the end, are an error if `negative` is false.

    Raises
    ------
    IndexError
        If one is out of range. Inside a compiler's trace, where there are no values to look at, nothing is checked.
    """
    if 0 in index.shape:
        return index
    if xp.concrete(index):
        low, high = int(xp.min(index)), int(xp.max(index))
        if low < (-size if negative else 0) or high >= size:
            raise IndexError(f"index {high if high >= size else low} is out of bounds for dimension {dim} with size {size}")
        if low >= 0:
            return index
    return xp.where(index < 0, index + size, index) if negative else index
