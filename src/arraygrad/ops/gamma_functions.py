"""The gamma function's logarithm, and its derivatives.

The approximations are quotients of polynomials with positive coefficients, fitted to the functions' values for the
smallest relative error.
"""

from __future__ import annotations

import math
from typing import Any

from arraygrad.cases import case, real, unary
from arraygrad.op import Array, op
from arraygrad.ops._common import rational, require_floating

#: Half the logarithm of two pi.
_LOG_ROOT_TWO_PI = 0.5 * math.log(2 * math.pi)
#: Where digamma is zero, as the sum of a float64 and what it lacks.
_ROOT, _ROOT_REST = 1.4616321449683622, 9.5499954299656977e-17

# lgamma(x) / ((x - 1) * (x - 2)) for 0.5 <= x <= 4.
_LGAMMA_TOP = (
    2.777321810223362, 123.61221932138562, 1195.7873467525415, 3989.6046692962295, 5407.751395339188,
    3118.925464042098, 749.3414190987894, 67.19693494848681, 1.6573203327713324, 0.0023885822262343973,
)  # fmt: skip
_LGAMMA_BOTTOM = (
    1.0, 72.30689085185907, 1011.5033139945144, 4716.692497685629, 8925.783939717741, 7430.414969738598,
    2767.124823543189, 440.64430105405376, 26.12543066996032, 0.3974509776273176,
)  # fmt: skip
# x * (lgamma(x) - (x - 0.5) * log(x) + x - log(2 * pi) / 2) as a function of 1 / x ** 2, for x >= 4.
_STIRLING_TOP = (
    0.08333333333333333, 0.8010585042721085, 1.8844591518770362, 1.0854186861869877, 0.07822911352414287,
)  # fmt: skip
_STIRLING_BOTTOM = (
    1.0, 9.646035384598614, 22.925520525830944, 13.704484103259494, 1.2360266470524026,
)  # fmt: skip
# x * digamma(x) / (x - root) for 0.5 <= x <= 4.
_DIGAMMA_TOP = (
    0.6841666718030674, 2.337849806012226, 2.4364737092171507, 1.080916914029053, 0.22136245444365002,
    0.02014331483505673, 0.0006882301526080387, 5.48999450370632e-06,
)  # fmt: skip
_DIGAMMA_BOTTOM = (
    1.0, 2.155694090224839, 1.624012154468673, 0.5499416976150524, 0.08764775602757288, 0.006180946541007861,
    0.00015839674711181072, 8.488401707626388e-07,
)  # fmt: skip
# x ** 2 * (log(x) - 1 / (2 * x) - digamma(x)) as a function of 1 / x ** 2, for x >= 4.
_TAIL_TOP = (
    0.08333333333333333, 0.932422991396799, 2.631349156936464, 1.8918280193778543, 0.17261743483167288,
)  # fmt: skip
_TAIL_BOTTOM = (
    1.0, 11.289075896761329, 32.657478425425914, 25.480109006617425, 3.5378493968656284,
)  # fmt: skip
#: Bernoulli numbers of even order, each divided by the factorial of its order.
_BERNOULLI = (1 / 12, -1 / 720, 1 / 30240, -1 / 1209600, 1 / 47900160, -691 / 1307674368000, 1 / 74724249600)


def _turn(xp: Any, x: Any) -> Any:
    """``x`` less the nearest integer: sine and tangent of pi times it are exact to the last digits."""
    return x - xp.round(x)


def _lgamma(xp: Any, x: Any) -> Any:
    infinite = xp.isinf(x)
    x = xp.where(infinite, 4, x)
    low = x < 0.5
    y = xp.where(low, 1 - x, x)
    near = xp.minimum(y, 4.0)
    far = xp.maximum(y, 4.0)
    inner = rational(near, _LGAMMA_TOP, _LGAMMA_BOTTOM) * ((near - 1) * (near - 2))
    rest = rational(1 / (far * far), _STIRLING_TOP, _STIRLING_BOTTOM) / far
    outer = (far - 0.5) * xp.log(far) - far + _LOG_ROOT_TWO_PI + rest
    above = xp.where(y > 4, outer, inner)
    sine = xp.abs(xp.sin(_turn(xp, xp.where(low, x, 0.25)) * math.pi))
    pole = sine == 0
    below = math.log(math.pi) - xp.log(xp.where(pole, 1, sine)) - above
    return xp.where(xp.logical_or(pole, infinite), math.inf, xp.where(low, below, above))


