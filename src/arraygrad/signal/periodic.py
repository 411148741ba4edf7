"""Windows under their names at top level: `signal.windows` with the period first and PyTorch's errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arraygrad.creation import DeviceLike
from arraygrad.dtypes import DType
from arraygrad.signal import windows
from arraygrad.tensor import Tensor

__all__ = ["bartlett_window", "blackman_window", "hamming_window", "hann_window", "kaiser_window"]


def _window(
    name: str, window: Callable[..., Tensor], length: int, periodic: bool, dtype: DType | None, options: Any
) -> Tensor:
    """A window of `signal.windows`.

    Raises
    ------
    RuntimeError
        If the length is negative or the type is not floating point.
    """
    if dtype is not None and not dtype.is_floating_point:
        raise RuntimeError(f"{name}_window expects floating point dtypes, got: {dtype!r}")
    if length < 0:
        raise RuntimeError(f"{name}_window requires non-negative window_length, got window_length={length}")
    return window(length, sym=not periodic, dtype=dtype, **options)


def bartlett_window(
    window_length: int,
    periodic: bool = True,
    *,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """Bartlett window: a triangle.

    Parameters
    ----------
    window_length : int
        Number of elements.
    periodic : bool
        Whether the window is one period, for spectra, or symmetric.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the length is negative or the type is not floating point.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.bartlett_window(4)
    tensor([0.0000, 0.5000, 1.0000, 0.5000])
    """
    options = {"device": device, "requires_grad": requires_grad}
    return _window("bartlett", windows.bartlett, window_length, periodic, dtype, options)


def blackman_window(
    window_length: int,
    periodic: bool = True,
    *,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """Blackman window: a sum of three cosines.

    Parameters
    ----------
    window_length : int
        Number of elements.
    periodic : bool
        Whether the window is one period, for spectra, or symmetric.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the length is negative or the type is not floating point.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.blackman_window(2).abs().round(decimals=4)
    tensor([0., 1.])
    """
    options = {"device": device, "requires_grad": requires_grad}
    return _window("blackman", windows.blackman, window_length, periodic, dtype, options)


def hamming_window(
    window_length: int,
    periodic: bool = True,
    alpha: float = 0.54,
    beta: float = 0.46,
    *,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """Hamming window: a cosine over a constant.

    Parameters
    ----------
    window_length : int
        Number of elements.
    periodic : bool
        Whether the window is one period, for spectra, or symmetric.
    alpha, beta : float
        The constant and the factor of the cosine.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the length is negative or the type is not floating point.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.hamming_window(2)
    tensor([0.0800, 1.0000])
    """
    options = {"a": [alpha, beta], "device": device, "requires_grad": requires_grad}
    return _window("hamming", windows.general_cosine, window_length, periodic, dtype, options)


def hann_window(
    window_length: int,
    periodic: bool = True,
    *,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """Hann window: a period of a cosine.

    Parameters
    ----------
    window_length : int
        Number of elements.
    periodic : bool
        Whether the window is one period, for spectra, or symmetric.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the length is negative or the type is not floating point.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.hann_window(4)
    tensor([0.0000, 0.5000, 1.0000, 0.5000])
    """
    options = {"device": device, "requires_grad": requires_grad}
    return _window("hann", windows.hann, window_length, periodic, dtype, options)


def kaiser_window(
    window_length: int,
    periodic: bool = True,
    beta: float = 12.0,
    *,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """Kaiser window, from a Bessel function.

    Parameters
    ----------
    window_length : int
        Number of elements.
    periodic : bool
        Whether the window is one period, for spectra, or symmetric.
    beta : float
        The larger, the narrower.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the length is negative or the type is not floating point.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.kaiser_window(2, beta=1.0)
    tensor([0.7898, 1.0000])
    """
    options = {"beta": beta, "device": device, "requires_grad": requires_grad}
    return _window("kaiser", windows.kaiser, window_length, periodic, dtype, options)
