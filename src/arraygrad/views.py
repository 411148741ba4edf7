"""Views of a tensor: functions that show the same memory in another shape, order or extent.

Whether `reshape` gives a view is decided from virtual strides and so is the same on every backend.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import prod
from typing import Any

from arraygrad.dispatch import call
from arraygrad.dtypes import DType
from arraygrad.lens import reshaped_strides
from arraygrad.memory_views import view_dtype
from arraygrad.ops._common import normalize_dim, normalize_dims
from arraygrad.parts import record_parts
from arraygrad.tensor import Tensor

__all__ = [
    "broadcast_to",
    "chunk",
    "expand",
    "expand_as",
    "flatten",
    "is_contiguous",
    "matrix_transpose",
    "movedim",
    "narrow",
    "permute",
    "ravel",
    "reshape",
    "reshape_as",
    "select",
    "split",
    "squeeze",
    "stride",
    "t",
    "tensor_split",
    "transpose",
    "unbind",
    "unflatten",
    "unsqueeze",
    "view",
    "view_as",
]

_FULL = slice(None)


def _sizes(shape: Sequence[Any]) -> tuple[int, ...]:
    if len(shape) == 1 and isinstance(shape[0], (tuple, list)):
        shape = shape[0]
    return tuple([n if n.__class__ is int else operator.index(n) for n in shape])


def _infer(shape: tuple[int, ...], total: int) -> tuple[int, ...]:
    """Fill in a -1.

    Raises
    ------
    RuntimeError
        If the sizes do not multiply to the number of elements.
    """
    if -1 not in shape and prod(shape) == total and (not total or min(shape, default=1) > 0):
        return shape
    if shape.count(-1) > 1:
        raise RuntimeError("only one dimension can be inferred")
    known = prod(n for n in shape if n != -1)
    if any(n < -1 for n in shape):
        raise RuntimeError(f"invalid shape dimension {min(shape)}")
    if -1 in shape:
        if known == 0:
            raise RuntimeError(
                f"cannot reshape tensor of 0 elements into shape {list(shape)} because the unspecified dimension size "
                "-1 can be any value and is ambiguous"
            )
        if total % known:
            raise RuntimeError(f"shape '{list(shape)}' is invalid for input of size {total}")
        return tuple(total // known if n == -1 else n for n in shape)
    if known != total:
        raise RuntimeError(f"shape '{list(shape)}' is invalid for input of size {total}")
    return shape


def _viewable(input: Tensor, shape: tuple[int, ...]) -> bool:
    if input._path is None and input._layout is None:
        return True
    strides, _ = input._strides_offset()
    return reshaped_strides(tuple(input.shape), strides, shape) is not None


def view(
    input: Tensor, *sizes: int | Sequence[int] | DType, size: Sequence[int] | None = None, dtype: DType | None = None
) -> Tensor:
    """The same memory in another shape, or with its bits read as another dtype.

    Parameters
    ----------
    *sizes : int
        Or one sequence, or `size` by name. One entry may be -1.
    dtype : dtype
        In place of a shape. Where the sizes of elements differ, the last dimension makes up for it. The view is outside
        the graph.

    Raises
    ------
    RuntimeError
        If no strides show the memory in that shape: use `reshape`, which copies then; or if elements of the last
        dimension cannot be joined to one of the dtype.

    Examples
    --------
    >>> import arraygrad as ag
    >>> x = ag.zeros(2, 3)
    >>> x.view(-1)[0] = 1.0
    >>> x[0, 0]
    tensor(1.)
    """
    if dtype is None and len(sizes) == 1 and isinstance(sizes[0], DType):
        dtype = sizes[0]
    if dtype is not None:
        return view_dtype(input, dtype)
    shape = _infer(_sizes(sizes if size is None else size), prod(input._array.shape))
    if not _viewable(input, shape):
        raise RuntimeError(
            "view size is not compatible with input tensor's size and stride (at least one dimension spans across two "
            "contiguous subspaces). Use .reshape(...) instead."
        )
    return call("view", input, shape)  # type: ignore[no-any-return]


def reshape(input: Tensor, *sizes: int | Sequence[int], shape: Sequence[int] | None = None) -> Tensor:
    """Another shape: a view where strides permit, else a copy.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.arange(6).reshape(2, -1).shape
    arraygrad.Size([2, 3])
    """
    shape = _infer(_sizes(sizes if shape is None else shape), prod(input._array.shape))
    return call("view", input if _viewable(input, shape) else call("clone", input), shape)  # type: ignore[no-any-return]


def view_as(input: Tensor, other: Tensor) -> Tensor:
    """`view` with the shape of another tensor."""
    return view(input, tuple(other.shape))


def reshape_as(input: Tensor, other: Tensor) -> Tensor:
    """`reshape` with the shape of another tensor."""
    return reshape(input, tuple(other.shape))


def ravel(input: Tensor) -> Tensor:
    """One dimension: a view where strides permit, else a copy."""
    return reshape(input, -1)


def flatten(input: Tensor, start_dim: int = 0, end_dim: int = -1) -> Tensor:
    """Join the dimensions from `start_dim` to `end_dim` (inclusive) into one.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.zeros(2, 3, 4).flatten(1).shape
    arraygrad.Size([2, 12])
    """
    shape = tuple(input.shape)
    start, end = normalize_dim(start_dim, len(shape)), normalize_dim(end_dim, len(shape))
    if start > end:
        raise RuntimeError("flatten() has invalid args: start_dim cannot come after end_dim")
    if start == end and shape:
        return input
    return reshape(input, (*shape[:start], prod(shape[start : end + 1]), *shape[end + 1 :]))


def unflatten(input: Tensor, dim: int, sizes: Sequence[int]) -> Tensor:
    """Split one dimension into several of the given sizes (one may be -1)."""
    shape = tuple(input.shape)
    dim = normalize_dim(dim, len(shape))
    return reshape(input, (*shape[:dim], *_infer(tuple(sizes), shape[dim]), *shape[dim + 1 :]))


def permute(input: Tensor, *order: int | Sequence[int], dims: Sequence[int] | None = None) -> Tensor:
    """Reorder the dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.zeros(2, 3, 4).permute(2, 0, 1).shape
    arraygrad.Size([4, 2, 3])
    """
    dims = _sizes(order if dims is None else dims)
    if len(dims) != input.ndim:
        raise RuntimeError(
            "permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired "
            f"ordering of dimensions i.e. input.dim() = {input.ndim} is not equal to len(dims) = {len(dims)}"
        )
    return call("permute_dims", input, normalize_dims(dims, input.ndim))  # type: ignore[no-any-return]


def transpose(input: Tensor, dim0: int, dim1: int) -> Tensor:
    """Swap two dimensions."""
    a, b = normalize_dim(dim0, input.ndim), normalize_dim(dim1, input.ndim)
    if not input.ndim:
        return call("view", input, ())  # type: ignore[no-any-return]
    order = list(range(input.ndim))
    order[a], order[b] = order[b], order[a]
    return call("permute_dims", input, tuple(order))  # type: ignore[no-any-return]


def t(input: Tensor) -> Tensor:
    """Transpose of a tensor with at most two dimensions."""
    if input.ndim > 2:
        raise RuntimeError(f"t() expects a tensor with <= 2 dimensions, but self is {input.ndim}D")
    return transpose(input, 0, 1) if input.ndim == 2 else call("view", input, tuple(input.shape))


def matrix_transpose(input: Tensor) -> Tensor:
    """Swap the last two dimensions."""
    if input.ndim < 2:
        raise RuntimeError(
            f"tensor.mT is only supported on matrices or batches of matrices. Got {input.ndim}-D tensor."
        )
    return transpose(input, -2, -1)


def movedim(input: Tensor, source: int | Sequence[int], destination: int | Sequence[int]) -> Tensor:
    """Move dimensions to new places; the others keep their order."""
    ndim = input.ndim
    sources, targets = normalize_dims(source, ndim), normalize_dims(destination, ndim)  # type: ignore[arg-type]
    if len(sources) != len(targets):
        raise RuntimeError(
            f"movedim: Invalid source or destination dims: source ({list(sources)} dims) should contain the same "
            f"number of dims as destination ({list(targets)} dims)"
        )
    rest = iter(d for d in range(ndim) if d not in sources)
    place = dict(zip(targets, sources, strict=True))
    return call("permute_dims", input, tuple(place[i] if i in place else next(rest) for i in range(ndim)))  # type: ignore[no-any-return]


def unsqueeze(input: Tensor, dim: int) -> Tensor:
    """A new dimension of size one at `dim`."""
    return call("unsqueeze", input, normalize_dim(dim, input.ndim + 1))  # type: ignore[no-any-return]


def squeeze(input: Tensor, dim: int | Sequence[int] | None = None) -> Tensor:
    """Drop dimensions of size one: all, or those named in `dim`."""
    shape = input.shape
    dims = normalize_dims(dim, len(shape)) if shape else ()  # type: ignore[arg-type]
    return call("squeeze", input, tuple(d for d in dims if shape[d] == 1))  # type: ignore[no-any-return]


def expand(
    input: Tensor, *sizes: int | Sequence[int], size: Sequence[int] | None = None, implicit: bool = False
) -> Tensor:
    """Repeat dimensions of size one without copying; -1 keeps a size.

    Raises
    ------
    RuntimeError
        If a dimension that is not of size one would change.
    """
    shape, new = tuple(input.shape), _sizes(sizes if size is None else size)
    extra = len(new) - len(shape)
    if extra < 0:
        raise RuntimeError(
            f"expand: the number of sizes provided ({len(new)}) must be greater or equal to the number of dimensions "
            f"in the tensor ({len(shape)})"
        )
    full = []
    for i, n in enumerate(new):
        old = shape[i - extra] if i >= extra else None
        if n == -1:
            if old is None:
                raise RuntimeError(
                    f"The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension {i}"
                )
            n = old
        if old not in (None, 1, n):
            raise RuntimeError(
                f"The expanded size of the tensor ({n}) must match the existing size ({old}) at non-singleton "
                f"dimension {i}. Target sizes: {list(new)}. Tensor sizes: {list(shape)}"
            )
        full.append(n)
    if prod(full) == prod(shape):  # nothing is repeated, so the result can be written to
        return call("view", input, tuple(full))  # type: ignore[no-any-return]
    return call("expand", input, tuple(full))  # type: ignore[no-any-return]


def expand_as(input: Tensor, other: Tensor) -> Tensor:
    """`expand` to the shape of another tensor."""
    return expand(input, tuple(other.shape))


def broadcast_to(input: Tensor, size: Sequence[int]) -> Tensor:
    """`expand` as a function of a shape."""
    return expand(input, tuple(size))


def select(input: Tensor, dim: int, index: int) -> Tensor:
    """The part at one index of a dimension, which is dropped."""
    shape = input.shape
    if not shape:
        raise IndexError("select() cannot be applied to a 0-dim tensor.")
    dim = normalize_dim(dim, len(shape))
    if not -shape[dim] <= index < shape[dim]:
        raise IndexError(f"select(): index {index} out of range for tensor of size {list(shape)} at dimension {dim}")
    return call("getitem", input, (*(_FULL,) * dim, index, Ellipsis))  # type: ignore[no-any-return]


def narrow(input: Tensor, dim: int, start: int | Tensor, length: int) -> Tensor:
    """`length` entries of a dimension, from `start` on."""
    shape = input.shape
    dim = normalize_dim(dim, len(shape))
    size = shape[dim]
    first = int(start)
    if not -size <= first <= size:
        raise IndexError(f"Dimension out of range (expected to be in range of [{-size}, {size}], but got {first})")
    first += size if first < 0 else 0
    if length < 0:
        raise RuntimeError("narrow(): length must be non-negative.")
    if first + length > size:
        raise RuntimeError(f"start ({first}) + length ({length}) exceeds dimension size ({size}).")
    return call("getitem", input, (*(_FULL,) * dim, slice(first, first + length), Ellipsis))  # type: ignore[no-any-return]


def split(
    tensor: Tensor,
    split_size_or_sections: int | Sequence[int] | None = None,
    dim: int = 0,
    *,
    split_size: int | Sequence[int] | None = None,
) -> tuple[Tensor, ...]:
    """Views of consecutive parts of a dimension: of equal size (the last may be smaller), or of the given sizes.

    Examples
    --------
    >>> import arraygrad as ag
    >>> [p.shape[0] for p in ag.arange(5).split(2)]
    [2, 2, 1]
    """
    if not tensor.ndim:
        raise RuntimeError("split expects at least a 1-dimensional tensor")
    dim = normalize_dim(dim, tensor.ndim)
    size = tensor.shape[dim]
    split_size_or_sections = split_size if split_size_or_sections is None else split_size_or_sections
    if split_size_or_sections is None:
        raise TypeError("split() missing 1 required positional argument: 'split_size_or_sections'")
    if isinstance(split_size_or_sections, int):
        step = split_size_or_sections
        if step < 0 or (step == 0 and size):
            raise RuntimeError(f"split expects split_size be non-negative, but got split_size={step}")
        sections = [min(step, size - i) for i in range(0, size, step)] if size else [0]
    else:
        sections = list(split_size_or_sections)
        if sum(sections) != size or any(n < 0 for n in sections):
            raise RuntimeError(
                f"split_with_sizes expects split_sizes to sum exactly to {size} (input tensor's size at dimension "
                f"{dim}), but got split_sizes={sections}"
            )
    starts = accumulate(sections, initial=0)
    pairs = list(zip(starts, sections, strict=False))
    return record_parts("SplitBackward0", tensor, lambda: tuple(narrow(tensor, dim, *pair) for pair in pairs), dim)


def chunk(input: Tensor, chunks: int, dim: int = 0) -> tuple[Tensor, ...]:
    """At most `chunks` views of equal size (the last may be smaller)."""
    if chunks < 1:
        raise RuntimeError(f"chunk expects `chunks` to be greater than 0, got: {chunks}")
    size = input.shape[normalize_dim(dim, input.ndim)]
    return split(input, max(-(-size // chunks), 1), dim) if size else split(input, [0] * chunks, dim)


def tensor_split(input: Tensor, indices_or_sections: int | Sequence[int] | Tensor, dim: int = 0) -> tuple[Tensor, ...]:
    """Views of parts of a dimension: a number of nearly equal ones, or cut at the given indices."""
    if isinstance(indices_or_sections, Tensor):
        if indices_or_sections.ndim > 1 or indices_or_sections.dtype.category != 1:
            raise RuntimeError(
                "tensor_split expected tensor_indices_or_sections to be a zero-dimensional or one-dimensional tensor "
                f"of integers, but got {indices_or_sections.ndim} dimension(s) of {indices_or_sections.dtype!r}"
            )
        indices_or_sections = indices_or_sections.tolist()
    if not input.ndim:
        raise RuntimeError("tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims")
    size = input.shape[normalize_dim(dim, input.ndim)]
    if isinstance(indices_or_sections, int):
        n = indices_or_sections
        if n < 1:
            raise RuntimeError(f"number of sections must be larger than 0, got {n}")
        return split(input, [size // n + (i < size % n) for i in range(n)], dim)
    cuts: list[Any] = [0, *(min(max(i + size if i < 0 else i, 0), size) for i in indices_or_sections), size]
    return tuple(narrow(input, dim, a, max(b - a, 0)) for a, b in pairwise(cuts))


def unbind(input: Tensor, dim: int = 0) -> tuple[Tensor, ...]:
    """Views of the parts at every index of a dimension."""
    dim = normalize_dim(dim, input.ndim)
    if not input.ndim:
        raise IndexError("Dimension specified as 0 but tensor has no dimensions")
    size = input.shape[dim]
    return record_parts("UnbindBackward0", input, lambda: tuple(select(input, dim, i) for i in range(size)), dim)


def stride(input: Tensor, dim: int | None = None) -> tuple[int, ...] | int:
    """Steps in elements between neighbours along each dimension (virtual: the same on every backend)."""
    strides, _ = input._strides_offset()
    return strides if dim is None else strides[normalize_dim(dim, input.ndim)]


def is_contiguous(input: Tensor, memory_format: Any = None) -> bool:
    """Whether the elements lie in row-major order without gaps; `memory_format` is not looked at."""
    if input._path is None and input._layout is None:
        return True
    expected = 1
    strides, _ = input._strides_offset()
    if 0 in input.shape:
        return True
    for n, s in zip(reversed(input.shape), reversed(strides), strict=True):
        if n != 1:
            if s != expected:
                return False
            expected *= n
    return True
