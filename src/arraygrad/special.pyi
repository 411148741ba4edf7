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
    "airy_ai",
    "bessel_j0",
    "bessel_j1",
    "bessel_y0",
    "bessel_y1",
    "chebyshev_polynomial_t",
    "chebyshev_polynomial_u",
    "chebyshev_polynomial_v",
    "chebyshev_polynomial_w",
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
    "expit",
    "expm1",
    "expm1_",
    "gammainc",
    "gammaincc",
    "gammaln",
    "hermite_polynomial_h",
    "hermite_polynomial_he",
    "i0",
    "i0_",
    "i0e",
    "i1",
    "i1e",
    "laguerre_polynomial_l",
    "legendre_polynomial_p",
    "log1p",
    "log1p_",
    "log_ndtr",
    "log_softmax",
    "logit",
    "logit_",
    "logsumexp",
    "modified_bessel_i0",
    "modified_bessel_i1",
    "modified_bessel_k0",
    "modified_bessel_k1",
    "multigammaln",
    "ndtr",
    "ndtri",
    "polygamma",
    "psi",
    "round",
    "round_",
    "scaled_modified_bessel_k0",
    "scaled_modified_bessel_k1",
    "shifted_chebyshev_polynomial_t",
    "shifted_chebyshev_polynomial_u",
    "shifted_chebyshev_polynomial_v",
    "shifted_chebyshev_polynomial_w",
    "sinc",
    "sinc_",
    "softmax",
    "spherical_bessel_j0",
    "xlog1py",
    "xlogy",
    "xlogy_",
    "zeta",
]

_Number: TypeAlias = _int | _float | _complex

