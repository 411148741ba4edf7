"""Tensors repeated, turned around, and spread over grids."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from arraygrad.cases import case, integers, real
from arraygrad.op import Array, op
from arraygrad.ops._common import broadcast_shape, normalize_dim, normalize_dims

Shape = Sequence[int]


def _dims(values: tuple[Any, ...]) -> tuple[int, ...]:
    """Sizes given one by one, or as one sequence."""
    return tuple(values[0]) if len(values) == 1 and not isinstance(values[0], int) else tuple(values)


def _repetitions(dims: Any, ndim: int) -> tuple[tuple[int, ...], int]:
    """Repetitions of each dimension, and how many dimensions of size 1 come in front of the array's."""
    reps = (dims,) if isinstance(dims, int) else tuple(dims)
    reps = (1,) * (ndim - len(reps)) + reps
    return reps, len(reps) - ndim


def _tile_input(xp: Any, g: Any, input_shape: Shape, dims: Any) -> Any:
    reps, extra = _repetitions(dims, len(input_shape))
    sizes = (1,) * extra + tuple(input_shape)
    g = xp.reshape(g, tuple(n for pair in zip(reps, sizes, strict=True) for n in pair))
    return xp.reshape(xp.sum(g, axis=tuple(range(0, 2 * len(reps), 2))), tuple(input_shape))


@op(standard="tile")
def tile(xp: Any, input: Array, dims: Any) -> Array:
    """The tensor repeated along its dimensions.

    Parameters
    ----------
    input : Tensor
    dims : sequence of int
        Repetitions of each dimension, counted from the last one.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.tile(ag.tensor([1, 2]), (2,))
    tensor([1, 2, 1, 2])
    """
    reps, _ = _repetitions(dims, input.ndim)
    if any(n < 0 for n in reps):
        raise RuntimeError(f"tile: repetitions cannot be negative, got {list(reps)}")
    return xp.tile(input, reps)


tile.rule(input=_tile_input)
tile.cases(
    case(real(2, 3), (2, 1)), case(real(2, 3), (2,)), case(real(3), (2, 2)), case(real(), (3,)), case(real(2), (0,))
)


@op(composite=True, faces=("Tensor",))
def repeat(xp: Any, input: Array, *repeats: Any) -> Array:
    """The tensor repeated along its dimensions.

    Parameters
    ----------
    *repeats : int
        Repetitions of each dimension, at least as many as the tensor has; also as one sequence.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If there are too few or negative repetitions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.tensor([1, 2]).repeat(2, 2)
    tensor([[1, 2, 1, 2],
            [1, 2, 1, 2]])
    """
    reps = _dims(repeats)
    if len(reps) < input.ndim:
        raise RuntimeError("Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor")
    return xp.tile(input, reps)


repeat.cases(case(real(2), 2, 3), case(real(2, 3), 1, 2), case(real(), 2))


@op(composite=True, standard="repeat", compiles=False)
def repeat_interleave(
    xp: Any, input: Array, repeats: Any = None, dim: int | None = None, *, output_size: int | None = None
) -> Array:
    """Each element repeated.

    Parameters
    ----------
    input : Tensor
    repeats : int or Tensor
        Repetitions of every element, or of each one. If it is left out, `input` itself holds the repetitions and the
        result is the index of each.
    dim : int, optional
        Dimension along which elements are repeated; the flattened tensor if not given.
    output_size : int, optional
        Size of the result along `dim`, if it is known.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the number of repetitions is not that of the elements.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.repeat_interleave(ag.tensor([1, 2]), 2)
    tensor([1, 1, 2, 2])
    >>> ag.repeat_interleave(ag.tensor([1, 2]), ag.tensor([3, 1]))
    tensor([1, 1, 1, 2])
    """
    if repeats is None:
        return xp.repeat_interleave(xp.arange(input.shape[0], device=input.device), input)
    if dim is None:
        input, dim = xp.reshape(input, (-1,)), 0
    dim = normalize_dim(dim, input.ndim)
    before, size, after = tuple(input.shape[:dim]), input.shape[dim], tuple(input.shape[dim + 1 :])
    if isinstance(repeats, int):
        if repeats < 0:
            raise RuntimeError(f"Repeats must be non-negative, got {repeats}")
        wide = xp.broadcast_to(xp.expand_dims(input, axis=dim + 1), (*before, size, repeats, *after))
        return xp.reshape(wide, (*before, size * repeats, *after))
    if repeats.ndim > 1:
        raise RuntimeError(f"repeats must be 0-dim or 1-dim tensor, got {repeats.ndim}-dim")
    if repeats.ndim == 0 or repeats.shape[0] == 1:
        return xp.repeat_interleave(input, int(repeats), dim)
    if repeats.shape[0] != size:
        raise RuntimeError(
            f"repeats must have the same size as input along dim, but got repeats.size(0) = {repeats.shape[0]} and "
            f"input.size({dim}) = {size}"
        )
    ends = xp.cumsum(repeats, 0)
    total = output_size if output_size is not None else int(ends[-1]) if size else 0
    index = xp.searchsorted(ends, xp.arange(total, dtype=ends.dtype, device=input.device), side="right")
    return xp.index_select(input, dim, index)


