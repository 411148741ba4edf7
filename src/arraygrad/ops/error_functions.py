"""The error function and its relatives.

The approximations are quotients of polynomials, fitted to the functions' values for the smallest relative error;
where it matters their coefficients are all positive, so that nothing cancels.
"""

from __future__ import annotations

import math
from typing import Any

from arraygrad.cases import unary
from arraygrad.op import Array, op
from arraygrad.ops._common import rational, require_floating

TWO_OVER_ROOT_PI = 2 / math.sqrt(math.pi)
ROOT_HALF = math.sqrt(0.5)
#: Density of the standard normal distribution at its mean.
DENSITY = 1 / math.sqrt(2 * math.pi)

# erf(x) / x as a function of x * x, up to where erf rounds to 1: for float32 and float64.
_ERF32_TOP = (
    1.128379146076552, 0.1904045167412317, 0.05274843082287852, 0.0037655207937266374, 0.0002848784094120041,
    2.0500758641689617e-06,
)  # fmt: skip
_ERF32_BOTTOM = (
    1.0, 0.5020743512745199, 0.114108273155631, 0.014969030074115304, 0.0011625079263775705, 3.8091366939396814e-05,
)  # fmt: skip
_ERF64_TOP = (
    1.1283791670955126, 0.22012927457708686, 0.06611363876993342, 0.006887150878623156, 0.0008554308796260197,
    5.69154567994153e-05, 3.898774863422987e-06, 1.6937441006860445e-07, 6.756359190872522e-09,
    1.718635543071906e-10, 3.3357678961500906e-12, 2.2276686331748017e-14, 1.5724892925297467e-17,
)  # fmt: skip
_ERF64_BOTTOM = (
    1.0, 0.5284178235439286, 0.13473096133224732, 0.02198164044733573, 0.0025639703494969614,
    0.00022600972450522035, 1.5491607222698052e-05, 8.34586820852056e-07, 3.5135141413027226e-08,
    1.1239051377268977e-09, 2.5480658972030692e-11, 3.3194943859747873e-13, 8.8560424202491e-16,
)  # fmt: skip
# exp(x * x) * erfc(x) * (1 + x) as a function of 1 / (1 + x), for x >= 0.
_ERFCX_TOP = (
    0.5641895835477562, 4.642725346298439, 26.37335924587647, 101.37629943812024, 295.46277570426315,
    653.3899862348078, 1101.7652118191645, 1372.7783541326598, 1172.408125825476, 547.4095439065751,
    0.009692214666513743,
)  # fmt: skip
_ERFCX_BOTTOM = (
    1.0, 7.229016418743, 39.016545738022096, 137.5537583706203, 371.4966122966167, 746.6246214140313,
    1136.9355749373622, 1265.9624920047397, 983.8930758596912, 477.15878168558976, 109.30978472603886,
)  # fmt: skip
# erfinv(x) / x * z as a function of z = 1 / sqrt(1 - log(1 - x * x)), to about six digits.
_ERFINV_TOP = (
    1.0001901472218075, -4.04171848662972, 3.7791818797897965, 20.607670454797187, -65.24518292627576,
    106.54046253052155, -84.41207076131077, 70.52553041137855,
)  # fmt: skip
_ERFINV_BOTTOM = (
    1.0, -4.018471923832714, 5.4850302137137845, 8.23505851724074, -19.47364449872043, 8.44575135607891,
    43.675729610041635, 11.663632137144244,
)  # fmt: skip


def _scaled(xp: Any, size: Any) -> Any:
    """``exp(x * x) * erfc(x)`` for x >= 0."""
    near = 1 / (size + 1)
    return rational(near, _ERFCX_TOP, _ERFCX_BOTTOM) * near


def _gaussian(xp: Any, size: Any) -> Any:
    """``exp(-x * x)`` for x >= 0, with the square split so that its rounding error is not magnified."""
    x = xp.minimum(size, 40.0)
    coarse = xp.round(x * 16.0) / 16.0
    return xp.exp(-coarse * coarse) * xp.exp((coarse - x) * (coarse + x))


def _erfc(xp: Any, x: Any) -> Any:
    size = xp.abs(x)
    tail = _scaled(xp, size) * _gaussian(xp, size)
    return xp.where(x < 0, 2 - tail, tail)


def _erf(xp: Any, x: Any) -> Any:
    single = x.dtype == xp.float32
    limit = 3.92 if single else 5.93
    x = xp.maximum(xp.minimum(x, limit), -limit)
    if single:
        return rational(x * x, _ERF32_TOP, _ERF32_BOTTOM) * x
    return rational(x * x, _ERF64_TOP, _ERF64_BOTTOM) * x