def airy_ai(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Airy function Ai: the solution of ``y'' = x * y`` that vanishes for large x."""

def bessel_j0(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Bessel function of the first kind, of order 0."""

def bessel_j1(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Bessel function of the first kind, of order 1."""

def bessel_y0(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Bessel function of the second kind, of order 0: minus infinity at zero, NaN below."""

def bessel_y1(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Bessel function of the second kind, of order 1: minus infinity at zero, NaN below."""

def chebyshev_polynomial_t(input: Tensor | _Number, n: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Chebyshev polynomial of the first kind: ``cos(n * acos(x))``."""

def chebyshev_polynomial_u(input: Tensor | _Number, n: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Chebyshev polynomial of the second kind: ``sin((n + 1) * acos(x)) / sin(acos(x))``."""

def chebyshev_polynomial_v(input: Tensor | _Number, n: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Chebyshev polynomial of the third kind: ``cos((n + 1 / 2) * acos(x)) / cos(acos(x) / 2)``."""

def chebyshev_polynomial_w(input: Tensor | _Number, n: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Chebyshev polynomial of the fourth kind: ``sin((n + 1 / 2) * acos(x)) / sin(acos(x) / 2)``."""

def digamma(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Derivative of the logarithm of the gamma function."""

def digamma_(input: Tensor) -> Tensor:
    """In-place form of `digamma`: writes the result into the tensor and returns it."""

def entr(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """``-x * log(x)``, zero at zero and minus infinity below."""

def erf(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Error function: the probability that a normal variable of variance 1/2 lies within x of its mean."""

def erf_(input: Tensor) -> Tensor:
    """In-place form of `erf`: writes the result into the tensor and returns it."""

def erfc(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """``1 - erf(x)``, exact also where that is small."""

def erfc_(input: Tensor) -> Tensor:
    """In-place form of `erfc`: writes the result into the tensor and returns it."""

def erfcx(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """``exp(x * x) * erfc(x)``, which neither overflows nor vanishes for large x."""

def erfinv(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Inverse of the error function; infinite at -1 and 1, NaN beyond."""

def erfinv_(input: Tensor) -> Tensor:
    """In-place form of `erfinv`: writes the result into the tensor and returns it."""

def exp2(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Two raised to each element."""

def exp2_(input: Tensor) -> Tensor:
    """In-place form of `exp2`: writes the result into the tensor and returns it."""

def expit(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """The logistic function: `sigmoid`."""

def expm1(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """``exp(x) - 1``, exact also near zero."""

def expm1_(input: Tensor) -> Tensor:
    """In-place form of `expm1`: writes the result into the tensor and returns it."""

def gammainc(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Regularized lower incomplete gamma function: `igamma`."""

def gammaincc(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Regularized upper incomplete gamma function: `igammac`."""

def gammaln(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Logarithm of the absolute value of the gamma function: `lgamma`."""

def hermite_polynomial_h(input: Tensor | _Number, n: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Physicists' Hermite polynomial: orthogonal with the weight ``exp(-x * x)``."""

def hermite_polynomial_he(input: Tensor | _Number, n: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Probabilists' Hermite polynomial: orthogonal with the weight ``exp(-x * x / 2)``."""

def i0(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Modified Bessel function of the first kind, of order 0."""

def i0_(input: Tensor) -> Tensor:
    """In-place form of `i0`: writes the result into the tensor and returns it."""

def i0e(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Modified Bessel function of order 0, times ``exp(-abs(x))``."""

def i1(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Modified Bessel function of the first kind, of order 1."""

def i1e(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Modified Bessel function of order 1, times ``exp(-abs(x))``."""

def laguerre_polynomial_l(input: Tensor | _Number, n: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Laguerre polynomial: orthogonal with the weight ``exp(-x)`` for positive x."""

def legendre_polynomial_p(input: Tensor | _Number, n: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Legendre polynomial: orthogonal with the weight 1 between -1 and 1."""

def log1p(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """``log(1 + x)``, exact also near zero."""

def log1p_(input: Tensor) -> Tensor:
    """In-place form of `log1p`: writes the result into the tensor and returns it."""

def log_ndtr(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Logarithm of the probability that a standard normal variable lies below x, also far below."""

@overload
def log_softmax(input: Tensor | _Number, dim: _int, dtype: DType | None = None, *, out: Tensor | None = None) -> Tensor:
    """Logarithm of `softmax`, computed without loss of precision."""

@overload
def log_softmax(
    input: Tensor | _Number,
    *,
    axis: _int,
    dtype: DType | None = None,
    out: Tensor | None = None,
) -> Tensor:
    """Logarithm of `softmax`, computed without loss of precision."""

def logit(input: Tensor | _Number, eps: _float | None = None, *, out: Tensor | None = None) -> Tensor:
    """Inverse of the logistic function, ``log(x / (1 - x))``."""

def logit_(input: Tensor, eps: _float | None = None) -> Tensor:
    """In-place form of `logit`: writes the result into the tensor and returns it."""

@overload
def logsumexp(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | None,
    keepdim: _bool = False,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Logarithm of the sum of exponentials, without overflow on the way."""

@overload
def logsumexp(
    input: Tensor | _Number,
    *,
    axis: _int | Sequence[_int] | None,
    keepdims: _bool = False,
    out: Tensor | None = None,
) -> Tensor:
    """Logarithm of the sum of exponentials, without overflow on the way."""

def modified_bessel_i0(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Modified Bessel function of the first kind, of order 0: `i0`."""

def modified_bessel_i1(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Modified Bessel function of the first kind, of order 1: `i1`."""

def modified_bessel_k0(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Modified Bessel function of the second kind, of order 0: infinity at zero, NaN below."""

def modified_bessel_k1(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Modified Bessel function of the second kind, of order 1: infinity at zero, NaN below."""

def multigammaln(input: Tensor | _Number, p: _int, *, out: Tensor | None = None) -> Tensor:
    """Logarithm of the multivariate gamma function of dimension `p`: `mvlgamma`."""

def ndtr(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Probability that a standard normal variable lies below x."""

def ndtri(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """The x below which a standard normal variable lies with a given probability; inverse of `ndtr`."""

def polygamma(n: _int, input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """The `n`-th derivative of `digamma`."""

def psi(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Derivative of the logarithm of the gamma function: `digamma`."""

def round(input: Tensor | _Number, *, decimals: _int = 0, out: Tensor | None = None) -> Tensor:
    """Each element rounded to the nearest integer, halves to the even one."""

def round_(input: Tensor, *, decimals: _int = 0) -> Tensor:
    """In-place form of `round`: writes the result into the tensor and returns it."""

def scaled_modified_bessel_k0(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Modified Bessel function of the second kind, of order 0, times ``exp(x)``."""

def scaled_modified_bessel_k1(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Modified Bessel function of the second kind, of order 1, times ``exp(x)``."""

def shifted_chebyshev_polynomial_t(
    input: Tensor | _Number,
    n: Tensor | _Number,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Chebyshev polynomial of the first kind in ``2 * x - 1``: on the interval from 0 to 1."""

def shifted_chebyshev_polynomial_u(
    input: Tensor | _Number,
    n: Tensor | _Number,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Chebyshev polynomial of the second kind in ``2 * x - 1``: on the interval from 0 to 1."""

def shifted_chebyshev_polynomial_v(
    input: Tensor | _Number,
    n: Tensor | _Number,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Chebyshev polynomial of the third kind in ``2 * x - 1``: on the interval from 0 to 1."""

def shifted_chebyshev_polynomial_w(
    input: Tensor | _Number,
    n: Tensor | _Number,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Chebyshev polynomial of the fourth kind in ``2 * x - 1``: on the interval from 0 to 1."""

def sinc(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """``sin(pi x) / (pi x)``, which is 1 at zero."""

def sinc_(input: Tensor) -> Tensor:
    """In-place form of `sinc`: writes the result into the tensor and returns it."""

@overload
def softmax(input: Tensor | _Number, dim: _int, dtype: DType | None = None, *, out: Tensor | None = None) -> Tensor:
    """Exponentials divided by their sum along a dimension."""

@overload
def softmax(input: Tensor | _Number, *, axis: _int, dtype: DType | None = None, out: Tensor | None = None) -> Tensor:
    """Exponentials divided by their sum along a dimension."""

def spherical_bessel_j0(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Spherical Bessel function of the first kind, of order 0: ``sin(x) / x``."""

def xlog1py(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """``input * log1p(other)``, zero where `input` is zero (unless `other` is NaN)."""

def xlogy(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """``input * log(other)``, which is zero where `input` is zero (unless `other` is NaN)."""

def xlogy_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `xlogy`: writes the result into the tensor and returns it."""

def zeta(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Hurwitz' zeta function: the sum of ``(other + k) ** -input`` over k = 0, 1, 2, ..."""
