"""Softmax and its kin."""

from __future__ import annotations

import warnings
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import normalize_dim, require_floating

FACES = ("torch", "Tensor", "special")


def _of_dtype(xp: Any, input: Any, dtype: Any, name: str) -> Any:
    if dtype is not None:
        return xp.astype(input, getattr(xp, dtype.name))
    require_floating(xp, input, name)
    return input


def _shifted(xp: Any, input: Any, dim: int) -> Any:
    """The values less their maximum, so that none overflows."""
    if not input.ndim:
        return input - input
    if not input.shape[dim]:
        return xp.copy(input)
    return input - xp.max(input, axis=dim, keepdims=True)


def _total(xp: Any, x: Any, dim: int) -> Any:
    return xp.sum(x, axis=dim, keepdims=True) if x.ndim else x


@op(composite=True, faces=())
def softmax_input_grad(xp: Any, grad: Array, result: Array, *, dim: int) -> Array:
    """What a gradient of the result of `softmax` does to its input."""
    return result * (grad - _total(xp, grad * result, dim))


@op(composite=True, faces=())
def log_softmax_input_grad(xp: Any, grad: Array, result: Array, *, dim: int) -> Array:
    """What a gradient of the result of `log_softmax` does to its input."""
    return grad - xp.exp(result) * _total(xp, grad, dim)


softmax_input_grad.cases(case(real(3, 4), real(3, 4), dim=1), case(real(3, 4), real(3, 4), dim=0))
log_softmax_input_grad.cases(case(real(3, 4), real(3, 4), dim=1), case(real(3, 4), real(3, 4), dim=0))


@op(faces=FACES)
def softmax(xp: Any, input: Array, dim: int, dtype: Any = None) -> Array:
    """Exponentials divided by their sum along a dimension.

    Parameters
    ----------
    input : Tensor
        Floating point.
    dim : int
        The dimension along which the result sums to one.
    dtype : dtype, optional
        Converted to first.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.softmax(ag.tensor([0.0, 0.0]), dim=0)
    tensor([0.5000, 0.5000])
    """
    dim = normalize_dim(dim, input.ndim)
    e = xp.exp(_shifted(xp, _of_dtype(xp, input, dtype, "softmax"), dim))
    e /= _total(xp, e, dim)
    return e


softmax.rule(input=lambda xp, g, out, dim: xp.softmax_input_grad(g, out, dim=dim))
softmax.cases(
    case(real(3, 4), 1), case(real(3, 4), dim=0), case(real(2, 3, 4), -2), case(real(), 0), case(real(0, 3), 1)
)


@op(faces=FACES)
def log_softmax(xp: Any, input: Array, dim: int, dtype: Any = None) -> Array:
    """Logarithm of `softmax`, computed without loss of precision.

    Parameters
    ----------
    input : Tensor
        Floating point.
    dim : int
        The dimension along which probabilities sum to one.
    dtype : dtype, optional
        Converted to first.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.log_softmax(ag.tensor([0.0, 0.0]), dim=0)
    tensor([-0.6931, -0.6931])
    """
    dim = normalize_dim(dim, input.ndim)
    shifted = _shifted(xp, _of_dtype(xp, input, dtype, "log_softmax"), dim)
    shifted -= xp.log(_total(xp, xp.exp(shifted), dim))
    return shifted


log_softmax.rule(input=lambda xp, g, out, dim: xp.log_softmax_input_grad(g, out, dim=dim))
log_softmax.cases(
    case(real(3, 4), 1), case(real(3, 4), dim=0), case(real(2, 3, 4), -2), case(real(), 0), case(real(0, 3), 1)
)


# -- the functions of `nn.functional`, which may be called without a dimension -----------------------------------


def _implicit_dim(dim: int | None, ndim: int, name: str, stacklevel: int) -> int:
    """The dimension, or the one that old code means by leaving it out."""
    if dim is not None:
        return dim
    warnings.warn(
        f"Implicit dimension choice for {name} has been deprecated. Change the call to include dim=X as an argument.",
        stacklevel=stacklevel + 1,
    )
    return 0 if ndim in (0, 1, 3) else 1


@op(composite=True, faces=("nn.functional",))
def nn_functional_softmax(
    xp: Any, input: Array, dim: int | None = None, _stacklevel: int = 3, dtype: Any = None
) -> Array:
    """Exponentials divided by their sum along a dimension; without `dim` along one that depends on the input's shape.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.softmax(ag.tensor([0.0, 0.0]), dim=0)
    tensor([0.5000, 0.5000])
    """
    return xp.softmax(input, _implicit_dim(dim, input.ndim, "softmax", _stacklevel), dtype)


@op(composite=True, faces=("nn.functional",))
def nn_functional_log_softmax(
    xp: Any, input: Array, dim: int | None = None, _stacklevel: int = 3, dtype: Any = None
) -> Array:
    """Logarithm of `softmax`; without `dim` along a dimension that depends on the input's shape.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.log_softmax(ag.tensor([0.0, 0.0]), dim=0)
    tensor([-0.6931, -0.6931])
    """
    return xp.log_softmax(input, _implicit_dim(dim, input.ndim, "log_softmax", _stacklevel), dtype)


@op(composite=True, faces=("nn.functional",))
def softmin(xp: Any, input: Array, dim: int | None = None, _stacklevel: int = 3, dtype: Any = None) -> Array:
    """`softmax` of the negative elements.

    Parameters
    ----------
    input : Tensor
        Floating point.
    dim : int
        The dimension along which the result sums to one.
    dtype : dtype, optional
        Converted to first.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.softmin(ag.tensor([0.0, 0.0]), dim=0)
    tensor([0.5000, 0.5000])
    """
    return xp.softmax(-input, _implicit_dim(dim, input.ndim, "softmin", _stacklevel), dtype)


nn_functional_softmax.cases(case(real(3, 4), 1))
nn_functional_log_softmax.cases(case(real(3, 4), 1))
softmin.cases(case(real(3, 4), 1))
