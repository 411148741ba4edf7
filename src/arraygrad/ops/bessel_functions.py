"""Modified Bessel functions and entropies."""

from __future__ import annotations

import math
from typing import Any

from arraygrad.cases import binary, unary
from arraygrad.op import Array, op
from arraygrad.ops._common import rational, require_floating

# exp(-x) * I0(x) and exp(-x) * I1(x) / x for 0 <= x <= 8.
_I0_NEAR_TOP = (
    0.9999999999999976, 0.07403757554465627, 0.22658865528973016, 0.016271878495556374, 0.010050424946530561,
    0.0006345936199060976, 0.0001358091405775089, 6.009039748120386e-06, 4.770399810753902e-07,
    3.347489651666059e-09,
)  # fmt: skip
_I0_NEAR_BOTTOM = (
    1.0, 1.074037575544295, 0.5506262308427843, 0.1780365942628913, 0.04034133631106013, 0.006712979404227704,
    0.0008317625006862703, 7.543163619121476e-05, 4.679626539071605e-06, 1.5902096316189685e-07,
)  # fmt: skip
_I1_NEAR_TOP = (
    0.5000000000000018, 0.056983403398040956, 0.051817655906446596, 0.005492485463602225, 0.0013716584374050414,
    0.00011842150550115992, 1.1162278956520853e-05, 5.89618435332284e-07, 9.12337570546614e-09,
    -4.081630189253698e-11,
)  # fmt: skip
_I1_NEAR_BOTTOM = (
    1.0, 1.1139668067965958, 0.5926021185969282, 0.19902450206504055, 0.04692347950079651, 0.008147175836138765,
    0.0010579908782055738, 0.00010132669201639937, 6.729094275008319e-06, 2.5626248736473775e-07,
)  # fmt: skip
# exp(-x) * sqrt(x) * I(x) as a function of 16 / x - 1, for x >= 8.
_I0_FAR_TOP = (
    0.40217650944500805, -0.974088945084681, 1.6745894813631055, -1.7373006077665674, 1.241563057414911,
    -0.556004405961468, 0.1483064814367314, -0.017744658892978507, 0.0006057439611486202, -2.122208329703648e-06,
)  # fmt: skip
_I0_FAR_BOTTOM = (
    1.0, -2.4303992752266943, 4.183786742582607, -4.3539104921996765, 3.122137344263914, -1.4072098593940787,
    0.37956751846706915, -0.04688968036679504, 0.0017993624789254935, -1.1401256700775772e-05,
)  # fmt: skip
_I1_FAR_TOP = (
    0.3893984590258724, -0.9538802222593769, 1.6480187762006946, -1.7279906875013444, 1.2497063740357166,
    -0.5720542641594735, 0.15844281982717096, -0.02101875724599933, 0.0010091178345719, -1.2502524683008747e-05,
)  # fmt: skip
_I1_FAR_BOTTOM = (
    1.0, -2.424587522580337, 4.172074313841704, -4.33445794545589, 3.103061283969542, -1.393668472055443,
    0.3735946223519559, -0.04530563204277324, 0.0016252592438413176, -7.059904338285844e-06,
)  # fmt: skip


def _scaled(xp: Any, x: Any, order: int) -> Any:
    """``exp(-|x|)`` times the modified Bessel function of the first kind."""
    size = xp.abs(x)
    near = xp.minimum(size, 8.0)
    far = xp.maximum(size, 8.0)
    tables = (
        (_I1_NEAR_TOP, _I1_NEAR_BOTTOM, _I1_FAR_TOP, _I1_FAR_BOTTOM)
        if order
        else (_I0_NEAR_TOP, _I0_NEAR_BOTTOM, _I0_FAR_TOP, _I0_FAR_BOTTOM)
    )
    inner = rational(near, tables[0], tables[1])
    outer = rational(16 / far - 1, tables[2], tables[3]) / xp.sqrt(far)
    if not order:
        return xp.where(size > 8, outer, inner)
    value = xp.where(size > 8, outer, inner * near)
    return xp.where(x < 0, -value, value)