repeat_interleave.cases(case(real(2, 3), 2), case(real(2, 3), 2, 1), case(real(3), integers(3, low=0, high=4), 0))


@op(faces=())
def rolled(xp: Any, input: Array, shifts: tuple[int, ...], dims: tuple[int, ...]) -> Array:
    """Elements moved along dimensions; see `roll`."""
    return xp.roll(input, shifts, axis=dims)


rolled.rule(input=lambda xp, g, shifts, dims: xp.rolled(g, tuple(-s for s in shifts), dims))
rolled.node_name = "RollBackward0"
rolled.cases(case(real(3, 4), (1, -2), (0, 1)))


@op(composite=True, standard="roll")
def roll(xp: Any, input: Array, shifts: Any, dims: Any = None) -> Array:
    """Elements moved along dimensions; those pushed out come in again at the other end.

    Parameters
    ----------
    input : Tensor
    shifts : int or sequence of int
    dims : int or sequence of int, optional
        As many as `shifts`; without them the flattened tensor is rolled.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If there are more shifts than dimensions, or the other way round.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.roll(ag.tensor([1, 2, 3]), 1)
    tensor([3, 1, 2])
    """
    steps = (shifts,) if isinstance(shifts, int) else tuple(shifts)
    if dims is None:
        if len(steps) != 1:
            raise RuntimeError(f"shifts and dimensions must align. shifts: {len(steps)}, dims:0")
        return xp.reshape(xp.rolled(xp.reshape(input, (-1,)), steps, (0,)), tuple(input.shape))
    axes = (dims,) if isinstance(dims, int) else tuple(dims)
    if len(steps) != len(axes):
        raise RuntimeError(f"shifts and dimensions must align. shifts: {len(steps)}, dims:{len(axes)}")
    if axes and not input.ndim:
        raise IndexError(f"Dimension specified as {axes[0]} but tensor has no dimensions")
    return xp.rolled(input, steps, tuple(normalize_dim(d, input.ndim) for d in axes))


roll.cases(
    case(real(5), 2),
    case(real(3, 4), 1, 0),
    case(real(3, 4), (1, -2), (0, 1)),
    case(real(3, 4), 5),
    oracle="numpy.roll",
)


@op(standard="flip")
def flip(xp: Any, input: Array, dims: Any = None) -> Array:
    """Elements in reverse order along dimensions.

    Parameters
    ----------
    input : Tensor
    dims : int or sequence of int
        All dimensions if not given.

    Returns
    -------
    Tensor
        A copy.

    Raises
    ------
    RuntimeError
        If a dimension appears twice.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.flip(ag.tensor([1, 2, 3]), (0,))
    tensor([3, 2, 1])
    """
    axes = normalize_dims(dims, input.ndim)
    return xp.copy(xp.flip(input, axis=axes) if input.ndim else input)


flip.rule(input=lambda xp, g, dims: xp.reverse(g, normalize_dims(dims, g.ndim)))
flip.cases(case(real(3), (0,)), case(real(2, 3), (0, 1)), case(real(2, 3), (-1,)), oracle="numpy.flip")


