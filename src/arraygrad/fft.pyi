# Made by tools/generate_stubs.py from the op records: do not edit.

from builtins import bool as _bool
from builtins import complex as _complex
from builtins import float as _float
from builtins import int as _int
from collections.abc import Sequence
from typing import TypeAlias

from arraygrad.backend import Device
from arraygrad.dtypes import DType
from arraygrad.tensor import Tensor

__all__ = [
    "fft",
    "fft2",
    "fftfreq",
    "fftn",
    "fftshift",
    "hfft",
    "hfft2",
    "hfftn",
    "ifft",
    "ifft2",
    "ifftn",
    "ifftshift",
    "ihfft",
    "ihfft2",
    "ihfftn",
    "irfft",
    "irfft2",
    "irfftn",
    "rfft",
    "rfft2",
    "rfftfreq",
    "rfftn",
]

_Number: TypeAlias = _int | _float | _complex

def fft(
    input: Tensor | _Number,
    n: _int | None = None,
    dim: _int = -1,
    norm: str | None = None,
    *,
    axis: _int = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Discrete Fourier transform."""

def fft2(
    input: Tensor | _Number,
    s: _int | Sequence[_int] | None = None,
    dim: _int | Sequence[_int] | None = ...,
    norm: str | None = None,
    *,
    axis: _int | Sequence[_int] | None = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Discrete Fourier transform along two dimensions."""

def fftfreq(
    n: _int,
    d: _float = 1.0,
    *,
    dtype: DType | None = None,
    device: str | Device | None = None,
    requires_grad: _bool = False,
) -> Tensor:
    """The frequencies of the elements of `fft`, in cycles per unit of `d`."""

def fftn(
    input: Tensor | _Number,
    s: _int | Sequence[_int] | None = None,
    dim: _int | Sequence[_int] | None = None,
    norm: str | None = None,
    *,
    axis: _int | Sequence[_int] | None = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Discrete Fourier transform along several dimensions."""

def fftshift(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | None = None,
    *,
    axis: _int | Sequence[_int] | None = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Half a turn along dimensions: frequency zero, which transforms put first, comes to the middle."""

def hfft(
    input: Tensor | _Number,
    n: _int | None = None,
    dim: _int = -1,
    norm: str | None = None,
    *,
    axis: _int = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Discrete Fourier transform of half a signal whose other half is conjugate: a real spectrum."""

def hfft2(
    input: Tensor | _Number,
    s: _int | Sequence[_int] | None = None,
    dim: _int | Sequence[_int] | None = ...,
    norm: str | None = None,
    *,
    axis: _int | Sequence[_int] | None = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Real Fourier transform, along two dimensions, of half a signal whose other half is conjugate."""

def hfftn(
    input: Tensor | _Number,
    s: _int | Sequence[_int] | None = None,
    dim: _int | Sequence[_int] | None = None,
    norm: str | None = None,
    *,
    axis: _int | Sequence[_int] | None = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Real Fourier transform, along several dimensions, of half a signal whose other half is conjugate."""

def ifft(
    input: Tensor | _Number,
    n: _int | None = None,
    dim: _int = -1,
    norm: str | None = None,
    *,
    axis: _int = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Inverse of `fft`."""

def ifft2(
    input: Tensor | _Number,
    s: _int | Sequence[_int] | None = None,
    dim: _int | Sequence[_int] | None = ...,
    norm: str | None = None,
    *,
    axis: _int | Sequence[_int] | None = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Inverse of `fft2`."""

def ifftn(
    input: Tensor | _Number,
    s: _int | Sequence[_int] | None = None,
    dim: _int | Sequence[_int] | None = None,
    norm: str | None = None,
    *,
    axis: _int | Sequence[_int] | None = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Inverse of `fftn`."""

def ifftshift(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | None = None,
    *,
    axis: _int | Sequence[_int] | None = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Inverse of `fftshift`."""

def ihfft(
    input: Tensor | _Number,
    n: _int | None = None,
    dim: _int = -1,
    norm: str | None = None,
    *,
    axis: _int = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Inverse of `hfft`."""

def ihfft2(
    input: Tensor | _Number,
    s: _int | Sequence[_int] | None = None,
    dim: _int | Sequence[_int] | None = ...,
    norm: str | None = None,
    *,
    axis: _int | Sequence[_int] | None = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Inverse of `hfft2`."""

def ihfftn(
    input: Tensor | _Number,
    s: _int | Sequence[_int] | None = None,
    dim: _int | Sequence[_int] | None = None,
    norm: str | None = None,
    *,
    axis: _int | Sequence[_int] | None = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Inverse of `hfftn`."""

def irfft(
    input: Tensor | _Number,
    n: _int | None = None,
    dim: _int = -1,
    norm: str | None = None,
    *,
    axis: _int = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Inverse of `rfft`."""

def irfft2(
    input: Tensor | _Number,
    s: _int | Sequence[_int] | None = None,
    dim: _int | Sequence[_int] | None = ...,
    norm: str | None = None,
    *,
    axis: _int | Sequence[_int] | None = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Inverse of `rfft2`."""

def irfftn(
    input: Tensor | _Number,
    s: _int | Sequence[_int] | None = None,
    dim: _int | Sequence[_int] | None = None,
    norm: str | None = None,
    *,
    axis: _int | Sequence[_int] | None = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Inverse of `rfftn`."""

def rfft(
    input: Tensor | _Number,
    n: _int | None = None,
    dim: _int = -1,
    norm: str | None = None,
    *,
    axis: _int = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Discrete Fourier transform of real numbers: the half of the spectrum that tells the other."""

def rfft2(
    input: Tensor | _Number,
    s: _int | Sequence[_int] | None = None,
    dim: _int | Sequence[_int] | None = ...,
    norm: str | None = None,
    *,
    axis: _int | Sequence[_int] | None = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Discrete Fourier transform of real numbers along two dimensions; the last of them holds half of the spectrum."""

def rfftfreq(
    n: _int,
    d: _float = 1.0,
    *,
    dtype: DType | None = None,
    device: str | Device | None = None,
    requires_grad: _bool = False,
) -> Tensor:
    """The frequencies of the elements of `rfft`, in cycles per unit of `d`."""

def rfftn(
    input: Tensor | _Number,
    s: _int | Sequence[_int] | None = None,
    dim: _int | Sequence[_int] | None = None,
    norm: str | None = None,
    *,
    axis: _int | Sequence[_int] | None = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Discrete Fourier transform of real numbers along several dimensions; the last of them holds half of the
    spectrum.
    """
