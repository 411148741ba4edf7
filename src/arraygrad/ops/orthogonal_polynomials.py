"""Orthogonal polynomials, by their recurrences.

The degree is a number, or a tensor of degrees: then the recurrence goes up to the largest of them, and each result is
taken from it on the way. PyTorch gives the polynomials no derivatives; these have them, with respect to `input`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import is_floating

#: The polynomials of degree 0 and 1, and from those of degree k - 2 and k - 1 the one of degree k.
First = Callable[[Any], Any]
Next = Callable[[int, Any, Any, Any], Any]


def _operands(xp: Any, x: Any, n: Any) -> tuple[Any, Any]:
    """Both operands, with the floating type that PyTorch's promotion gives the result."""
    if not hasattr(x, "dtype"):
        x = xp.full((), x, dtype=n.dtype if is_floating(xp, n) else None)
    x = x if is_floating(xp, x) else x * 1.0
    if not hasattr(n, "dtype"):
        return x, int(n)
    dtype = xp.result_type(x, n)
    return xp.astype(x, dtype), xp.astype(n.detach(), dtype)


def _polynomial(xp: Any, input: Any, n: Any, first: First, following: Next) -> Any:
    """The polynomial of degree `n`, zero for negative degrees; a fraction of a degree is dropped."""
    x, degree = _operands(xp, input, n)
    one = x * 0 + 1
    if isinstance(degree, int):
        before, value = one * 0, one if degree >= 0 else one * 0
        for k in range(1, degree + 1):
            before, value = value, first(x) if k == 1 else following(k, x, before, value)
        return value
    degree = xp.trunc(degree)
    before, value = one, first(x)
    result = xp.where(degree == 0, one, xp.where(degree == 1, value, 0))
    for k in range(2, int(xp.amax(degree)) + 1 if degree.numel() else 0):
        before, value = value, following(k, x, before, value)
        result = xp.where(degree == k, value, result)
    return result


def _chebyshev(k: int, x: Any, before: Any, value: Any) -> Any:
    return 2 * x * value - before


@op(composite=True, faces=("special",))
def chebyshev_polynomial_t(xp: Any, input: Array, n: Array) -> Array:
    """Chebyshev polynomial of the first kind: ``cos(n * acos(x))``.

    Parameters
    ----------
    input : Tensor or number
    n : Tensor or number
        The degree.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.chebyshev_polynomial_t(ag.tensor([0.5, 2.0]), 3)
    tensor([-1., 26.])
    """
    return _polynomial(xp, input, n, lambda x: x, _chebyshev)


chebyshev_polynomial_t.cases(case(real(3, 4), 3))


@op(composite=True, faces=("special",))
def chebyshev_polynomial_u(xp: Any, input: Array, n: Array) -> Array:
    """Chebyshev polynomial of the second kind: ``sin((n + 1) * acos(x)) / sin(acos(x))``.

    Parameters
    ----------
    input : Tensor or number
    n : Tensor or number
        The degree.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.chebyshev_polynomial_u(ag.tensor([0.5, 2.0]), 3)
    tensor([-1., 56.])
    """
    return _polynomial(xp, input, n, lambda x: 2 * x, _chebyshev)


chebyshev_polynomial_u.cases(case(real(3, 4), 3))


@op(composite=True, faces=("special",))
def chebyshev_polynomial_v(xp: Any, input: Array, n: Array) -> Array:
    """Chebyshev polynomial of the third kind: ``cos((n + 1 / 2) * acos(x)) / cos(acos(x) / 2)``.

    Parameters
    ----------
    input : Tensor or number
    n : Tensor or number
        The degree.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.chebyshev_polynomial_v(ag.tensor([0.5, 2.0]), 3)
    tensor([-1., 41.])
    """
    return _polynomial(xp, input, n, lambda x: 2 * x - 1, _chebyshev)


chebyshev_polynomial_v.cases(case(real(3, 4), 3))


@op(composite=True, faces=("special",))
def chebyshev_polynomial_w(xp: Any, input: Array, n: Array) -> Array:
    """Chebyshev polynomial of the fourth kind: ``sin((n + 1 / 2) * acos(x)) / sin(acos(x) / 2)``.

    Parameters
    ----------
    input : Tensor or number
    n : Tensor or number
        The degree.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.chebyshev_polynomial_w(ag.tensor([0.5, 2.0]), 3)
    tensor([-1., 71.])
    """
    return _polynomial(xp, input, n, lambda x: 2 * x + 1, _chebyshev)


chebyshev_polynomial_w.cases(case(real(3, 4), 3))


@op(composite=True, faces=("special",))
def shifted_chebyshev_polynomial_t(xp: Any, input: Array, n: Array) -> Array:
    """Chebyshev polynomial of the first kind in ``2 * x - 1``: on the interval from 0 to 1.

    Parameters
    ----------
    input : Tensor or number
    n : Tensor or number
        The degree.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.shifted_chebyshev_polynomial_t(ag.tensor([0.5, 2.0]), 3)
    tensor([-0., 99.])
    """
    return _polynomial(xp, 2 * input - 1, n, lambda x: x, _chebyshev)