@op(composite=True)
def fliplr(xp: Any, input: Array) -> Array:
    """Elements in reverse order along the second dimension.

    Parameters
    ----------
    input : Tensor
        At least two-dimensional.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `input` has fewer than two dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fliplr(ag.tensor([[1, 2]]))
    tensor([[2, 1]])
    """
    if input.ndim < 2:
        raise RuntimeError(f"Input must be >= 2-d, got {input.ndim}-d")
    return xp.flip(input, 1)


@op(composite=True)
def flipud(xp: Any, input: Array) -> Array:
    """Elements in reverse order along the first dimension.

    Parameters
    ----------
    input : Tensor
        At least one-dimensional.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `input` has no dimension.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.flipud(ag.tensor([1, 2]))
    tensor([2, 1])
    """
    if input.ndim < 1:
        raise RuntimeError("Input must be >= 1-d, got 0-d")
    return xp.flip(input, 0)


fliplr.cases(case(real(2, 3)), oracle="numpy.fliplr")
flipud.cases(case(real(2, 3)), oracle="numpy.flipud")


@op(composite=True, faces=("torch",))
def meshgrid(xp: Any, *tensors: Any, indexing: str | None = None) -> tuple[Any, ...]:
    """Grids of coordinates: each vector repeated along the dimensions of the others.

    Parameters
    ----------
    *tensors : Tensor
        Vectors of one dtype, or numbers; also as one sequence.
    indexing : str
        ``"ij"`` (the default): the i-th vector varies along dimension i. ``"xy"``: the first two dimensions change
        places.

    Returns
    -------
    tuple of Tensor
        Expanded views.

    Raises
    ------
    RuntimeError
        If an argument has more than one dimension, dtypes differ, or `indexing` is unknown.

    Examples
    --------
    >>> import arraygrad as ag
    >>> x, y = ag.meshgrid(ag.tensor([1, 2]), ag.tensor([3, 4, 5]), indexing="ij")
    >>> y
    tensor([[3, 4, 5],
            [3, 4, 5]])
    """
    arrays = list(tensors[0]) if len(tensors) == 1 and isinstance(tensors[0], (tuple, list)) else list(tensors)
    if indexing not in (None, "ij", "xy"):
        raise RuntimeError(f'meshgrid: indexing must be one of "xy" or "ij", but received: {indexing}')
    for x in arrays:
        if x.ndim > 1:
            raise RuntimeError(f"meshgrid: Expected 0D or 1D tensor in the tensor list but got: {x.ndim}D")
        if x.dtype != arrays[0].dtype:
            raise RuntimeError("meshgrid expects all tensors to have the same dtype")
    order = list(range(len(arrays)))
    if indexing == "xy" and len(order) > 1:
        order[:2] = [1, 0]
    shape = [1] * len(arrays)
    for x, where in zip(arrays, order, strict=True):
        shape[where] = prod(x.shape)
    return tuple(
        xp.broadcast_to(
            xp.reshape(x, tuple(prod(x.shape) if d == where else 1 for d in range(len(arrays)))), tuple(shape)
        )
        for x, where in zip(arrays, order, strict=True)
    )


meshgrid.cases(case(real(2), real(3)), case(real(2), real(3), indexing="xy"), case(real(), real(3)))


@op(composite=True, standard="broadcast_arrays", faces=("torch",))
def broadcast_tensors(xp: Any, *tensors: Any) -> tuple[Any, ...]:
    """Tensors brought to the shape that they broadcast to.

    Parameters
    ----------
    *tensors : Tensor
        Also as one sequence.

    Returns
    -------
    tuple of Tensor
        Expanded views.

    Raises
    ------
    RuntimeError
        If the shapes do not broadcast.

    Examples
    --------
    >>> import arraygrad as ag
    >>> a, b = ag.broadcast_tensors(ag.ones(3), ag.zeros(2, 1))
    >>> a.shape
    arraygrad.Size([2, 3])
    """
    arrays = tensors[0] if len(tensors) == 1 and isinstance(tensors[0], (tuple, list)) else tensors
    shape = broadcast_shape(*(x.shape for x in arrays))
    return tuple(xp.broadcast_to(x, shape) for x in arrays)


broadcast_tensors.cases(case(real(3), real(2, 1)), oracle="numpy.broadcast_arrays")
