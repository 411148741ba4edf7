"""Copies of what views show: the same values in memory of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad.cases import case, integers, real
from arraygrad.op import Array, op


@op(composite=True, faces=("torch",))
def alias_copy(xp: Any, input: Array) -> Array:
    """A copy: the tensor's own values.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.alias_copy(ag.ones(2))
    tensor([1., 1.])
    """
    return xp.clone(input)


alias_copy.cases(case(real(3)))


@op(composite=True, faces=("torch",))
def detach_copy(xp: Any, input: Array) -> Array:
    """A copy: the tensor's own values, outside the graph.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.detach_copy(ag.ones(2))
    tensor([1., 1.])
    """
    return xp.clone(input.detach())


detach_copy.cases(case(integers(3)))


@op(composite=True, faces=("torch",))
def expand_copy(xp: Any, input: Array, size: Sequence[int], *, implicit: bool = False) -> Array:
    """A copy of what `expand` shows.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.expand_copy(ag.ones(1), (2,))
    tensor([1., 1.])
    """
    return xp.clone(input.expand(size))


expand_copy.cases(case(real(3, 1), (3, 2)))


@op(composite=True, faces=("torch",))
def view_copy(xp: Any, input: Array, size: Any) -> Array:
    """A copy of what `view` shows.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.view_copy(ag.ones(2, 1), (2,))
    tensor([1., 1.])
    """
    return xp.clone(input.view(size))


view_copy.cases(case(real(3, 4), (3, 2, 2)))


@op(composite=True, faces=("torch",))
def permute_copy(xp: Any, input: Array, dims: Sequence[int]) -> Array:
    """A copy of what `permute` shows.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.permute_copy(ag.ones(2, 1), (1, 0))
    tensor([[1., 1.]])
    """
    return xp.clone(input.permute(dims))


permute_copy.cases(case(real(2, 3), (1, 0)))


@op(composite=True, faces=("torch",))
def transpose_copy(xp: Any, input: Array, dim0: int, dim1: int) -> Array:
    """A copy of what `transpose` shows.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.transpose_copy(ag.ones(2, 1), 0, 1)
    tensor([[1., 1.]])
    """
    return xp.clone(input.transpose(dim0, dim1))


transpose_copy.cases(case(real(2, 3), 0, 1))


@op(composite=True, faces=("torch",))
def t_copy(xp: Any, input: Array) -> Array:
    """A copy of what `t` shows.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.t_copy(ag.ones(2, 1))
    tensor([[1., 1.]])
    """
    return xp.clone(input.t())


t_copy.cases(case(real(2, 3)))


@op(composite=True, faces=("torch",))
def squeeze_copy(xp: Any, input: Array, dim: Any = None) -> Array:
    """A copy of what `squeeze` shows.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.squeeze_copy(ag.ones(2, 1))
    tensor([1., 1.])
    """
    return xp.clone(input.squeeze(dim))


squeeze_copy.cases(case(real(2, 1)))


@op(composite=True, faces=("torch",))
def unsqueeze_copy(xp: Any, input: Array, dim: int) -> Array:
    """A copy of what `unsqueeze` shows.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.unsqueeze_copy(ag.ones(2), 0)
    tensor([[1., 1.]])
    """
    return xp.clone(input.unsqueeze(dim))


unsqueeze_copy.cases(case(real(2), 0))


@op(composite=True, faces=("torch",))
def diagonal_copy(xp: Any, input: Array, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Array:
    """A copy of what `diagonal` shows.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.diagonal_copy(ag.ones(2, 2))
    tensor([1., 1.])
    """
    return xp.clone(input.diagonal(offset, dim1, dim2))


diagonal_copy.cases(case(real(2, 3), 1))


@op(composite=True, faces=("torch",))
def select_copy(xp: Any, input: Array, dim: int, index: int) -> Array:
    """A copy of what `select` shows.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.select_copy(ag.eye(2), 0, 1)
    tensor([0., 1.])
    """
    return xp.clone(input.select(dim, index))


select_copy.cases(case(real(2, 3), 1, -1))


@op(composite=True)
def narrow_copy(xp: Any, input: Array, dim: int, start: int, length: int) -> Array:
    """A copy of what `narrow` shows.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.narrow_copy(ag.arange(4), 0, 1, 2)
    tensor([1, 2])
    """
    return xp.clone(input.narrow(dim, start, length))


narrow_copy.cases(case(real(2, 3), 1, 1, 2))


@op(composite=True, faces=("torch",))
def slice_copy(
    xp: Any, input: Array, dim: int = 0, start: int | None = None, end: int | None = None, step: int = 1
) -> Array:
    """A copy: a slice of a dimension.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.slice_copy(ag.arange(5), start=1, step=2)
    tensor([1, 3])
    """
    part = slice(*slice(start, end, step).indices(input.shape[dim]))
    return xp.clone(input[(*(slice(None),) * (dim % input.ndim), part)])


slice_copy.cases(case(real(2, 5), 1, 1, None, 2))


@op(composite=True, faces=("torch",))
def split_copy(xp: Any, input: Array, split_size: int, dim: int = 0) -> tuple[Any, ...]:
    """Copies of what `split` into parts of one size shows.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.split_copy(ag.arange(3), 2)
    (tensor([0, 1]), tensor([2]))
    """
    return tuple(xp.clone(part) for part in input.split(split_size, dim))


split_copy.cases(case(real(5), 2))


@op(composite=True, faces=("torch",))
def split_with_sizes_copy(xp: Any, input: Array, split_sizes: Sequence[int], dim: int = 0) -> tuple[Any, ...]:
    """Copies of what `split_with_sizes` shows.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.split_with_sizes_copy(ag.arange(3), [1, 2])
    (tensor([0]), tensor([1, 2]))
    """
    return tuple(xp.clone(part) for part in input.split_with_sizes(split_sizes, dim))


split_with_sizes_copy.cases(case(real(5), [2, 3]))


@op(composite=True, faces=("torch",))
def unbind_copy(xp: Any, input: Array, dim: int = 0) -> tuple[Any, ...]:
    """Copies of what `unbind` shows.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.unbind_copy(ag.arange(2))
    (tensor(0), tensor(1))
    """
    return tuple(xp.clone(part) for part in input.unbind(dim))


unbind_copy.cases(case(real(2, 3), 1))


@op(composite=True, faces=("torch",))
def unfold_copy(xp: Any, input: Array, dimension: int, size: int, step: int) -> Array:
    """A copy of what `unfold` shows.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.unfold_copy(ag.arange(3), 0, 2, 1)
    tensor([[0, 1],
            [1, 2]])
    """
    return xp.clone(input.unfold(dimension, size, step))


unfold_copy.cases(case(real(2, 5), 1, 2, 2))