shifted_chebyshev_polynomial_t.cases(case(real(3, 4), 3))


@op(composite=True, faces=("special",))
def shifted_chebyshev_polynomial_u(xp: Any, input: Array, n: Array) -> Array:
    """Chebyshev polynomial of the second kind in ``2 * x - 1``: on the interval from 0 to 1.

    Parameters
    ----------
    input : Tensor or number
    n : Tensor or number
        The degree.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.shifted_chebyshev_polynomial_u(ag.tensor([0.5, 2.0]), 3)
    tensor([ -0., 204.])
    """
    return _polynomial(xp, 2 * input - 1, n, lambda x: 2 * x, _chebyshev)


shifted_chebyshev_polynomial_u.cases(case(real(3, 4), 3))


@op(composite=True, faces=("special",))
def shifted_chebyshev_polynomial_v(xp: Any, input: Array, n: Array) -> Array:
    """Chebyshev polynomial of the third kind in ``2 * x - 1``: on the interval from 0 to 1.

    Parameters
    ----------
    input : Tensor or number
    n : Tensor or number
        The degree.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.shifted_chebyshev_polynomial_v(ag.tensor([0.5, 2.0]), 3)
    tensor([  1., 169.])
    """
    return _polynomial(xp, 2 * input - 1, n, lambda x: 2 * x - 1, _chebyshev)


shifted_chebyshev_polynomial_v.cases(case(real(3, 4), 3))


@op(composite=True, faces=("special",))
def shifted_chebyshev_polynomial_w(xp: Any, input: Array, n: Array) -> Array:
    """Chebyshev polynomial of the fourth kind in ``2 * x - 1``: on the interval from 0 to 1.

    Parameters
    ----------
    input : Tensor or number
    n : Tensor or number
        The degree.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.shifted_chebyshev_polynomial_w(ag.tensor([0.5, 2.0]), 3)
    tensor([ -1., 239.])
    """
    return _polynomial(xp, 2 * input - 1, n, lambda x: 2 * x + 1, _chebyshev)


shifted_chebyshev_polynomial_w.cases(case(real(3, 4), 3))


@op(composite=True, faces=("special",))
def hermite_polynomial_h(xp: Any, input: Array, n: Array) -> Array:
    """Physicists' Hermite polynomial: orthogonal with the weight ``exp(-x * x)``.

    Parameters
    ----------
    input : Tensor or number
    n : Tensor or number
        The degree.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.hermite_polynomial_h(ag.tensor([0.5, 2.0]), 3)
    tensor([-5., 40.])
    """
    return _polynomial(xp, input, n, lambda x: 2 * x, lambda k, x, before, value: 2 * x * value - (2 * k - 2) * before)


hermite_polynomial_h.cases(case(real(3, 4), 3))


@op(composite=True, faces=("special",))
def hermite_polynomial_he(xp: Any, input: Array, n: Array) -> Array:
    """Probabilists' Hermite polynomial: orthogonal with the weight ``exp(-x * x / 2)``.

    Parameters
    ----------
    input : Tensor or number
    n : Tensor or number
        The degree.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.hermite_polynomial_he(ag.tensor([0.5, 2.0]), 3)
    tensor([-1.3750,  2.0000])
    """
    return _polynomial(xp, input, n, lambda x: x, lambda k, x, before, value: x * value - (k - 1) * before)


hermite_polynomial_he.cases(case(real(3, 4), 3))


@op(composite=True, faces=("special",))
def laguerre_polynomial_l(xp: Any, input: Array, n: Array) -> Array:
    """Laguerre polynomial: orthogonal with the weight ``exp(-x)`` for positive x.

    Parameters
    ----------
    input : Tensor or number
    n : Tensor or number
        The degree.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.laguerre_polynomial_l(ag.tensor([0.5, 2.0]), 3)
    tensor([-0.1458, -0.3333])
    """
    return _polynomial(
        xp, input, n, lambda x: 1 - x, lambda k, x, before, value: ((2 * k - 1 - x) * value - (k - 1) * before) / k
    )


laguerre_polynomial_l.cases(case(real(3, 4), 3))


@op(composite=True, faces=("special",))
def legendre_polynomial_p(xp: Any, input: Array, n: Array) -> Array:
    """Legendre polynomial: orthogonal with the weight 1 between -1 and 1.

    Parameters
    ----------
    input : Tensor or number
    n : Tensor or number
        The degree.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.legendre_polynomial_p(ag.tensor([0.5, 2.0]), 3)
    tensor([-0.4375, 17.0000])
    """
    return _polynomial(
        xp, input, n, lambda x: x, lambda k, x, before, value: ((2 * k - 1) * x * value - (k - 1) * before) / k
    )


legendre_polynomial_p.cases(case(real(3, 4), 3))
