"""Reductions of truth values."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import bools, case, integers
from arraygrad.op import Array, op
from arraygrad.ops._common import reduced_axes, truth
from arraygrad.ops.reductions import Dims


def _truth(xp: Any, result: Any, input: Any) -> Any:
    """PyTorch's type of truth values: of uint8 they are uint8, its bools of old."""
    return xp.astype(result, input.dtype) if input.dtype == xp.uint8 else result


@op(standard="all")
def all(xp: Any, input: Array, dim: Dims = None, keepdim: bool = False) -> Array:
    """Whether all elements are true (other than zero).

    Parameters
    ----------
    input : Tensor
    dim : int or tuple of int, optional
        Dimensions to reduce; all if not given.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.

    Returns
    -------
    Tensor
        Of bools; for uint8 of uint8.

    Raises
    ------
    IndexError
        If a dimension is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.all(ag.tensor([[True, True], [True, False]]), dim=1)
    tensor([ True, False])
    """
    return _truth(xp, xp.all(input, axis=reduced_axes(dim, input.ndim), keepdims=keepdim), input)


all.cases(
    case(bools(3, 4)),
    case(bools(3, 4), 1),
    case(integers(3, 4), (0, 1), True),
    case(bools()),
    case(bools(0, 3), 0),
    oracle="numpy.all",
)


@op(standard="any")
def any(xp: Any, input: Array, dim: Dims = None, keepdim: bool = False) -> Array:
    """Whether an element is true (other than zero).

    Parameters
    ----------
    input : Tensor
    dim : int or tuple of int, optional
        Dimensions to reduce; all if not given.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.

    Returns
    -------
    Tensor
        Of bools; for uint8 of uint8.

    Raises
    ------
    IndexError
        If a dimension is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.any(ag.tensor([[False, False], [True, False]]), dim=1)
    tensor([False,  True])
    """
    return _truth(xp, xp.any(input, axis=reduced_axes(dim, input.ndim), keepdims=keepdim), input)


any.cases(
    case(bools(3, 4)),
    case(bools(3, 4), 1),
    case(integers(3, 4), (0, 1), True),
    case(bools()),
    case(bools(0, 3), 0),
    oracle="numpy.any",
)


@op
def count_nonzero(xp: Any, input: Array, dim: Dims = None) -> Array:
    """Number of elements other than zero.

    Parameters
    ----------
    input : Tensor
    dim : int or tuple of int, optional
        Dimensions to count along; all if not given.

    Returns
    -------
    Tensor
        Of int64.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.count_nonzero(ag.tensor([[0, 1], [2, 3]]), 0)
    tensor([1, 2])
    """
    return xp.sum(xp.astype(truth(xp, input), xp.int64), axis=reduced_axes(dim, input.ndim))


count_nonzero.cases(
    case(integers(3, 4, low=-1, high=2)), case(bools(3, 4), 1), case(integers()), oracle="numpy.count_nonzero"
)
