# Made by tools/generate_stubs.py from the op records: do not edit.

from builtins import bool as _bool
from builtins import complex as _complex
from builtins import float as _float
from builtins import int as _int
from collections.abc import Sequence
from typing import Any, TypeAlias, overload

from arraygrad.dtypes import DType
from arraygrad.tensor import Tensor

__all__ = [
    "amax",
    "amin",
    "argmax",
    "argmin",
    "cumprod",
    "cumsum",
    "log_softmax",
    "logaddexp",
    "logsumexp",
    "mean",
    "median",
    "norm",
    "normalize",
    "prod",
    "softmax",
    "softmin",
    "std",
    "sum",
    "var",
]

_Number: TypeAlias = _int | _float | _complex

def amax(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | None = None,
    *,
    keepdim: _bool = False,
    dtype: DType | None = None,
    mask: Any = None,
    axis: _int | Sequence[_int] | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Largest of the elements that a mask keeps; minus infinity, or the smallest integer, where it keeps none."""

def amin(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | None = None,
    *,
    keepdim: _bool = False,
    dtype: DType | None = None,
    mask: Any = None,
    axis: _int | Sequence[_int] | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Smallest of the elements that a mask keeps; infinity, or the largest integer, where it keeps none."""

def argmax(
    input: Tensor | _Number,
    dim: _int | None = None,
    *,
    keepdim: _bool = False,
    dtype: DType | None = None,
    mask: Any = None,
    axis: _int | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Place of the largest of the elements that a mask keeps."""

def argmin(
    input: Tensor | _Number,
    dim: _int | None = None,
    *,
    keepdim: _bool = False,
    dtype: DType | None = None,
    mask: Any = None,
    axis: _int | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Place of the smallest of the elements that a mask keeps."""

@overload
def cumprod(
    input: Tensor | _Number,
    dim: _int,
    *,
    dtype: DType | None = None,
    mask: Any = None,
    out: Tensor | None = None,
) -> Tensor:
    """Running products of the elements that a mask keeps."""

@overload
def cumprod(
    input: Tensor | _Number,
    *,
    axis: _int,
    dtype: DType | None = None,
    mask: Any = None,
    out: Tensor | None = None,
) -> Tensor:
    """Running products of the elements that a mask keeps."""

@overload
def cumsum(
    input: Tensor | _Number,
    dim: _int,
    *,
    dtype: DType | None = None,
    mask: Any = None,
    out: Tensor | None = None,
) -> Tensor:
    """Running sums of the elements that a mask keeps."""

@overload
def cumsum(
    input: Tensor | _Number,
    *,
    axis: _int,
    dtype: DType | None = None,
    mask: Any = None,
    out: Tensor | None = None,
) -> Tensor:
    """Running sums of the elements that a mask keeps."""

@overload
def log_softmax(
    input: Tensor | _Number,
    dim: _int,
    *,
    dtype: DType | None = None,
    mask: Any = None,
    out: Tensor | None = None,
) -> Tensor:
    """Logarithm of the softmax of the elements that a mask keeps, minus infinity at the others."""

@overload
def log_softmax(
    input: Tensor | _Number,
    *,
    axis: _int,
    dtype: DType | None = None,
    mask: Any = None,
    out: Tensor | None = None,
) -> Tensor:
    """Logarithm of the softmax of the elements that a mask keeps, minus infinity at the others."""

def logaddexp(
    input: Tensor | _Number,
    other: Tensor | _Number,
    *,
    dtype: DType | None = None,
    input_mask: Any = None,
    other_mask: Any = None,
    out: Tensor | None = None,
) -> Tensor:
    """Logarithm of the sum of two exponentials, where what a mask leaves out counts as zero."""

def logsumexp(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | None = None,
    *,
    keepdim: _bool = False,
    dtype: DType | None = None,
    mask: Any = None,
    axis: _int | Sequence[_int] | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Logarithm of the sum of exponentials of the elements that a mask keeps; minus infinity where it keeps none."""

def mean(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | None = None,
    *,
    keepdim: _bool = False,
    dtype: DType | None = None,
    mask: Any = None,
    axis: _int | Sequence[_int] | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Mean of the elements that a mask keeps; NaN where it keeps none."""

def median(
    input: Tensor | _Number,
    dim: _int = -1,
    *,
    keepdim: _bool = False,
    dtype: DType | None = None,
    mask: Any = None,
    axis: _int = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Median (the lower of two) of the elements that a mask keeps; NaN where it keeps none."""

def norm(
    input: Tensor | _Number,
    ord: _float | None = 2.0,
    dim: _int | Sequence[_int] | None = None,
    *,
    keepdim: _bool = False,
    dtype: DType | None = None,
    mask: Any = None,
    axis: _int | Sequence[_int] | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Vector norm of the elements that a mask keeps; zero (infinity for ``ord=-inf``) where it keeps none."""

@overload
def normalize(
    input: Tensor | _Number,
    ord: _float,
    dim: _int,
    *,
    eps: _float = 1e-12,
    dtype: DType | None = None,
    mask: Any = None,
    out: Tensor | None = None,
) -> Tensor:
    """The elements that a mask keeps, divided by their norm; zero at the others."""

@overload
def normalize(
    input: Tensor | _Number,
    ord: _float,
    *,
    axis: _int,
    eps: _float = 1e-12,
    dtype: DType | None = None,
    mask: Any = None,
    out: Tensor | None = None,
) -> Tensor:
    """The elements that a mask keeps, divided by their norm; zero at the others."""

def prod(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | None = None,
    *,
    keepdim: _bool = False,
    dtype: DType | None = None,
    mask: Any = None,
    axis: _int | Sequence[_int] | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Product of the elements that a mask keeps; one where it keeps none."""

@overload
def softmax(
    input: Tensor | _Number,
    dim: _int,
    *,
    dtype: DType | None = None,
    mask: Any = None,
    out: Tensor | None = None,
) -> Tensor:
    """Softmax of the elements that a mask keeps, zero at the others; NaN where it keeps none."""

@overload
def softmax(
    input: Tensor | _Number,
    *,
    axis: _int,
    dtype: DType | None = None,
    mask: Any = None,
    out: Tensor | None = None,
) -> Tensor:
    """Softmax of the elements that a mask keeps, zero at the others; NaN where it keeps none."""

@overload
def softmin(
    input: Tensor | _Number,
    dim: _int,
    *,
    dtype: DType | None = None,
    mask: Any = None,
    out: Tensor | None = None,
) -> Tensor:
    """Softmin of the elements that a mask keeps, zero at the others; NaN where it keeps none."""

@overload
def softmin(
    input: Tensor | _Number,
    *,
    axis: _int,
    dtype: DType | None = None,
    mask: Any = None,
    out: Tensor | None = None,
) -> Tensor:
    """Softmin of the elements that a mask keeps, zero at the others; NaN where it keeps none."""

def std(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | None = None,
    unbiased: _bool | None = None,
    *,
    correction: _float | None = None,
    keepdim: _bool = False,
    dtype: DType | None = None,
    mask: Any = None,
    axis: _int | Sequence[_int] | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Standard deviation of the elements that a mask keeps; NaN where it keeps too few."""

def sum(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | None = None,
    *,
    keepdim: _bool = False,
    dtype: DType | None = None,
    mask: Any = None,
    axis: _int | Sequence[_int] | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Sum of the elements that a mask keeps; zero where it keeps none."""

def var(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | None = None,
    unbiased: _bool | None = None,
    *,
    correction: _float | None = None,
    keepdim: _bool = False,
    dtype: DType | None = None,
    mask: Any = None,
    axis: _int | Sequence[_int] | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Variance of the elements that a mask keeps; NaN where it keeps too few."""
