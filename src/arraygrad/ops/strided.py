"""View ops that show memory by strides: some elements again and again, or their bits as another type.

A backend with mutable arrays has kernels for the three views: how its arrays share memory is below the standard.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op

Shape = tuple[int, ...]

# -- strides over the elements of a row-major base -----------------------------------------------------------------


def _positions(xp: Any, size: Shape, stride: Shape, offset: int) -> Any:
    """Positions in the flattened base, for each element of the view."""
    result = xp.zeros(size, dtype=xp.int64) + offset
    for d, (n, s) in enumerate(zip(size, stride, strict=True)):
        result = result + xp.reshape(xp.arange(n, dtype=xp.int64) * s, (n, *(1,) * (len(size) - d - 1)))
    return xp.reshape(result, (-1,))


@op(view=True, faces=())
def as_strided(xp: Any, input: Array, size: Shape, stride: Shape, offset: int) -> Array:
    """The elements at ``offset + sum(index * stride)`` of the flattened base."""
    return xp.reshape(xp.take(xp.reshape(input, (-1,)), _positions(xp, size, stride, offset), axis=0), size)


@op(faces=())
def as_strided_adjoint(xp: Any, input: Array, shape: Shape, size: Shape, stride: Shape, offset: int) -> Array:
    """Zeros of `shape` to which each element of `input` is added where `as_strided` shows it."""
    total = 1
    for n in shape:
        total *= n
    key = (_positions(xp, size, stride, offset),)
    return xp.reshape(xp.add_at(xp.zeros((total,), dtype=input.dtype), key, xp.reshape(input, (-1,))), shape)


@op(faces=())
def put_strided(xp: Any, input: Array, value: Array, size: Shape, stride: Shape, offset: int) -> Array:
    """A copy of `input` in which what `as_strided` shows is `value`."""
    flat = xp.reshape(xp.copy(input), (-1,))
    key = (_positions(xp, size, stride, offset),)
    return xp.reshape(xp.write(flat, key, xp.reshape(value, (-1,))), tuple(input.shape))


as_strided.rule(
    input=lambda xp, g, input_shape, size, stride, offset: xp.as_strided_adjoint(g, input_shape, size, stride, offset)
)
as_strided_adjoint.rule(input=lambda xp, g, size, stride, offset: xp.as_strided(g, size, stride, offset))
put_strided.rule(
    input=lambda xp, g, size, stride, offset: xp.put_strided(g, xp.zeros(size, dtype=g.dtype), size, stride, offset),
    value=lambda xp, g, size, stride, offset: xp.as_strided(g, size, stride, offset),
)
as_strided.put, as_strided.repeats = put_strided, True
as_strided.strides = lambda shape, strides, size, stride, offset: (stride, offset)
as_strided.cases(case(real(3, 4), (2, 3), (5, 1), 1), case(real(3, 4), (2, 0), (1, 1), 0), case(real(4), (), (), 2))
as_strided_adjoint.cases(case(real(3, 3), (2, 4), (3, 3), (2, 1), 1))
put_strided.cases(case(real(3, 4), real(2, 3), (2, 3), (5, 1), 1))

# -- windows along a dimension -------------------------------------------------------------------------------------


def _windows(xp: Any, n: int, size: int, step: int) -> Any:
    """Positions in a dimension, a row for each window."""
    starts = xp.arange((n - size) // step + 1, dtype=xp.int64) * step
    return xp.reshape(starts, (-1, 1)) + xp.arange(size, dtype=xp.int64)


@op(view=True, faces=())
def unfold(xp: Any, input: Array, dim: int, size: int, step: int) -> Array:
    """Windows of `size` elements, every `step` elements of a dimension, along a new last dimension."""
    index = _windows(xp, input.shape[dim], size, step)
    parts = xp.take(input, xp.reshape(index, (-1,)), axis=dim)
    split = xp.reshape(parts, (*input.shape[:dim], *index.shape, *input.shape[dim + 1 :]))
    return xp.moveaxis(split, dim + 1, -1)


def _joined(xp: Any, value: Any, dim: int) -> Any:
    """Windows one after the other along their dimension."""
    value = xp.moveaxis(value, -1, dim + 1)
    shape = tuple(value.shape)
    return xp.reshape(value, (*shape[:dim], shape[dim] * shape[dim + 1], *shape[dim + 2 :]))


@op(faces=())
def unfold_adjoint(xp: Any, input: Array, shape: Shape, dim: int, size: int, step: int) -> Array:
    """Zeros of `shape` to which each element of a window is added where `unfold` reads it."""
    index = xp.reshape(_windows(xp, shape[dim], size, step), (-1,))
    return xp.index_select_adjoint(_joined(xp, input, dim), index, dim=dim, size=shape[dim])


@op(faces=())
def put_unfolded(xp: Any, input: Array, value: Array, dim: int, size: int, step: int) -> Array:
    """A copy of `input` in which the windows, which do not overlap, are `value`."""
    index = xp.reshape(_windows(xp, input.shape[dim], size, step), (-1,))
    return xp.write(xp.copy(input), (*(slice(None),) * dim, index), _joined(xp, value, dim))


def _unfold_strides(shape: Shape, strides: Shape, dim: int, size: int, step: int) -> tuple[Shape, int]:
    return (*strides[:dim], strides[dim] * step, *strides[dim + 1 :], strides[dim]), 0


unfold.rule(input=lambda xp, g, input_shape, dim, size, step: xp.unfold_adjoint(g, input_shape, dim, size, step))
unfold_adjoint.rule(input=lambda xp, g, dim, size, step: xp.unfold(g, dim, size, step))
put_unfolded.rule(
    input=lambda xp, g, value_shape, dim, size, step: xp.put_unfolded(
        g, xp.zeros(value_shape, dtype=g.dtype), dim, size, step
    ),
    value=lambda xp, g, dim, size, step: xp.unfold(g, dim, size, step),
)
unfold.put, unfold.repeats = put_unfolded, True
unfold.strides = _unfold_strides
unfold.cases(case(real(2, 5), 1, 2, 2), case(real(5, 2), 0, 2, 3), case(real(3), 0, 0, 4))
unfold_adjoint.cases(case(real(2, 3, 3), (2, 5), 1, 3, 1))
put_unfolded.cases(case(real(2, 5), real(2, 2, 2), 1, 2, 2))

# -- bits ----------------------------------------------------------------------------------------------------------


@op(view=True, faces=())
def view_bits(xp: Any, input: Array, dtype: Any, source: Any, parts: float) -> Array:
    """The memory as elements of another dtype; each element of the dtype `source` holds `parts` of them."""
    raise TypeError(f"viewing {source} as {dtype} needs a backend that can reinterpret bits: convert with .to(dtype)")


@op(faces=())
def put_bits(xp: Any, input: Array, value: Array, dtype: Any, source: Any, parts: float) -> Array:
    """The base whose bits are those of `value`."""
    return xp.view_bits(value, source, dtype, 1 / parts)


def _bits_strides(shape: Shape, strides: Shape, dtype: Any, source: Any, parts: float) -> tuple[Shape, int]:
    return ((*(int(s * parts) for s in strides[:-1]), 1) if parts != 1 else strides), 0


view_bits.put, view_bits.strides = put_bits, _bits_strides
view_bits.parts = lambda dtype, source, parts: parts


@op(composite=True, faces=("torch",))
def as_strided_copy(
    xp: Any, input: Array, size: Sequence[int], stride: Sequence[int], storage_offset: int | None = None
) -> Array:
    """A copy of what `as_strided` shows.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.as_strided_copy(ag.arange(4), (2, 2), (1, 1))
    tensor([[0, 1],
            [1, 2]])
    """
    return xp.clone(input.as_strided(size, stride, storage_offset))


@op(composite=True)
def as_strided_scatter(
    xp: Any, input: Array, src: Array, size: Sequence[int], stride: Sequence[int], storage_offset: int | None = None
) -> Array:
    """A copy with `src` where `as_strided` shows the elements of the row-major tensor.

    Parameters
    ----------
    input : Tensor
    src : Tensor
        In the shape `size`.
    size, stride : sequence of int
    storage_offset : int, optional
        Position of the first element.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `src` has another shape, an element is outside of the tensor or meets another at one place.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.as_strided_scatter(ag.zeros(2, 2), ag.ones(2), (2,), (3,))
    tensor([[1., 0.],
            [0., 1.]])
    """
    result = xp.clone(input)
    part = result.as_strided(size, stride, storage_offset)
    if part.shape != src.shape:
        raise RuntimeError(
            f"expected src to have a size equal to the slice of self. src size = {list(src.shape)}, slice size = "
            f"{list(part.shape)}"
        )
    part.copy_(src)
    return result


as_strided_copy.cases(case(real(3), (1,), (1,)))  # more would depend on the memory below
as_strided_scatter.cases(case(real(3, 4), real(2, 3), (2, 3), (5, 1), 1))
