"""What distributions and transforms share: broadcasting of parameters, probabilities and their logarithms."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from numbers import Number
from typing import Any, Generic, TypeVar, overload

import arraygrad.functions as ag
from arraygrad.autograd.modes import enable_grad
from arraygrad.sampled import exponential
from arraygrad.tensor import Size, Tensor

__all__ = [
    "broadcast_all",
    "clamp_probs",
    "lazy_property",
    "logits_to_probs",
    "probs_to_logits",
    "tril_matrix_to_vec",
    "vec_to_tril_matrix",
]

#: Minus the derivative of the gamma function at one.
euler_constant = 0.57721566490153286060

Parameter = Tensor | float

R = TypeVar("R")


def broadcast_all(*values: Parameter) -> tuple[Tensor, ...]:
    """Tensors of one shape out of tensors and numbers.

    Parameters
    ----------
    *values : Tensor or number
        Numbers take the dtype and device of the first tensor; the default ones if there is none.

    Returns
    -------
    tuple of Tensor
        Of the shape to which all of them broadcast.

    Raises
    ------
    ValueError
        If a value is neither a tensor nor a number.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.utils.broadcast_all(ag.zeros(2), 1.0)
    (tensor([0., 0.]), tensor([1., 1.]))
    """
    if not all(isinstance(v, Tensor | Number) for v in values):
        raise ValueError("Input arguments must all be instances of Number, arraygrad.Tensor")
    like = next((v for v in values if isinstance(v, Tensor)), None)
    options: dict[str, Any] = {"dtype": ag.get_default_dtype()}
    if like is not None:
        options = {"dtype": like.dtype, "device": like.device}
    tensors = [v if isinstance(v, Tensor) else ag.tensor(v, **options) for v in values]
    return tuple(ag.broadcast_tensors(*tensors))


def is_scalar(*values: object) -> bool:
    """Whether all parameters were given as numbers, so that the distribution has no batch."""
    return all(isinstance(v, Number) for v in values)


def one_of(probs: object, logits: object) -> None:
    """Check that a distribution got one of its two parameters.

    Raises
    ------
    ValueError
        If it got both or none.
    """
    if (probs is None) == (logits is None):
        raise ValueError("Either `probs` or `logits` must be specified, but not both.")


def sum_rightmost(value: Tensor, n: int) -> Tensor:
    """The sum over the last `n` dimensions."""
    return value if n == 0 else value.sum(tuple(range(-n, 0)))


def standard_normal(shape: Sequence[int], like: Tensor) -> Tensor:
    """Standard normal numbers, in the dtype and on the device of a tensor."""
    return ag.randn(tuple(shape), dtype=like.dtype, device=like.device)


def standard_uniform(shape: Sequence[int], like: Tensor) -> Tensor:
    """Uniform numbers in [0, 1), in the dtype and on the device of a tensor."""
    return ag.rand(tuple(shape), dtype=like.dtype, device=like.device)


def standard_exponential(shape: Sequence[int], like: Tensor) -> Tensor:
    """Exponential numbers of rate one (never zero), in the dtype and on the device of a tensor."""
    return exponential(tuple(shape), dtype=like.dtype, device=like.device)


def floating(probs: Tensor) -> Tensor:
    """A tensor as it is, or in the default dtype if it holds no floating point numbers."""
    return probs if probs.dtype.is_floating_point else probs.to(ag.get_default_dtype())


def logits_to_probs(logits: Tensor, is_binary: bool = False) -> Tensor:
    """Probabilities from logits.

    Parameters
    ----------
    logits : Tensor
        Log-odds if `is_binary`, else logarithms of weights that are normalized along the last dimension.
    is_binary : bool
        Which of the two.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.utils.logits_to_probs(ag.zeros(2), is_binary=True)
    tensor([0.5000, 0.5000])
    """
    return logits.sigmoid() if is_binary else logits.softmax(-1)


def clamp_probs(probs: Tensor) -> Tensor:
    """Probabilities moved away from zero and one by the spacing of the dtype.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.utils.clamp_probs(ag.tensor([0.0, 0.5])).tolist()
    [1.1920928955078125e-07, 0.5]
    """
    eps = ag.finfo(probs.dtype).eps
    return probs.clamp(min=eps, max=1 - eps)


def probs_to_logits(probs: Tensor, is_binary: bool = False) -> Tensor:
    """Logits from probabilities: the inverse of `logits_to_probs`, finite for zeros and ones.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.utils.probs_to_logits(ag.tensor([0.5]), is_binary=True)
    tensor([0.])
    """
    clamped = clamp_probs(probs)
    return clamped.log() - (-clamped).log1p() if is_binary else clamped.log()


class lazy_property(Generic[R]):
    """A property that is computed once, with recording on, and kept in the instance.

    Examples
    --------
    >>> class Circle:
    ...     def __init__(self, radius):
    ...         self.radius = radius
    ...     @lazy_property
    ...     def area(self):
    ...         return 3 * self.radius**2
    >>> circle = Circle(2)
    >>> circle.area, vars(circle)
    (12, {'radius': 2, 'area': 12})
    """

    def __init__(self, wrapped: Callable[[Any], R]) -> None:
        self.wrapped = wrapped
        self.__doc__ = wrapped.__doc__

    @overload
    def __get__(self, instance: None, owner: Any = None) -> lazy_property[R]: ...
    @overload
    def __get__(self, instance: Any, owner: Any = None) -> R: ...
    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self
        with enable_grad():
            value = self.wrapped(instance)
        instance.__dict__[self.wrapped.__name__] = value
        return value


def tril_matrix_to_vec(mat: Tensor, diag: int = 0) -> Tensor:
    """The lower triangles of square matrices, row by row.

    Parameters
    ----------
    mat : Tensor
        Shape ``(..., n, n)``.
    diag : int
        The last diagonal that belongs to the triangle.

    Raises
    ------
    ValueError
        If there is no such diagonal.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.utils.tril_matrix_to_vec(ag.tensor([[1, 2], [3, 4]]))
    tensor([1, 3, 4])
    """
    n = mat.shape[-1]
    if diag < -n or diag >= n:
        raise ValueError(f"diag ({diag}) provided is outside [{-n}, {n - 1}].")
    row, column = ag.tril_indices(n, n, diag, device=mat.device).unbind(0)
    return mat[..., row, column]


def vec_to_tril_matrix(vec: Tensor, diag: int = 0) -> Tensor:
    """Square matrices with zeros above a diagonal: the inverse of `tril_matrix_to_vec`.

    Parameters
    ----------
    vec : Tensor
        Shape ``(..., m)``.
    diag : int
        The last diagonal that is filled.

    Raises
    ------
    ValueError
        If no triangle has so many elements.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributions.utils.vec_to_tril_matrix(ag.tensor([1, 3, 4]))
    tensor([[1, 0],
            [3, 4]])
    """
    # With n rows the triangle has (n ** 2 + (1 + 2 * diag) * n - abs(diag) * (diag + 1)) / 2 elements.
    m, b = vec.shape[-1], 1 + 2 * diag
    n = (math.sqrt(b * b + 8 * m + 4 * abs(diag) * (diag + 1)) - b) / 2
    if n != round(n):
        raise ValueError(
            f"The size of last dimension is {m} which cannot be expressed as the lower triangular part of a square D x "
            "D matrix."
        )
    size = round(n)
    matrix = ag.zeros((*vec.shape[:-1], size, size), dtype=vec.dtype, device=vec.device)
    row, column = ag.tril_indices(size, size, diag, device=vec.device).unbind(0)
    matrix[..., row, column] = vec
    return matrix


def batch_of(*parameters: Parameter, tensor: Tensor) -> Size:
    """The batch shape of a distribution with these parameters, which broadcast to the shape of `tensor`."""
    return Size() if is_scalar(*parameters) else tensor.shape
