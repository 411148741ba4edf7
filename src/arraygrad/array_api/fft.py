"""The standard's extension for Fourier transforms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from arraygrad.array_api._operands import array, named, place
from arraygrad.dispatch import call
from arraygrad.dtypes import DType
from arraygrad.standard import standard
from arraygrad.tensor import Tensor

__all__ = [
    "fft", "fftfreq", "fftn", "fftshift", "hfft", "ifft", "ifftn", "ifftshift", "ihfft", "irfft", "irfftn", "rfft",
    "rfftfreq", "rfftn",
]  # fmt: skip


def _along_one(name: str) -> Callable[..., Tensor]:
    def function(x: Any, /, *, n: int | None = None, axis: int = -1, norm: str = "backward") -> Tensor:
        return call(name, array(x), n, axis, norm)  # type: ignore[no-any-return]

    return named(function, name)


def _along_several(name: str) -> Callable[..., Tensor]:
    def function(
        x: Any, /, *, s: Sequence[int] | None = None, axes: Sequence[int] | None = None, norm: str = "backward"
    ) -> Tensor:
        return call(name, array(x), s, axes, norm)  # type: ignore[no-any-return]

    return named(function, name)


fft = _along_one("fft")
ifft = _along_one("ifft")
rfft = _along_one("rfft")
irfft = _along_one("irfft")
hfft = _along_one("hfft")
ihfft = _along_one("ihfft")
fftn = _along_several("fftn")
ifftn = _along_several("ifftn")
rfftn = _along_several("rfftn")
irfftn = _along_several("irfftn")


def fftfreq(n: int, /, *, d: float = 1.0, dtype: DType | None = None, device: Any = None) -> Tensor:
    """The frequencies of the elements of `fft`, for samples at a distance of `d`."""
    from arraygrad.fft import fftfreq

    return standard(fftfreq(n, d, dtype=dtype, device=place(device)))


def rfftfreq(n: int, /, *, d: float = 1.0, dtype: DType | None = None, device: Any = None) -> Tensor:
    """The frequencies of the elements of `rfft`, for samples at a distance of `d`."""
    from arraygrad.fft import rfftfreq

    return standard(rfftfreq(n, d, dtype=dtype, device=place(device)))


def fftshift(x: Any, /, *, axes: int | Sequence[int] | None = None) -> Tensor:
    """Frequency zero moved to the middle."""
    return call("fftshift", array(x), axes)  # type: ignore[no-any-return]


def ifftshift(x: Any, /, *, axes: int | Sequence[int] | None = None) -> Tensor:
    """Frequency zero moved back to the front."""
    return call("ifftshift", array(x), axes)  # type: ignore[no-any-return]
