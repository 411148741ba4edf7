# Made by tools/generate_stubs.py from the op records: do not edit.

from builtins import bool as _bool
from builtins import complex as _complex
from builtins import float as _float
from builtins import int as _int
from collections.abc import Sequence
from typing import TypeAlias, overload

from arraygrad.dtypes import DType
from arraygrad.tensor import Tensor

__all__ = [
    "digamma",
    "digamma_",
    "entr",
    "erf",
    "erf_",
    "erfc",
    "erfc_",
    "erfcx",
    "erfinv",
    "erfinv_",
    "exp2",
    "exp2_",
    "expm1",
    "expm1_",
    "i0",
    "i0_",
    "i0e",
    "i1",
    "i1e",
    "log1p",
    "log1p_",
    "log_ndtr",
    "log_softmax",
    "logit",
    "logit_",
    "logsumexp",
    "ndtr",
    "ndtri",
    "polygamma",
    "round",
    "round_",
    "sinc",
    "sinc_",
    "softmax",
    "xlog1py",
    "xlogy",
    "xlogy_",
    "zeta",
]

_Number: TypeAlias = _int | _float | _complex

def digamma(input: Tensor | _Number) -> Tensor:
    """Derivative of the logarithm of the gamma function."""

def digamma_(input: Tensor) -> Tensor:
    """In-place form of `digamma`: writes the result into the tensor and returns it."""

def entr(input: Tensor | _Number) -> Tensor:
    """``-x * log(x)``, zero at zero and minus infinity below."""

def erf(input: Tensor | _Number) -> Tensor:
    """Error function: the probability that a normal variable of variance 1/2 lies within x of its mean."""

def erf_(input: Tensor) -> Tensor:
    """In-place form of `erf`: writes the result into the tensor and returns it."""

def erfc(input: Tensor | _Number) -> Tensor:
    """``1 - erf(x)``, exact also where that is small."""

def erfc_(input: Tensor) -> Tensor:
    """In-place form of `erfc`: writes the result into the tensor and returns it."""

def erfcx(input: Tensor | _Number) -> Tensor:
    """``exp(x * x) * erfc(x)``, which neither overflows nor vanishes for large x."""

def erfinv(input: Tensor | _Number) -> Tensor:
    """Inverse of the error function; infinite at -1 and 1, NaN beyond."""

def erfinv_(input: Tensor) -> Tensor:
    """In-place form of `erfinv`: writes the result into the tensor and returns it."""

def exp2(input: Tensor | _Number) -> Tensor:
    """Two raised to each element."""

def exp2_(input: Tensor) -> Tensor:
    """In-place form of `exp2`: writes the result into the tensor and returns it."""

def expm1(input: Tensor | _Number) -> Tensor:
    """``exp(x) - 1``, exact also near zero."""

def expm1_(input: Tensor) -> Tensor:
    """In-place form of `expm1`: writes the result into the tensor and returns it."""

def i0(input: Tensor | _Number) -> Tensor:
    """Modified Bessel function of the first kind, of order 0."""

def i0_(input: Tensor) -> Tensor:
    """In-place form of `i0`: writes the result into the tensor and returns it."""

def i0e(input: Tensor | _Number) -> Tensor:
    """Modified Bessel function of order 0, times ``exp(-abs(x))``."""

def i1(input: Tensor | _Number) -> Tensor:
    """Modified Bessel function of the first kind, of order 1."""

def i1e(input: Tensor | _Number) -> Tensor:
    """Modified Bessel function of order 1, times ``exp(-abs(x))``."""

def log1p(input: Tensor | _Number) -> Tensor:
    """``log(1 + x)``, exact also near zero."""

def log1p_(input: Tensor) -> Tensor:
    """In-place form of `log1p`: writes the result into the tensor and returns it."""

def log_ndtr(input: Tensor | _Number) -> Tensor:
    """Logarithm of the probability that a standard normal variable lies below x, also far below."""

def log_softmax(
    input: Tensor | _Number,
    dim: _int | None = None,
    dtype: DType | None = None,
    *,
    axis: _int | None = ...,
) -> Tensor:
    """Logarithm of `softmax`, computed without loss of precision."""

def logit(input: Tensor | _Number, eps: _float | None = None) -> Tensor:
    """Inverse of the logistic function, ``log(x / (1 - x))``."""

def logit_(input: Tensor, eps: _float | None = None) -> Tensor:
    """In-place form of `logit`: writes the result into the tensor and returns it."""

@overload
def logsumexp(input: Tensor | _Number, dim: _int | Sequence[_int] | None, keepdim: _bool = False) -> Tensor:
    """Logarithm of the sum of exponentials, without overflow on the way."""

@overload
def logsumexp(input: Tensor | _Number, *, axis: _int | Sequence[_int] | None, keepdims: _bool = False) -> Tensor:
    """Logarithm of the sum of exponentials, without overflow on the way."""

def ndtr(input: Tensor | _Number) -> Tensor:
    """Probability that a standard normal variable lies below x."""

def ndtri(input: Tensor | _Number) -> Tensor:
    """The x below which a standard normal variable lies with a given probability; inverse of `ndtr`."""

def polygamma(n: _int, input: Tensor | _Number) -> Tensor:
    """The `n`-th derivative of `digamma`."""

def round(input: Tensor | _Number, *, decimals: _int = 0) -> Tensor:
    """Each element rounded to the nearest integer, halves to the even one."""

def round_(input: Tensor, *, decimals: _int = 0) -> Tensor:
    """In-place form of `round`: writes the result into the tensor and returns it."""

def sinc(input: Tensor | _Number) -> Tensor:
    """``sin(pi x) / (pi x)``, which is 1 at zero."""

def sinc_(input: Tensor) -> Tensor:
    """In-place form of `sinc`: writes the result into the tensor and returns it."""

def softmax(
    input: Tensor | _Number,
    dim: _int | None = None,
    dtype: DType | None = None,
    *,
    axis: _int | None = ...,
) -> Tensor:
    """Exponentials divided by their sum along a dimension."""

def xlog1py(input: Tensor | _Number, other: Tensor | _Number) -> Tensor:
    """``input * log1p(other)``, zero where `input` is zero (unless `other` is NaN)."""

def xlogy(input: Tensor | _Number, other: Tensor | _Number) -> Tensor:
    """``input * log(other)``, which is zero where `input` is zero (unless `other` is NaN)."""

def xlogy_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `xlogy`: writes the result into the tensor and returns it."""

def zeta(input: Tensor | _Number, other: Tensor | _Number) -> Tensor:
    """Hurwitz' zeta function: the sum of ``(other + k) ** -input`` over k = 0, 1, 2, ..."""
