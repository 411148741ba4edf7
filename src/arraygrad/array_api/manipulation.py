"""Other shapes and other orders of the same elements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad import dispatch, views
from arraygrad.array_api._operands import array, arrays
from arraygrad.dispatch import call
from arraygrad.ops._common import normalize_dim, normalize_dims
from arraygrad.tensor import Tensor
from arraygrad.tensor_namespace import NAMESPACE

__all__ = [
    "broadcast_arrays", "broadcast_shapes", "broadcast_to", "concat", "expand_dims", "flip", "moveaxis", "permute_dims",
    "repeat", "reshape", "roll", "squeeze", "stack", "tile", "unstack",
]  # fmt: skip

Axes = int | tuple[int, ...]


def broadcast_arrays(*arrays_: Any) -> tuple[Tensor, ...]:
    """The arrays, each repeated to the shape to which all broadcast."""
    return tuple(call("broadcast_tensors", *arrays(arrays_)))


def broadcast_shapes(*shapes: Sequence[int]) -> tuple[int, ...]:
    """The shape to which all shapes broadcast.

    Raises
    ------
    ValueError
        If they do not.
    """
    try:
        return tuple(dispatch.broadcast_shapes(*shapes))
    except RuntimeError as error:
        raise ValueError(str(error)) from None


def broadcast_to(x: Any, /, shape: Sequence[int]) -> Tensor:
    """The array repeated to a shape, without copying."""
    return views.broadcast_to(array(x), shape)


def concat(arrays_: Sequence[Any], /, *, axis: int | None = 0) -> Tensor:
    """Arrays joined along an axis; flattened first if it is None."""
    parts = arrays(arrays_)
    if axis is None:
        parts, axis = [views.ravel(x) for x in parts], 0
    return call("cat", parts, axis)  # type: ignore[no-any-return]


def expand_dims(x: Any, /, axis: Axes) -> Tensor:
    """New axes of size one, at places counted in the result.

    Raises
    ------
    ValueError
        If two are to be at the same place.
    """
    x = array(x)
    axes = (axis,) if isinstance(axis, int) else axis
    places = sorted(normalize_dim(i, x.ndim + len(axes)) for i in axes)
    if len(set(places)) != len(places):
        raise ValueError(f"new axes must be at different places, got {axes}")
    for place in places:
        x = views.unsqueeze(x, place)
    return x  # type: ignore[no-any-return]


def flip(x: Any, /, *, axis: Axes | None = None) -> Tensor:
    """The elements in reverse order along axes, by default all."""
    x = array(x)
    return call("flip", x, normalize_dims(axis, x.ndim))  # type: ignore[no-any-return]


def moveaxis(x: Any, source: Axes, destination: Axes, /) -> Tensor:
    """Axes moved to other places; the rest keep their order."""
    return views.movedim(array(x), source, destination)


def permute_dims(x: Any, /, axes: tuple[int, ...]) -> Tensor:
    """The axes in another order."""
    return views.permute(array(x), axes)


def repeat(x: Any, repeats: Any, /, *, axis: int | None = None) -> Tensor:
    """Each element repeated, along an axis or in the flattened array."""
    repeats = repeats if isinstance(repeats, int) else array(repeats)
    return call("repeat_interleave", array(x), repeats, axis)  # type: ignore[no-any-return]


def reshape(x: Any, /, shape: Sequence[int], *, copy: bool | None = None) -> Tensor:
    """Another shape: with ``copy=True`` in memory of its own, with False as a view, else a view where strides permit.

    Raises
    ------
    ValueError
        If ``copy=False`` cannot be kept.
    """
    x = array(x)
    if copy:
        return views.reshape(call("clone", x), shape)
    made = views.reshape(x, shape)
    if copy is False and made._storage is not x._storage:
        raise ValueError("no strides show the memory in that shape: use copy=None")
    return made


def roll(x: Any, /, shift: Axes, *, axis: Axes | None = None) -> Tensor:
    """Elements moved along axes, those that leave at one end entering at the other."""
    return call("roll", array(x), shift, axis)  # type: ignore[no-any-return]


def squeeze(x: Any, /, axis: Axes) -> Tensor:
    """The array without some axes of size one.

    Raises
    ------
    ValueError
        If an axis has another size.
    """
    x = array(x)
    for i in normalize_dims(axis, x.ndim):
        if x.shape[i] != 1:
            raise ValueError(f"cannot squeeze axis {i} of size {x.shape[i]}: only axes of size 1 can be dropped")
    return NAMESPACE.squeeze(x, axis)  # type: ignore[no-any-return]


def stack(arrays_: Sequence[Any], /, *, axis: int = 0) -> Tensor:
    """Arrays of one shape joined along a new axis."""
    return call("stack", arrays(arrays_), axis)  # type: ignore[no-any-return]


def tile(x: Any, repetitions: tuple[int, ...], /) -> Tensor:
    """The array repeated along its axes."""
    return call("tile", array(x), repetitions)  # type: ignore[no-any-return]


def unstack(x: Any, /, *, axis: int = 0) -> tuple[Tensor, ...]:
    """The parts at every index of an axis."""
    return views.unbind(array(x), axis)
