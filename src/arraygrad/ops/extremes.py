"""Largest and smallest elements, and where they are."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from arraygrad.cases import case, integers, real
from arraygrad.op import Array, op
from arraygrad.ops._common import kind_of, normalize_dim, reduced_axes, unreduced
from arraygrad.ops.reductions import ANY_DIMS, Dims

AMinMax = namedtuple("AMinMax", ("min", "max"))


def _axes(xp: Any, input: Any, dim: Any, name: str) -> tuple[int, ...] | None:
    """The reduced axes of an order statistic, which must have elements that have an order.

    Raises
    ------
    IndexError
        If there are no elements along a dimension that was asked for.
    NotImplementedError
        If the elements are complex.
    RuntimeError
        If there are no elements at all.
    """
    shape = input.shape
    if kind_of(xp, input.dtype) == "complex floating":
        raise NotImplementedError(f"{name}() is not implemented for complex numbers: they have no order")
    axes = reduced_axes(dim, len(shape))
    if 0 in shape:
        if axes is None:
            raise (IndexError if name.startswith("arg") else RuntimeError)(
                f"{name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim "
                "with the 'dim' argument."
            )
        for i in axes:
            if shape[i] == 0:
                raise IndexError(f"{name}(): Expected reduction dim {i} to have non-zero size.")
    return axes


def picked(xp: Any, g: Any, indices: Any, input_shape: tuple[int, ...], dim: int, keepdim: bool) -> Any:
    """The gradient of elements picked along a dimension, at their places among zeros."""
    g, indices = (unreduced(xp, x, dim, keepdim, input_shape) for x in (g, indices))
    return xp.gather_adjoint(g, indices, dim=dim, shape=input_shape, distinct=True)


def tied(xp: Any, g: Any, input: Any, out: Any, dim: Any, keepdim: bool) -> Any:
    """The gradient of an extremum, shared evenly among the elements that are equal to it: NaN if none is."""
    shape = input.shape
    hit = input == unreduced(xp, out, dim, keepdim, shape)
    axes = reduced_axes(dim, len(shape))
    count = xp.sum(xp.astype(hit, g.dtype), axis=axes, keepdims=True)
    none = count == 0
    share = xp.reshape(unreduced(xp, g, dim, keepdim, shape), count.shape) / xp.where(none, 1, count)
    share = xp.where(none, xp.nan, share)
    return xp.where(hit, share, share * 0)


@op(standard="max")
def amax(xp: Any, input: Array, dim: Dims = None, keepdim: bool = False) -> Array:
    """Largest element, NaN if there is one. Equal elements share the gradient.

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

    Raises
    ------
    IndexError
        If a dimension is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.amax(ag.tensor([[1.0, 2.0], [4.0, 3.0]]), dim=1)
    tensor([2., 4.])
    """
    return xp.max(input, axis=_axes(xp, input, dim, "amax"), keepdims=keepdim)


amax.rule(input=tied)
amax.cases(*ANY_DIMS, case(integers(3, 4), 0), oracle="numpy.max")


@op(standard="min")
def amin(xp: Any, input: Array, dim: Dims = None, keepdim: bool = False) -> Array:
    """Smallest element, NaN if there is one. Equal elements share the gradient.

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

    Raises
    ------
    IndexError
        If a dimension is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.amin(ag.tensor([[1.0, 2.0], [4.0, 3.0]]), dim=1)
    tensor([1., 3.])
    """
    return xp.min(input, axis=_axes(xp, input, dim, "amin"), keepdims=keepdim)


amin.rule(input=tied)
amin.cases(*ANY_DIMS, case(integers(3, 4), 0), oracle="numpy.min")


@op(composite=True)
def aminmax(xp: Any, input: Array, *, dim: int | None = None, keepdim: bool = False) -> Any:
    """Smallest and largest element.

    Parameters
    ----------
    input : Tensor
    dim : int, optional
        Dimension to reduce; all if not given.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.

    Returns
    -------
    (Tensor, Tensor)

    Examples
    --------
    >>> import arraygrad as ag
    >>> low, high = ag.aminmax(ag.tensor([3.0, 1.0, 2.0]))
    >>> low, high
    (tensor(1.), tensor(3.))
    """
    return AMinMax(xp.amin(input, dim, keepdim), xp.amax(input, dim, keepdim))


aminmax.cases(case(real(3, 4)), case(real(3, 4), dim=1, keepdim=True), case(real()))


@op(faces=("torch", "Tensor"))
def argmax(xp: Any, input: Array, dim: int | None = None, keepdim: bool = False) -> Array:
    """Index of the largest element; without `dim` in the flattened tensor.

    Parameters
    ----------
    input : Tensor
    dim : int, optional
        Dimension to reduce; all if not given.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.

    Returns
    -------
    Tensor
        Of int64.

    Raises
    ------
    IndexError
        If a dimension is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.argmax(ag.tensor([[1.0, 2.0], [4.0, 3.0]]), dim=1)
    tensor([1, 0])
    """
    return _arg(xp, xp.argmax, "argmax", input, dim, keepdim)


def _arg(xp: Any, find: Any, name: str, input: Any, dim: int | None, keepdim: bool) -> Any:
    axes = _axes(xp, input, dim, name)
    if kind_of(xp, input.dtype) == "bool":
        input = xp.astype(input, xp.uint8)
    if not input.ndim:
        return xp.zeros((), dtype=xp.int64)
    return find(input, axis=None if axes is None else axes[0], keepdims=keepdim)


argmax.cases(
    case(real(3, 4, distinct=True)),
    case(real(3, 4, distinct=True), 1),
    case(real(3, 4, distinct=True), 0, True),
    case(real()),
    oracle="numpy.argmax",
)


@op(faces=("torch", "Tensor"))
def argmin(xp: Any, input: Array, dim: int | None = None, keepdim: bool = False) -> Array:
    """Index of the smallest element; without `dim` in the flattened tensor.

    Parameters
    ----------
    input : Tensor
    dim : int, optional
        Dimension to reduce; all if not given.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.

    Returns
    -------
    Tensor
        Of int64.

    Raises
    ------
    IndexError
        If a dimension is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.argmin(ag.tensor([[1.0, 2.0], [4.0, 3.0]]), dim=1)
    tensor([0, 1])
    """
    return _arg(xp, xp.argmin, "argmin", input, dim, keepdim)


argmin.cases(
    case(real(3, 4, distinct=True)),
    case(real(3, 4, distinct=True), 1),
    case(real(3, 4, distinct=True), 0, True),
    case(real()),
    oracle="numpy.argmin",
)


@op(faces=(), outputs=("values", "indices"), differentiable=(True, False))
def max_along(xp: Any, input: Array, dim: int, keepdim: bool = False) -> Any:
    """Largest elements along a dimension and their indices."""
    _axes(xp, input, dim, "max")
    if not input.ndim:
        normalize_dim(dim, 0)
        return xp.copy(input), xp.zeros((), dtype=xp.int64)
    axis = normalize_dim(dim, input.ndim)
    indices = xp.argmax(input, axis=axis, keepdims=True)
    values = xp.take_along_axis(input, indices, axis=axis)
    return (values, indices) if keepdim else (xp.squeeze(values, axis=axis), xp.squeeze(indices, axis=axis))


max_along.node_name = "MaxBackward0"
max_along.rule(input=picked)
max_along.cases(
    case(real(3, 4, distinct=True), 1),
    case(real(3, 4, distinct=True), 0, True),
    case(real(), 0),
    case(integers(3, 4), 1),
)


@op(composite=True)
def max(xp: Any, input: Array, dim: Any = None, keepdim: bool = False, *, other: Any = None) -> Any:
    """Largest element of a tensor, or along a dimension, or the larger of two tensors.

    Parameters
    ----------
    input : Tensor
    dim : int or Tensor, optional
        Dimension to reduce; with a tensor the result is ``maximum(input, other)``.
    keepdim : bool
        Whether the reduced dimension stays, with size 1.
    other : Tensor, optional
        The second tensor by name.

    Returns
    -------
    Tensor or (Tensor, Tensor)
        With `dim` a named tuple ``(values, indices)``. Without one equal elements share the gradient; with one the
        element at the index has it.

    Raises
    ------
    IndexError
        If a dimension is out of range, or has no elements.
    RuntimeError
        If there are no elements at all.

    Examples
    --------
    >>> import arraygrad as ag
    >>> x = ag.tensor([[1.0, 2.0], [4.0, 3.0]])
    >>> ag.max(x)
    tensor(4.)
    >>> ag.max(x, 1).indices
    tensor([1, 0])
    """
    other = dim if hasattr(dim, "dtype") else other
    if other is not None:
        return xp.maximum(input, other)
    return xp.amax(input) if dim is None else xp.max_along(input, dim, keepdim)


max.cases(case(real(3, 4)), case(real(3, 4), real(4)), case(real()))


@op(faces=(), outputs=("values", "indices"), differentiable=(True, False))
def min_along(xp: Any, input: Array, dim: int, keepdim: bool = False) -> Any:
    """Smallest elements along a dimension and their indices."""
    _axes(xp, input, dim, "min")
    if not input.ndim:
        normalize_dim(dim, 0)
        return xp.copy(input), xp.zeros((), dtype=xp.int64)
    axis = normalize_dim(dim, input.ndim)
    indices = xp.argmin(input, axis=axis, keepdims=True)
    values = xp.take_along_axis(input, indices, axis=axis)
    return (values, indices) if keepdim else (xp.squeeze(values, axis=axis), xp.squeeze(indices, axis=axis))


min_along.node_name = "MinBackward0"
min_along.rule(input=picked)
min_along.cases(
    case(real(3, 4, distinct=True), 1),
    case(real(3, 4, distinct=True), 0, True),
    case(real(), 0),
    case(integers(3, 4), 1),
)


@op(composite=True)
def min(xp: Any, input: Array, dim: Any = None, keepdim: bool = False, *, other: Any = None) -> Any:
    """Smallest element of a tensor, or along a dimension, or the smaller of two tensors.

    Parameters
    ----------
    input : Tensor
    dim : int or Tensor, optional
        Dimension to reduce; with a tensor the result is ``minimum(input, other)``.
    keepdim : bool
        Whether the reduced dimension stays, with size 1.
    other : Tensor, optional
        The second tensor by name.

    Returns
    -------
    Tensor or (Tensor, Tensor)
        With `dim` a named tuple ``(values, indices)``. Without one equal elements share the gradient; with one the
        element at the index has it.

    Raises
    ------
    IndexError
        If a dimension is out of range, or has no elements.
    RuntimeError
        If there are no elements at all.

    Examples
    --------
    >>> import arraygrad as ag
    >>> x = ag.tensor([[1.0, 2.0], [4.0, 3.0]])
    >>> ag.min(x)
    tensor(1.)
    >>> ag.min(x, 1).indices
    tensor([0, 1])
    """
    other = dim if hasattr(dim, "dtype") else other
    if other is not None:
        return xp.minimum(input, other)
    return xp.amin(input) if dim is None else xp.min_along(input, dim, keepdim)


min.cases(case(real(3, 4)), case(real(3, 4), real(4)), case(real()))
