"""Functions that PyTorch's ``torch.special`` has under a name of its own."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op


@op(composite=True, faces=("special",))
def expit(xp: Any, input: Array) -> Array:
    """The logistic function: `sigmoid`.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.expit(ag.tensor([0.0]))
    tensor([0.5000])
    """
    return xp.sigmoid(input)


@op(composite=True, faces=("special",))
def psi(xp: Any, input: Array) -> Array:
    """Derivative of the logarithm of the gamma function: `digamma`.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.psi(ag.tensor([4.0]))
    tensor([1.2561])
    """
    return xp.digamma(input)


@op(composite=True, faces=("special",))
def gammaln(xp: Any, input: Array) -> Array:
    """Logarithm of the absolute value of the gamma function: `lgamma`.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.gammaln(ag.tensor([4.0]))
    tensor([1.7918])
    """
    return xp.lgamma(input)


@op(composite=True, faces=("special",))
def multigammaln(xp: Any, input: Array, p: int) -> Array:
    """Logarithm of the multivariate gamma function of dimension `p`: `mvlgamma`.

    Parameters
    ----------
    input : Tensor
        Larger than ``(p - 1) / 2``.
    p : int

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.multigammaln(ag.tensor([2.0]), 2)
    tensor([0.4516])
    """
    return xp.mvlgamma(input, p)


@op(composite=True, faces=("special",))
def gammainc(xp: Any, input: Array, other: Array) -> Array:
    """Regularized lower incomplete gamma function: `igamma`.

    Parameters
    ----------
    input, other : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.gammainc(ag.tensor([1.0]), ag.tensor([2.0]))
    tensor([0.8647])
    """
    return xp.igamma(input, other)


@op(composite=True, faces=("special",))
def gammaincc(xp: Any, input: Array, other: Array) -> Array:
    """Regularized upper incomplete gamma function: `igammac`.

    Parameters
    ----------
    input, other : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.gammaincc(ag.tensor([1.0]), ag.tensor([2.0]))
    tensor([0.1353])
    """
    return xp.igammac(input, other)


@op(composite=True, faces=("special",))
def modified_bessel_i0(xp: Any, input: Array) -> Array:
    """Modified Bessel function of the first kind, of order 0: `i0`.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.modified_bessel_i0(ag.tensor([1.0]))
    tensor([1.2661])
    """
    return xp.i0(input)


@op(composite=True, faces=("special",))
def modified_bessel_i1(xp: Any, input: Array) -> Array:
    """Modified Bessel function of the first kind, of order 1: `i1`.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.modified_bessel_i1(ag.tensor([1.0]))
    tensor([0.5652])
    """
    return xp.i1(input)


for _alias in (expit, psi, gammaln, modified_bessel_i0, modified_bessel_i1):
    _alias.cases(case(real(3, low=0.5)))
multigammaln.cases(case(real(3, low=1.0, high=4.0), 2))
for _alias in (gammainc, gammaincc):
    _alias.cases(case(1.5, real(3, low=0.5, high=4.0)))
