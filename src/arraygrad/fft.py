"""Discrete Fourier transforms, under the names of PyTorch's ``torch.fft``."""

from __future__ import annotations

import math
from typing import Any

from arraygrad.creation import DeviceLike, arange
from arraygrad.dtypes import DType, get_default_dtype
from arraygrad.faces import function_of, names_of
from arraygrad.tensor import Tensor

__all__ = ["fftfreq", "rfftfreq"]


def fftfreq(
    n: int, d: float = 1.0, *, dtype: DType | None = None, device: DeviceLike = None, requires_grad: bool = False
) -> Tensor:
    """The frequencies of the elements of `fft`, in cycles per unit of `d`.

    Parameters
    ----------
    n : int
        Number of points.
    d : float
        Distance of the points.
    dtype : DType, optional
        Floating point; the default type if not given.

    Returns
    -------
    Tensor
        The non-negative frequencies in rising order, then the negative ones.

    Raises
    ------
    RuntimeError
        If `n` is negative or the type is not floating point.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fft.fftfreq(4)
    tensor([ 0.0000,  0.2500, -0.5000, -0.2500])
    """
    place = arange(_counted(n, dtype, "fftfreq"), device=device)
    return _frequencies(place - n * (place >= (n + 1) // 2), n, d, dtype, requires_grad)


def rfftfreq(
    n: int, d: float = 1.0, *, dtype: DType | None = None, device: DeviceLike = None, requires_grad: bool = False
) -> Tensor:
    """The frequencies of the elements of `rfft`, in cycles per unit of `d`.

    Parameters
    ----------
    n : int
        Number of points before the transform.
    d : float
        Distance of the points.
    dtype : DType, optional
        Floating point; the default type if not given.

    Returns
    -------
    Tensor
        With ``n // 2 + 1`` elements.

    Raises
    ------
    RuntimeError
        If `n` is negative or the type is not floating point.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fft.rfftfreq(4)
    tensor([0.0000, 0.2500, 0.5000])
    """
    return _frequencies(arange(_counted(n // 2 + 1, dtype, "rfftfreq"), device=device), n, d, dtype, requires_grad)


def _counted(n: int, dtype: DType | None, name: str) -> int:
    if dtype is not None and not dtype.is_floating_point:
        raise RuntimeError(f"{name} requires a floating point dtype, got {dtype}")
    if n < 0:
        raise RuntimeError(f"Trying to create tensor with negative dimension {n}: [{n}]")
    return n


def _frequencies(numbers: Any, n: int, d: float, dtype: DType | None, requires_grad: bool) -> Tensor:
    made: Tensor = numbers.to(dtype or get_default_dtype()) * (1.0 / (n * d) if n * d else math.inf)
    return made.requires_grad_(requires_grad)


def __getattr__(name: str) -> Any:
    function = globals()[name] = function_of("fft", name)
    return function


def __dir__() -> list[str]:
    return sorted({*__all__, *names_of("fft")})