def _digamma(xp: Any, x: Any) -> Any:
    low = x < 0.5
    y = xp.where(low, 1 - x, x)
    near = xp.minimum(y, 4.0)
    far = xp.maximum(y, 4.0)
    inner = rational(near, _DIGAMMA_TOP, _DIGAMMA_BOTTOM) * (((near - _ROOT) - _ROOT_REST) / near)
    inverse = 1 / far
    square = inverse * inverse
    outer = xp.log(far) - inverse * 0.5 - rational(square, _TAIL_TOP, _TAIL_BOTTOM) * square
    above = xp.where(y > 4, outer, inner)
    turn = _turn(xp, xp.where(low, x, 0.25))
    pole = turn == 0
    below = above - math.pi / xp.tan(xp.where(pole, 0.25, turn) * math.pi)
    # At zero the sign of zero decides, at the other poles there is no answer.
    at_pole = xp.where(x == 0, -xp.copysign(xp.full((), math.inf, dtype=x.dtype), x), math.nan)
    return xp.where(low, xp.where(pole, at_pole, below), above)


def _zeta(xp: Any, s: Any, q: Any) -> Any:
    """Hurwitz' zeta function for q > 0: ten terms, and what Euler and Maclaurin say of the rest."""
    total = q**-s
    for k in range(1, 10):
        total = total + (q + k) ** -s
    a = q + 10
    power = a**-s
    total = total + power * (a / (s - 1) + 0.5)
    factor = s * power / a
    for k, number in enumerate(_BERNOULLI):
        total = total + factor * number
        factor = factor * (s + (2 * k + 1)) * (s + (2 * k + 2)) / (a * a)
    return total


def _zeta_left(xp: Any, s: Any, q: Any) -> Any:
    """The function for q <= 0: the terms to the left of zero, turned around, are those to its right but for a sign."""
    start = q - xp.floor(q)
    pole = start == 0
    inner = xp.where(pole, 0.5, start)
    turned = _zeta(xp, s, 1 - inner) - _zeta(xp, s, xp.where(q <= 0, 1 - q, 1.0))
    value = _zeta(xp, s, inner) + xp.where(xp.remainder(s, 2.0) == 0, turned, -turned)
    return xp.where(pole, math.inf, xp.where(s == xp.floor(s), value, math.nan))


@op(category="float", inplace=True, faces=("torch", "Tensor"))
def lgamma(xp: Any, input: Array) -> Array:
    """Logarithm of the absolute value of the gamma function.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.lgamma(ag.tensor([0.5, 4.0]))
    tensor([0.5724, 1.7918])
    """
    require_floating(xp, input, "lgamma")
    return _lgamma(xp, input)


lgamma.rule(input=lambda xp, g, input: g * xp.digamma(input))
lgamma.cases(unary(0.3, 8.0), unary(avoid=(-2.0, -1.0, 0.0)))


@op(category="float", inplace=True, faces=("torch", "Tensor", "special"))
def digamma(xp: Any, input: Array) -> Array:
    """Derivative of the logarithm of the gamma function.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.digamma(ag.tensor([0.5, 4.0]))
    tensor([-1.9635,  1.2561])
    """
    require_floating(xp, input, "digamma")
    return _digamma(xp, input)


digamma.rule(input=lambda xp, g, input: g * xp.polygamma(1, input))
digamma.cases(unary(0.3, 8.0), case(real(3, 4, avoid=(-2.0, -1.0, 0.0))))


