"""Tensors joined to one."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import normalize_dim

Shape = Sequence[int]


def _cat_error(shapes: Sequence[Shape], dim: int) -> RuntimeError:
    """What is wrong with the shapes of arrays to be joined."""
    first = shapes[0]
    for i, shape in enumerate(shapes):
        if not shape:
            return RuntimeError(f"zero-dimensional tensor (at position {i}) cannot be concatenated")
        if len(shape) != len(first):
            return RuntimeError(f"Tensors must have same number of dimensions: got {len(first)} and {len(shape)}")
        for d, (m, n) in enumerate(zip(first, shape, strict=True)):
            if d != dim and m != n:
                return RuntimeError(
                    f"Sizes of tensors must match except in dimension {dim}. Expected size {m} but got size {n} for "
                    f"tensor number {i} in the list."
                )
    return RuntimeError(f"tensors of shapes {[tuple(s) for s in shapes]} cannot be joined along dimension {dim}")


def _cat_parts(xp: Any, g: Any, tensors_shape: Sequence[Shape], dim: int) -> list[Any]:
    """The part of the gradient of each array that was joined."""
    dim = normalize_dim(dim, g.ndim)
    before = (slice(None),) * dim
    parts, start = [], 0
    for shape in tensors_shape:
        if len(shape) != g.ndim:  # an empty vector, which joins with anything and counts for nothing
            parts.append(xp.zeros_like(xp.reshape(g, (prod(g.shape),))[:0]))
            continue
        stop = start + shape[dim]
        parts.append(g[(*before, slice(start, stop), ...)])
        start = stop
    return parts


@op(standard="concat", aliases=("concat", "concatenate"), category="arith", faces=("torch",))
def cat(xp: Any, tensors: Sequence[Array], dim: int = 0) -> Array:
    """Tensors joined along a dimension.

    Parameters
    ----------
    tensors : sequence of Tensor
        Of one shape but for the size of `dim`. Empty one-dimensional tensors are left out.
    dim : int

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.cat([ag.tensor([1, 2]), ag.tensor([3])])
    tensor([1, 2, 3])
    """
    if dim is None:
        return xp.concat(tensors, axis=None)
    kept = (
        [t for t in tensors if tuple(t.shape) != (0,)] if any(t.ndim != tensors[0].ndim for t in tensors) else tensors
    )
    shapes = [tuple(t.shape) for t in kept]
    dim = normalize_dim(dim, len(shapes[0]))
    if not shapes[0]:
        raise _cat_error(shapes, dim)
    try:
        return xp.concat(kept, axis=dim)
    except (ValueError, TypeError):
        raise _cat_error(shapes, dim) from None


cat.rule(tensors=_cat_parts)
cat.cases(
    case([real(2, 3), real(4, 3)]),
    case([real(2, 3), real(2, 1), real(2, 0)], 1),
    case([real(2, 3), real(2, 3)], dim=-1),
    case([real(0), real(2, 3)]),
)


@op(standard="stack", category="arith", faces=("torch",))
def stack(xp: Any, tensors: Sequence[Array], dim: int = 0) -> Array:
    """Tensors of one shape joined along a new dimension.

    Parameters
    ----------
    tensors : sequence of Tensor
    dim : int
        Where the new dimension stands in the result.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the shapes differ.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.stack([ag.tensor([1, 2]), ag.tensor([3, 4])])
    tensor([[1, 2],
            [3, 4]])
    """
    first = tuple(tensors[0].shape)
    for i, t in enumerate(tensors):
        if tuple(t.shape) != first:
            raise RuntimeError(
                f"stack expects each tensor to be equal size, but got {list(first)} at entry 0 and {list(t.shape)} at "
                f"entry {i}"
            )
    return xp.stack(tensors, axis=normalize_dim(dim, len(first) + 1))


def _stack_parts(xp: Any, g: Any, dim: int) -> list[Any]:
    dim = normalize_dim(dim, g.ndim)
    before = (slice(None),) * dim
    return [g[(*before, i, ...)] for i in range(g.shape[dim])]


stack.rule(tensors=_stack_parts)
stack.cases(
    case([real(2, 3), real(2, 3)]), case([real(2, 3), real(2, 3)], 1), case([real(), real()]), case([real(3)], -1)
)


def _at_least(xp: Any, x: Any, ndim: int) -> Any:
    """NumPy's rule for too few dimensions: a vector is a row, a matrix gets a third dimension behind."""
    if ndim == 3 and x.ndim == 2:
        return xp.expand_dims(x, axis=-1)
    if ndim == 3 and x.ndim < 2:
        return xp.reshape(x, (1, -1, 1))
    return xp.reshape(x, (1,) * (ndim - x.ndim) + tuple(x.shape)) if x.ndim < ndim else x


@op(composite=True, faces=("torch",))
def hstack(xp: Any, tensors: Sequence[Array]) -> Array:
    """Tensors joined along the second dimension, vectors along the first.

    Parameters
    ----------
    tensors : sequence of Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.hstack([ag.tensor([1, 2]), ag.tensor([3])])
    tensor([1, 2, 3])
    """
    arrays = [_at_least(xp, t, 1) for t in tensors]
    return xp.cat(arrays, 1 if arrays and arrays[0].ndim > 1 else 0)


@op(composite=True, aliases=("row_stack",), faces=("torch",))
def vstack(xp: Any, tensors: Sequence[Array]) -> Array:
    """Tensors joined along the first dimension, vectors as rows.

    Parameters
    ----------
    tensors : sequence of Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.vstack([ag.tensor([1, 2]), ag.tensor([3, 4])])
    tensor([[1, 2],
            [3, 4]])
    """
    return xp.cat([_at_least(xp, t, 2) for t in tensors], 0)


@op(composite=True, faces=("torch",))
def dstack(xp: Any, tensors: Sequence[Array]) -> Array:
    """Tensors joined along the third dimension.

    Parameters
    ----------
    tensors : sequence of Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.dstack([ag.tensor([1, 2]), ag.tensor([3, 4])])
    tensor([[[1, 3],
             [2, 4]]])
    """
    return xp.cat([_at_least(xp, t, 3) for t in tensors], 2)


@op(composite=True, faces=("torch",))
def column_stack(xp: Any, tensors: Sequence[Array]) -> Array:
    """Tensors joined along the second dimension, vectors as columns.

    Parameters
    ----------
    tensors : sequence of Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.column_stack([ag.tensor([1, 2]), ag.tensor([3, 4])])
    tensor([[1, 3],
            [2, 4]])
    """
    return xp.cat([xp.reshape(t, (-1, 1)) if t.ndim < 2 else t for t in tensors], 1)


hstack.cases(case([real(2), real(3)]), case([real(2, 3), real(2, 1)]), case([real(), real()]))
vstack.cases(case([real(3), real(3)]), case([real(2, 3), real(3)]), case([real(), real()]))
dstack.cases(case([real(3), real(3)]), case([real(2, 3), real(2, 3)]), case([real(), real()]))
column_stack.cases(case([real(3), real(3)]), case([real(2, 3), real(2)]), case([real(), real()]))
