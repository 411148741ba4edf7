"""Views under further names, and split along given dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op


@op(composite=True)
def moveaxis(xp: Any, input: Array, source: Any, destination: Any) -> Array:
    """`movedim` under NumPy's name.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.moveaxis(ag.zeros(2, 3, 4), 0, -1).shape
    arraygrad.Size([3, 4, 2])
    """
    return input.movedim(source, destination)


@op(composite=True)
def swapaxes(xp: Any, input: Array, axis0: int, axis1: int) -> Array:
    """`transpose` under NumPy's name.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.swapaxes(ag.zeros(2, 3), 0, 1).shape
    arraygrad.Size([3, 2])
    """
    return input.transpose(axis0, axis1)


@op(composite=True)
def swapdims(xp: Any, input: Array, dim0: int, dim1: int) -> Array:
    """`transpose` under another name.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.swapdims(ag.zeros(2, 3), 0, 1).shape
    arraygrad.Size([3, 2])
    """
    return input.transpose(dim0, dim1)


moveaxis.cases(case(real(2, 3), 0, 1))
swapaxes.cases(case(real(2, 3), 0, 1))
swapdims.cases(case(real(2, 3), 0, 1))


@op(composite=True)
def split_with_sizes(xp: Any, input: Array, split_sizes: Sequence[int], dim: int = 0) -> tuple[Any, ...]:
    """Views of consecutive parts of a dimension, of the given sizes.

    Raises
    ------
    RuntimeError
        If the sizes do not sum to that of the dimension.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.split_with_sizes(ag.arange(3), [1, 2])
    (tensor([0]), tensor([1, 2]))
    """
    return tuple(input.split(list(split_sizes), dim))


@op(composite=True)
def unsafe_split(xp: Any, input: Array, split_size: int, dim: int = 0) -> tuple[Any, ...]:
    """`split`: here each part may be written to in any case.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.unsafe_split(ag.arange(3), 2)
    (tensor([0, 1]), tensor([2]))
    """
    return tuple(input.split(split_size, dim))


@op(composite=True)
def unsafe_split_with_sizes(xp: Any, input: Array, split_sizes: Sequence[int], dim: int = 0) -> tuple[Any, ...]:
    """`split_with_sizes`: here each part may be written to in any case.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.unsafe_split_with_sizes(ag.arange(3), [1, 2])
    (tensor([0]), tensor([1, 2]))
    """
    return tuple(input.split(list(split_sizes), dim))


@op(composite=True)
def unsafe_chunk(xp: Any, input: Array, chunks: int, dim: int = 0) -> tuple[Any, ...]:
    """`chunk`: here each part may be written to in any case.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.unsafe_chunk(ag.arange(3), 2)
    (tensor([0, 1]), tensor([2]))
    """
    return tuple(input.chunk(chunks, dim))


split_with_sizes.cases(case(real(5), [2, 3]))
unsafe_split.cases(case(real(5), 2))
unsafe_split_with_sizes.cases(case(real(5), [2, 3]))
unsafe_chunk.cases(case(real(2, 5), 2, 1))


def _split_along(input: Any, cuts: Any, dim: int, name: str, least: int) -> tuple[Any, ...]:
    """Parts of a dimension: a number of equal ones, or cut at indices."""
    if input.ndim < least:
        raise RuntimeError(
            f"torch.{name} requires a tensor with at least {least} dimension, but got a tensor with {input.ndim} "
            "dimensions!"
        )
    if isinstance(cuts, int):
        size = input.shape[dim]
        if cuts < 1 or size % cuts:
            raise RuntimeError(
                f"torch.{name} attempted to split along dimension {dim}, but the size of the dimension {size} is not "
                f"divisible by the split_size {cuts}!"
            )
    return input.tensor_split(cuts, dim)  # type: ignore[no-any-return]


@op(composite=True)
def hsplit(xp: Any, input: Array, indices_or_sections: Any) -> tuple[Any, ...]:
    """Views of parts along the second dimension; of a vector along its only one.

    Parameters
    ----------
    input : Tensor
    indices_or_sections : int or sequence of int
        A number of equal parts, or the indices to cut at.

    Returns
    -------
    tuple of Tensor

    Raises
    ------
    RuntimeError
        If there is no such dimension or the parts cannot be equal.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.hsplit(ag.arange(4), 2)
    (tensor([0, 1]), tensor([2, 3]))
    """
    return _split_along(input, indices_or_sections, 0 if input.ndim == 1 else 1, "hsplit", 1)


@op(composite=True)
def vsplit(xp: Any, input: Array, indices_or_sections: Any) -> tuple[Any, ...]:
    """Views of parts along the first dimension of a tensor with two dimensions or more.

    Parameters
    ----------
    input : Tensor
    indices_or_sections : int or sequence of int
        A number of equal parts, or the indices to cut at.

    Returns
    -------
    tuple of Tensor

    Raises
    ------
    RuntimeError
        If there are fewer dimensions or the parts cannot be equal.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.vsplit(ag.eye(2), 2)
    (tensor([[1., 0.]]), tensor([[0., 1.]]))
    """
    return _split_along(input, indices_or_sections, 0, "vsplit", 2)


@op(composite=True)
def dsplit(xp: Any, input: Array, indices_or_sections: Any) -> tuple[Any, ...]:
    """Views of parts along the third dimension.

    Parameters
    ----------
    input : Tensor
    indices_or_sections : int or sequence of int
        A number of equal parts, or the indices to cut at.

    Returns
    -------
    tuple of Tensor

    Raises
    ------
    RuntimeError
        If there is no such dimension or the parts cannot be equal.

    Examples
    --------
    >>> import arraygrad as ag
    >>> [p.shape for p in ag.dsplit(ag.zeros(1, 2, 3), [1])]
    [arraygrad.Size([1, 2, 1]), arraygrad.Size([1, 2, 2])]
    """
    return _split_along(input, indices_or_sections, 2, "dsplit", 3)


hsplit.cases(case(real(2, 4), 2))
vsplit.cases(case(real(3, 2), [1]))
dsplit.cases(case(real(1, 2, 3), [1, 2]))


@op(composite=True, faces=("Tensor",))
def sum_to_size(xp: Any, input: Array, *size: Any) -> Array:
    """Sums over the dimensions along which a tensor of `size` would be broadcast to this one.

    Parameters
    ----------
    input : Tensor
    *size : int
        Or one sequence.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `size` does not broadcast to the shape of `input`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.ones(2, 3).sum_to_size(1, 3)
    tensor([[2., 2., 2.]])
    """
    shape = tuple(size[0]) if len(size) == 1 and not isinstance(size[0], int) else tuple(size)
    own = tuple(input.shape)
    extra = len(own) - len(shape)
    if extra < 0 or any(n not in (1, m) for n, m in zip(shape, own[extra:], strict=True)):
        raise RuntimeError(f"size {{{list(shape)}}} is not expandable to size {{{list(own)}}}.")
    dims = (*range(extra), *(d + extra for d, n in enumerate(shape) if n == 1 and own[d + extra] != 1))
    return xp.reshape(xp.sum(input, dim=dims, keepdim=True) if dims or not shape else input, shape)


sum_to_size.cases(case(real(2, 3, 4), 3, 1))