@op(category="float", inplace=True, faces=("torch", "Tensor", "special"))
def i0(xp: Any, input: Array) -> Array:
    """Modified Bessel function of the first kind, of order 0.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.i0(ag.tensor([0.0, 1.0]))
    tensor([1.0000, 1.2661])
    """
    require_floating(xp, input, "i0")
    return _scaled(xp, input, 0) * xp.exp(xp.abs(input))


i0.rule(input=lambda xp, g, input: g * xp.i1(input))
i0.cases(unary(), unary(6.0, 12.0))


@op(category="float", faces=("special",))
def i0e(xp: Any, input: Array) -> Array:
    """Modified Bessel function of order 0, times ``exp(-abs(x))``.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.i0e(ag.tensor([0.0, 1.0]))
    tensor([1.0000, 0.4658])
    """
    require_floating(xp, input, "i0e")
    return _scaled(xp, input, 0)


i0e.rule(input=lambda xp, g, input, out: g * (xp.i1e(input) - xp.sign(input) * out))
i0e.cases(unary(avoid=(0.0,)), unary(6.0, 12.0))


def _over(xp: Any, value: Any, x: Any) -> Any:
    """A function of order 1 divided by its argument, which is one half at zero."""
    zero = x == 0
    return xp.where(zero, 0.5, value / xp.where(zero, 1, x))


@op(category="float", faces=("special",))
def i1(xp: Any, input: Array) -> Array:
    """Modified Bessel function of the first kind, of order 1.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.i1(ag.tensor([0.0, 1.0]))
    tensor([0.0000, 0.5652])
    """
    require_floating(xp, input, "i1")
    return _scaled(xp, input, 1) * xp.exp(xp.abs(input))


i1.rule(input=lambda xp, g, input, out: g * (xp.i0(input) - _over(xp, out, input)))
i1.cases(unary(avoid=(0.0,)), unary(6.0, 12.0))


@op(category="float", faces=("special",))
def i1e(xp: Any, input: Array) -> Array:
    """Modified Bessel function of order 1, times ``exp(-abs(x))``.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.i1e(ag.tensor([0.0, 1.0]))
    tensor([0.0000, 0.2079])
    """
    require_floating(xp, input, "i1e")
    return _scaled(xp, input, 1)


i1e.rule(input=lambda xp, g, input, out: g * (xp.i0e(input) - xp.sign(input) * out - _over(xp, out, input)))
i1e.cases(unary(avoid=(0.0,)), unary(6.0, 12.0))


@op(composite=True, faces=("special",))
def entr(xp: Any, input: Array) -> Array:
    """``-x * log(x)``, zero at zero and minus infinity below.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.entr(ag.tensor([0.0, 0.5]))
    tensor([0.0000, 0.3466])
    """
    if xp.isdtype(input.dtype, "complex floating"):
        require_floating(xp, input, "entr")
    negative = input < 0
    safe = xp.where(negative, 1, input)
    return xp.where(negative, -math.inf, 0 - xp.xlogy(safe, safe))  # zero of zero, not its negative


entr.cases(unary(0.2, 2.0))


@op(category="float", broadcasts=True, faces=("special",), real=True)
def xlog1py(xp: Any, input: Array, other: Array) -> Array:
    """``input * log1p(other)``, zero where `input` is zero (unless `other` is NaN).

    Parameters
    ----------
    input, other : Tensor or number
        Broadcast against one another.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.xlog1py(ag.tensor([0.0, 1.0]), ag.tensor([-1.0, 0.0]))
    tensor([0., 0.])
    """
    if not hasattr(other, "dtype"):
        other = xp.full((), other, dtype=input.dtype)
    skip = xp.logical_and(input == 0, other == other)
    return xp.where(skip, 0, input * xp.log1p(xp.where(skip, 0, other)))


def _xlog1py_input(xp: Any, g: Any, input: Any, other: Any) -> Any:
    if not hasattr(other, "dtype"):
        other = xp.full((), other, dtype=g.dtype)
    skip = xp.logical_and(input == 0, other <= -1)
    return xp.where(skip, 0, g * xp.log1p(xp.where(skip, 0, other)))


xlog1py.rule(input=_xlog1py_input, other=lambda xp, g, input, other: g * (input / (other + 1)))
xlog1py.cases(binary(0.5, 2.0))
