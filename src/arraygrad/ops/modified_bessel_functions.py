"""Modified Bessel functions of the second kind, of orders 0 and 1.

PyTorch gives them no derivatives; these are the exact ones.
"""

from __future__ import annotations

import math
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import chebyshev, require_floating

# K0(x) + log(x / 2) * I0(x), and (K1(x) - log(x / 2) * I1(x) - 1 / x) / x, on 0 <= x ** 2 <= 4.
_K0_NEAR = (
    -0.2676636966169514, 0.3442898999246285, 0.0359799365153615, 0.001264615411446926, 2.286212103119452e-05,
    2.5347910790261494e-07, 1.904516377220209e-09, 1.0349695257633625e-11, 4.2598161427910826e-14,
    1.3744654358807508e-16,
)  # fmt: skip
_K1_NEAR = (
    -0.06409034516866254, -0.10916919599320105, -0.006636878452817714, -0.00016822792382067343,
    -2.389559180803608e-06, -2.1853569024549695e-08, -1.3982271326113327e-10, -6.618562752976041e-13,
    -2.4134516242987822e-15, -6.990873731242567e-18,
)  # fmt: skip
# exp(x) * sqrt(x) * K(x) on 0 <= 2 / x <= 1.
_K0_FAR = (
    1.2201515410329777, -0.0314481013119645, 0.0015698838857300533, -0.00012849549581627802, 1.39498137188765e-05,
    -1.8317555227191195e-06, 2.766813639445015e-07, -4.660489897687948e-08, 8.574034017414225e-09,
    -1.6975345093890614e-09, 3.5773972814003283e-10, -7.957489244477396e-11, 1.8559491149549264e-11,
    -4.514597883374519e-12, 1.1403405882073441e-12, -2.9800969231481784e-13, 8.032890775068375e-14,
    -2.2275133267462965e-14, 6.340076476276646e-15, -1.848593377920907e-15, 5.5120559994043335e-16,
    -1.6782311257549006e-16, 5.2103917776435543e-17, -1.6475805939842632e-17, 5.3004337711773354e-18,
)  # fmt: skip
_K1_FAR = (
    1.3603130952422213, 0.10392373657681724, -0.002857816859622779, 0.00019521551847135162, -1.936197974166083e-05,
    2.406484947837217e-06, -3.5019606030878126e-07, 5.7410841254500495e-08, -1.0345762465678097e-08,
    2.0150497551970347e-09, -4.1903547593419254e-10, 9.218315187605315e-11, -2.129967838427791e-11,
    5.139639673482343e-12, -1.2891739609498229e-12, 3.348419666052243e-13, -8.976705182010146e-14,
    2.4771544242195988e-14, -7.0198370892147685e-15, 2.038703166239861e-15, -6.057047270643018e-16,
    1.8380935752430455e-16, -5.689462849193648e-17, 1.7940510478863572e-17, -5.7567444820733025e-18,
)  # fmt: skip


#: The power series of I0(x), and of I1(x) / (x / 2), in x ** 2 / 4.
_I0_SERIES = tuple(1 / math.factorial(k) ** 2 for k in range(13))
_I1_SERIES = tuple(1 / (math.factorial(k) * math.factorial(k + 1)) for k in range(13))


def _power_series(x: Any, coefficients: tuple[float, ...]) -> Any:
    square = x * x / 4
    result = square * coefficients[-1]
    for c in coefficients[-2:0:-1]:
        result = (result + c) * square
    return result + coefficients[0]


def _second_kind(xp: Any, x: Any, order: int, scaled: bool) -> Any:
    """K0 or K1, times ``exp(x)`` if `scaled`; infinity at zero and NaN below."""
    far = xp.where(x > 2, x, 2)
    outer = chebyshev(4 / far - 1, _K1_FAR if order else _K0_FAR) / xp.sqrt(far)
    near = xp.where(xp.logical_and(x > 0, x <= 2), x, 1)
    series = chebyshev(near * near / 2 - 1, _K1_NEAR if order else _K0_NEAR)
    growth = xp.exp(near)
    first = near / 2 * _power_series(near, _I1_SERIES) if order else _power_series(near, _I0_SERIES)
    logarithm = xp.log(near / 2) * first
    inner = logarithm + 1 / near + near * series if order else series - logarithm
    value = xp.where(x > 2, outer if scaled else outer * xp.exp(-far), inner * growth if scaled else inner)
    return xp.where(x == 0, math.inf, xp.where(x > 0, value, math.nan))


@op(category="float", faces=("special",))
def modified_bessel_k0(xp: Any, input: Array) -> Array:
    """Modified Bessel function of the second kind, of order 0: infinity at zero, NaN below.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.modified_bessel_k0(ag.tensor([0.0, 1.0]))
    tensor([   inf, 0.4210])
    """
    require_floating(xp, input, "modified_bessel_k0")
    return _second_kind(xp, input, 0, False)


modified_bessel_k0.rule(input=lambda xp, g, input: -g * xp.modified_bessel_k1(input))
modified_bessel_k0.cases(case(real(3, 4, low=0.3, high=1.8)), case(real(3, low=2.2, high=9.0)))


@op(category="float", faces=("special",))
def modified_bessel_k1(xp: Any, input: Array) -> Array:
    """Modified Bessel function of the second kind, of order 1: infinity at zero, NaN below.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.modified_bessel_k1(ag.tensor([0.0, 1.0]))
    tensor([   inf, 0.6019])
    """
    require_floating(xp, input, "modified_bessel_k1")
    return _second_kind(xp, input, 1, False)


modified_bessel_k1.rule(input=lambda xp, g, input, out: -g * (xp.modified_bessel_k0(input) + out / input))
modified_bessel_k1.cases(case(real(3, 4, low=0.3, high=1.8)), case(real(3, low=2.2, high=9.0)))


@op(category="float", faces=("special",))
def scaled_modified_bessel_k0(xp: Any, input: Array) -> Array:
    """Modified Bessel function of the second kind, of order 0, times ``exp(x)``.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.scaled_modified_bessel_k0(ag.tensor([0.0, 1.0]))
    tensor([   inf, 1.1445])
    """
    require_floating(xp, input, "scaled_modified_bessel_k0")
    return _second_kind(xp, input, 0, True)


scaled_modified_bessel_k0.rule(input=lambda xp, g, input, out: g * (out - xp.scaled_modified_bessel_k1(input)))
scaled_modified_bessel_k0.cases(case(real(3, 4, low=0.3, high=1.8)), case(real(3, low=2.2, high=9.0)))


@op(category="float", faces=("special",))
def scaled_modified_bessel_k1(xp: Any, input: Array) -> Array:
    """Modified Bessel function of the second kind, of order 1, times ``exp(x)``.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.scaled_modified_bessel_k1(ag.tensor([0.0, 1.0]))
    tensor([   inf, 1.6362])
    """
    require_floating(xp, input, "scaled_modified_bessel_k1")
    return _second_kind(xp, input, 1, True)


scaled_modified_bessel_k1.rule(
    input=lambda xp, g, input, out: g * (out - xp.scaled_modified_bessel_k0(input) - out / input)
)
scaled_modified_bessel_k1.cases(case(real(3, 4, low=0.3, high=1.8)), case(real(3, low=2.2, high=9.0)))