def _inverse(xp: Any, size: Any, rest: Any) -> Any:
    """The y >= 0 with ``erf(y) == size`` and ``erfc(y) == rest``: both are given, for precision near 0 and near 1."""
    end = rest <= 0
    inner = xp.where(end, 1, rest)
    z = 1 / xp.sqrt(1 - xp.log(inner * (2 - inner)))
    y = rational(z, _ERFINV_TOP, _ERFINV_BOTTOM) * size / z
    # One step of Halley's method triples the digits.
    excess = xp.where(size < 0.5, size - _erf(xp, y), _erfc(xp, y) - inner)
    step = excess * xp.exp(y * y) / TWO_OVER_ROOT_PI
    at_end = xp.where(rest == 0, xp.full_like(rest, math.inf), math.nan)
    return xp.where(end, at_end, y + step / (1 - y * step))


@op(category="float", inplace=True, faces=("torch", "Tensor", "special"))
def erf(xp: Any, input: Array) -> Array:
    """Error function: the probability that a normal variable of variance 1/2 lies within x of its mean.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.erf(ag.tensor([0.0, 1.0]))
    tensor([0.0000, 0.8427])
    """
    require_floating(xp, input, "erf")
    return _erf(xp, input)


erf.rule(input=lambda xp, g, input: g * (xp.exp(-input * input) * TWO_OVER_ROOT_PI))
erf.cases(unary(), unary(-6.0, 6.0))


@op(category="float", inplace=True, faces=("torch", "Tensor", "special"))
def erfc(xp: Any, input: Array) -> Array:
    """``1 - erf(x)``, exact also where that is small.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.erfc(ag.tensor([0.0, 1.0]))
    tensor([1.0000, 0.1573])
    """
    require_floating(xp, input, "erfc")
    return _erfc(xp, input)


erfc.rule(input=lambda xp, g, input: g * (xp.exp(-input * input) * -TWO_OVER_ROOT_PI))
erfc.cases(unary(), unary(-6.0, 6.0))


@op(category="float", faces=("special",))
def erfcx(xp: Any, input: Array) -> Array:
    """``exp(x * x) * erfc(x)``, which neither overflows nor vanishes for large x.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.erfcx(ag.tensor([0.0, 10.0]))
    tensor([1.0000, 0.0561])
    """
    require_floating(xp, input, "erfcx")
    scaled = _scaled(xp, xp.abs(input))
    negative = input < 0
    return xp.where(negative, 2 * xp.exp(xp.where(negative, input * input, 0)) - scaled, scaled)


erfcx.rule(input=lambda xp, g, input, out: g * (2 * input * out - TWO_OVER_ROOT_PI))
erfcx.cases(unary(), unary(2.0, 50.0))


@op(category="float", inplace=True, faces=("torch", "Tensor", "special"))
def erfinv(xp: Any, input: Array) -> Array:
    """Inverse of the error function; infinite at -1 and 1, NaN beyond.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.erfinv(ag.tensor([0.0, 0.5]))
    tensor([0.0000, 0.4769])
    """
    require_floating(xp, input, "erfinv")
    size = xp.abs(input)
    y = _inverse(xp, size, 1 - size)
    return xp.where(input < 0, -y, y)


erfinv.rule(input=lambda xp, g, out: g * (xp.exp(out * out) / TWO_OVER_ROOT_PI))
erfinv.cases(unary(-0.9, 0.9), unary(0.9, 0.999))


@op(category="float", faces=("special",))
def ndtr(xp: Any, input: Array) -> Array:
    """Probability that a standard normal variable lies below x.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.ndtr(ag.tensor([0.0, 1.0]))
    tensor([0.5000, 0.8413])
    """
    require_floating(xp, input, "ndtr")
    return _erfc(xp, input * -ROOT_HALF) * 0.5


ndtr.rule(input=lambda xp, g, input: g * (xp.exp(input * input * -0.5) * DENSITY))
ndtr.cases(unary())


@op(category="float", faces=("special",))
def log_ndtr(xp: Any, input: Array) -> Array:
    """Logarithm of the probability that a standard normal variable lies below x, also far below.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.log_ndtr(ag.tensor([0.0, -10.0]))
    tensor([ -0.6931, -53.2313])
    """
    require_floating(xp, input, "log_ndtr")
    x = input * ROOT_HALF
    below = input < -1
    far = xp.log(_scaled(xp, xp.abs(x)) * 0.5) - x * x
    return xp.where(below, far, xp.log1p(_erfc(xp, xp.where(below, 0, x)) * -0.5))


log_ndtr.rule(input=lambda xp, g, input, out: g * (xp.exp(input * input * -0.5 - out) * DENSITY))
log_ndtr.cases(unary(), unary(-30.0, -3.0))


@op(category="float", faces=("special",))
def ndtri(xp: Any, input: Array) -> Array:
    """The x below which a standard normal variable lies with a given probability; inverse of `ndtr`.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.ndtri(ag.tensor([0.5, 0.975]))
    tensor([0.0000, 1.9600])
    """
    require_floating(xp, input, "ndtri")
    upper = input >= 0.5
    rest = 2 * xp.where(upper, 1 - input, input)
    y = _inverse(xp, 1 - rest, rest) / ROOT_HALF
    return xp.where(upper, y, -y)


ndtri.rule(input=lambda xp, g, out: g * (xp.exp(out * out * 0.5) / DENSITY))
ndtri.cases(unary(0.05, 0.95))
