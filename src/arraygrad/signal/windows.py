"""Window functions, under the names of PyTorch's ``torch.signal.windows``.

A window of `M` elements is sampled symmetrically, from the first element to the last. With ``sym=False`` it is the
window of ``M + 1`` elements without its last: one period, for spectra.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import reduce
from operator import add
from typing import Any

from arraygrad.creation import DeviceLike, linspace, ones
from arraygrad.dispatch import call
from arraygrad.dtypes import DType, get_default_dtype
from arraygrad.tensor import Tensor

__all__ = [
    "bartlett", "blackman", "cosine", "exponential", "gaussian", "general_cosine", "general_hamming", "hamming", "hann",
    "kaiser", "nuttall",
]  # fmt: skip


def _check(name: str, M: int, dtype: DType | None) -> None:
    """Refuse lengths and types that no window has.

    Raises
    ------
    ValueError
        If the length is negative, or the type neither float32 nor float64.
    """
    if M < 0:
        raise ValueError(f"{name} requires non-negative window length, got M={M}")
    kind = dtype or get_default_dtype()
    if kind.name not in ("float32", "float64"):
        raise ValueError(f"{name} expects float32 or float64 dtypes, got: {kind!r}")


def _points(first: float, step: float, M: int, dtype: DType | None, device: DeviceLike) -> Any:
    """`M` points, a step apart."""
    return linspace(first, first + step * max(M - 1, 0), M, dtype=dtype, device=device)


def _steps(M: int, sym: bool) -> int:
    """How many steps there are from one end of the window to the other."""
    return max(M - 1 if sym else M, 1)


def bartlett(
    M: int,
    *,
    sym: bool = True,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """Bartlett window: a triangle that is zero at both ends.

    Parameters
    ----------
    M : int
        Number of elements.
    sym : bool
        Whether the window is symmetric, or one period.

    Returns
    -------
    Tensor
        With 1 as its largest value.

    Raises
    ------
    ValueError
        If the length is negative, or the type neither float32 nor float64.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.signal.windows.bartlett(5)
    tensor([0.0000, 0.5000, 1.0000, 0.5000, 0.0000])
    """
    _check("bartlett", M, dtype)
    if M == 1:
        return ones(M, dtype=dtype, device=device, requires_grad=requires_grad)
    made: Tensor = 1 - call("abs", _points(-1.0, 2 / _steps(M, sym), M, dtype, device))
    return made.requires_grad_(requires_grad)


def blackman(
    M: int,
    *,
    sym: bool = True,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """Blackman window: a sum of three cosines.

    Parameters
    ----------
    M : int
        Number of elements.
    sym : bool
        Whether the window is symmetric, or one period.

    Returns
    -------
    Tensor
        With 1 as its largest value.

    Raises
    ------
    ValueError
        If the length is negative, or the type neither float32 nor float64.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.signal.windows.blackman(3).abs().round(decimals=4)
    tensor([0., 1., 0.])
    """
    _check("blackman", M, dtype)
    return general_cosine(M, a=[0.42, 0.5, 0.08], sym=sym, dtype=dtype, device=device, requires_grad=requires_grad)


def cosine(
    M: int,
    *,
    sym: bool = True,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """Half a period of a sine, sampled in the middle of its steps.

    Parameters
    ----------
    M : int
        Number of elements.
    sym : bool
        Whether the window is symmetric, or one period.

    Returns
    -------
    Tensor
        With 1 as its largest value.

    Raises
    ------
    ValueError
        If the length is negative, or the type neither float32 nor float64.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.signal.windows.cosine(3)
    tensor([0.5000, 1.0000, 0.5000])
    """
    _check("cosine", M, dtype)
    step = math.pi / (M + 1 if not sym and M > 1 else max(M, 1))
    made: Tensor = call("sin", _points(0.5 * step, step, M, dtype, device))
    return made.requires_grad_(requires_grad)


def exponential(
    M: int,
    *,
    center: float | None = None,
    tau: float = 1.0,
    sym: bool = True,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """Exponential (Poisson) window: it decays on both sides of its centre.

    Parameters
    ----------
    M : int
        Number of elements.
    center : float, optional
        Where the window is largest; the middle if not given, as it must not be for symmetric windows.
    tau : float
        The distance over which it decays by a factor of e.
    sym : bool
        Whether the window is symmetric, or one period.

    Returns
    -------
    Tensor
        With 1 as its largest value.

    Raises
    ------
    ValueError
        If the length is negative, or the type neither float32 nor float64,
        `tau` is not positive, or a symmetric window has a centre.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.signal.windows.exponential(3)
    tensor([0.3679, 1.0000, 0.3679])
    """
    _check("exponential", M, dtype)
    if tau <= 0:
        raise ValueError(f"Tau must be positive, got: {tau} instead.")
    if sym and center is not None:
        raise ValueError("Center must be None for symmetric windows")
    if center is None:
        center = (M if not sym and M > 1 else M - 1) / 2.0
    made: Tensor = call("exp", -call("abs", _points(-center / tau, 1 / tau, M, dtype, device)))
    return made.requires_grad_(requires_grad)


def gaussian(
    M: int,
    *,
    std: float = 1.0,
    sym: bool = True,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """Gaussian window.

    Parameters
    ----------
    M : int
        Number of elements.
    std : float
        Standard deviation, in elements.
    sym : bool
        Whether the window is symmetric, or one period.

    Returns
    -------
    Tensor
        With 1 as its largest value.

    Raises
    ------
    ValueError
        If the length is negative, or the type neither float32 nor float64,
        or `std` is not positive.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.signal.windows.gaussian(3)
    tensor([0.6065, 1.0000, 0.6065])
    """
    _check("gaussian", M, dtype)
    if std <= 0:
        raise ValueError(f"Standard deviation must be positive, got: {std} instead.")
    step = 1 / (std * math.sqrt(2))
    k = _points(-(M if not sym and M > 1 else M - 1) / 2.0 * step, step, M, dtype, device)
    made: Tensor = call("exp", -(k * k))
    return made.requires_grad_(requires_grad)


def general_cosine(
    M: int,
    *,
    a: Iterable[float],
    sym: bool = True,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """A sum of cosines with rising frequencies and alternating signs.

    Parameters
    ----------
    M : int
        Number of elements.
    a : sequence of float
        Factors of the cosines, beginning with the constant.
    sym : bool
        Whether the window is symmetric, or one period.

    Returns
    -------
    Tensor
        Floating point.

    Raises
    ------
    TypeError
        If `a` is not a sequence.
    ValueError
        If the length is negative, or the type neither float32 nor float64,
        or there are no factors.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.signal.windows.general_cosine(3, a=[0.5, 0.5])
    tensor([0., 1., 0.])
    """
    _check("general_cosine", M, dtype)
    if not isinstance(a, Iterable):
        raise TypeError(f"Coefficients must be a list/tuple, got {type(a).__name__}")
    factors = list(a)
    if not factors:
        raise ValueError("Coefficients cannot be empty")
    if M == 1:
        return ones(M, dtype=dtype, device=device, requires_grad=requires_grad)
    k = _points(0.0, 2 * math.pi / _steps(M, sym), M, dtype, device)
    terms = [call("cos", k * i) * ((-1) ** i * factor) for i, factor in enumerate(factors)]
    made: Tensor = reduce(add, terms)
    return made.requires_grad_(requires_grad)


def general_hamming(
    M: int,
    *,
    alpha: float = 0.54,
    sym: bool = True,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """A cosine over a constant.

    Parameters
    ----------
    M : int
        Number of elements.
    alpha : float
        The constant; the factor of the cosine is ``1 - alpha``.
    sym : bool
        Whether the window is symmetric, or one period.

    Returns
    -------
    Tensor
        With 1 as its largest value.

    Raises
    ------
    ValueError
        If the length is negative, or the type neither float32 nor float64.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.signal.windows.general_hamming(3, alpha=0.5)
    tensor([0., 1., 0.])
    """
    _check("general_hamming", M, dtype)
    return general_cosine(M, a=[alpha, 1.0 - alpha], sym=sym, dtype=dtype, device=device, requires_grad=requires_grad)


def hamming(
    M: int,
    *,
    sym: bool = True,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """Hamming window: a cosine over a constant, 0.08 at both ends.

    Parameters
    ----------
    M : int
        Number of elements.
    sym : bool
        Whether the window is symmetric, or one period.

    Returns
    -------
    Tensor
        With 1 as its largest value.

    Raises
    ------
    ValueError
        If the length is negative, or the type neither float32 nor float64.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.signal.windows.hamming(3)
    tensor([0.0800, 1.0000, 0.0800])
    """
    _check("hamming", M, dtype)
    return general_hamming(M, sym=sym, dtype=dtype, device=device, requires_grad=requires_grad)


def hann(
    M: int,
    *,
    sym: bool = True,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """Hann window: a period of a cosine, zero at both ends.

    Parameters
    ----------
    M : int
        Number of elements.
    sym : bool
        Whether the window is symmetric, or one period.

    Returns
    -------
    Tensor
        With 1 as its largest value.

    Raises
    ------
    ValueError
        If the length is negative, or the type neither float32 nor float64.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.signal.windows.hann(3)
    tensor([0., 1., 0.])
    """
    _check("hann", M, dtype)
    return general_hamming(M, alpha=0.5, sym=sym, dtype=dtype, device=device, requires_grad=requires_grad)


def kaiser(
    M: int,
    *,
    beta: float = 12.0,
    sym: bool = True,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """Kaiser window, from a Bessel function.

    Parameters
    ----------
    M : int
        Number of elements.
    beta : float
        The larger, the narrower.
    sym : bool
        Whether the window is symmetric, or one period.

    Returns
    -------
    Tensor
        With 1 as its largest value.

    Raises
    ------
    ValueError
        If the length is negative, or the type neither float32 nor float64,
        or `beta` is negative.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.signal.windows.kaiser(3, beta=1.0)
    tensor([0.7898, 1.0000, 0.7898])
    """
    _check("kaiser", M, dtype)
    if beta < 0:
        raise ValueError(f"beta must be non-negative, got: {beta} instead.")
    if M == 1:
        return ones(M, dtype=dtype, device=device, requires_grad=requires_grad)
    k = _points(-1.0, 2 / _steps(M, sym), M, dtype, device)
    inside = call("sqrt", call("clamp_min", 1 - k * k, 0.0))
    made: Tensor = call("i0", inside * beta) / call("i0", ones(1, dtype=dtype, device=device) * beta)
    return made.requires_grad_(requires_grad)


def nuttall(
    M: int,
    *,
    sym: bool = True,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """Nuttall's minimum four-term Blackman-Harris window.

    Parameters
    ----------
    M : int
        Number of elements.
    sym : bool
        Whether the window is symmetric, or one period.

    Returns
    -------
    Tensor
        With 1 as its largest value.

    Raises
    ------
    ValueError
        If the length is negative, or the type neither float32 nor float64.

    Notes
    -----
    Albert H. Nuttall, "Some windows with very good sidelobe behavior", IEEE Transactions on Acoustics, Speech, and
    Signal Processing 29 (1981).

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.signal.windows.nuttall(3).round(decimals=4)
    tensor([4.0000e-04, 1.0000e+00, 4.0000e-04])
    """
    _check("nuttall", M, dtype)
    return general_cosine(
        M,
        a=[0.3635819, 0.4891775, 0.1365995, 0.0106411],
        sym=sym,
        dtype=dtype,
        device=device,
        requires_grad=requires_grad,
    )