def _cotangent_derivative(xp: Any, n: int, cotangent: Any) -> Any:
    """The n-th derivative of the cotangent, a polynomial in its value."""
    coefficients = [0, 1]  # of 1, c, c**2, ...
    for _ in range(n):  # d/dx c = -(1 + c**2)
        slopes = [i * a for i, a in enumerate(coefficients)][1:]
        coefficients = [-a - b for a, b in zip([*slopes, 0, 0], [0, 0, *slopes], strict=True)]
    *rest, value = coefficients
    for a in reversed(rest):
        value = value * cotangent + a
    return value


@op(category="float", faces=("torch", "special"))
def polygamma(xp: Any, n: int, input: Array) -> Array:
    """The `n`-th derivative of `digamma`.

    Parameters
    ----------
    n : int
        At least 0.
    input : Tensor

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `n` is negative.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.polygamma(1, ag.tensor([1.0]))
    tensor([1.6449])
    """
    if n < 0:
        raise RuntimeError(f"polygamma(n, x) does not support negative n, got {n}")
    if n == 0:
        return _digamma(xp, input)
    low = input < 0.5
    above = _zeta(xp, n + 1, xp.where(low, 1 - input, input)) * math.factorial(n)
    # By the reflection formula, the n-th derivative of the cotangent makes the difference.
    angle = _turn(xp, xp.where(low, input, 0.25)) * math.pi
    slope = _cotangent_derivative(xp, n, xp.cos(angle) / xp.sin(angle)) * math.pi ** (n + 1)
    return xp.where(low, -above - slope, above * (-1) ** (n + 1))


polygamma.rule(input=lambda xp, g, input, n: g * xp.polygamma(n + 1, input))
polygamma.cases(
    case(1, real(3, 4, low=0.3, high=6.0)), case(2, real(3, 4, avoid=(-2.0, -1.0, 0.0))), case(1, real(low=0.3))
)


@op(category="float", broadcasts=True, faces=("special",))
def zeta(xp: Any, input: Array, other: Array) -> Array:
    """Hurwitz' zeta function: the sum of ``(other + k) ** -input`` over k = 0, 1, 2, ...

    Parameters
    ----------
    input : Tensor or number
        Larger than 1.
    other : Tensor or number
        Larger than 0. To its left there are values for whole `input` only, and poles at the whole numbers.

    Returns
    -------
    Tensor

    Raises
    ------
    NotImplementedError
        In the backward pass, if `input` requires gradients: only the derivative by `other` exists.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.zeta(ag.tensor([2.0]), 1)
    tensor([1.6449])
    """
    if not hasattr(input, "dtype"):
        input = xp.full((), input, dtype=other.dtype)
    if not hasattr(other, "dtype"):
        other = xp.full((), other, dtype=input.dtype)
    left = other <= 0
    value = xp.where(left, _zeta_left(xp, input, other), _zeta(xp, input, xp.where(left, 1.0, other)))
    return xp.where(input == 1, math.inf, xp.where(input < 1, math.nan, value))


def _no_derivative(name: str) -> Any:
    raise NotImplementedError(f"the derivative for '{name}' is not implemented. Only its second operand has one")


zeta.rule(
    input=lambda xp, g: _no_derivative("zeta"),
    other=lambda xp, g, input, other: g * (xp.zeta(input + 1, other) * -input),
)
zeta.cases(case(2.5, real(3, 4, low=0.5, high=5.0)))


@op(composite=True, inplace=True)
def mvlgamma(xp: Any, input: Array, p: int) -> Array:
    """Logarithm of the multivariate gamma function of dimension `p`.

    Parameters
    ----------
    input : Tensor
        Larger than ``(p - 1) / 2``.
    p : int

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `p` is less than 1.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.mvlgamma(ag.tensor([2.0]), 2)
    tensor([0.4516])
    """
    if p < 1:
        raise RuntimeError("p has to be greater than or equal to 1")
    total = xp.lgamma(input)
    for k in range(1, p):
        total = total + xp.lgamma(input - 0.5 * k)
    return total + 0.25 * math.log(math.pi) * p * (p - 1)


mvlgamma.cases(case(real(3, 4, low=2.0, high=5.0), 3))
