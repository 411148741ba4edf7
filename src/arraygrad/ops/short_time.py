"""Short-time Fourier transforms: the spectrum of a signal as it changes over time, and back."""

from __future__ import annotations

import warnings
from typing import Any

from arraygrad.cases import case, complexes, real
from arraygrad.op import Array, op
from arraygrad.ops._common import is_floating, kind_of

#: Least sum of squared windows over a sample from which the signal can be told.
LEAST = 1e-11


def _is_complex(xp: Any, x: Any) -> bool:
    return kind_of(xp, x.dtype) == "complex floating"


def _samples(xp: Any, frames: int, n_fft: int, hop: int, device: Any) -> Any:
    """The numbers of the samples that each frame holds, frame after frame."""
    first = xp.arange(frames, device=device) * hop
    return xp.reshape(xp.reshape(first, (-1, 1)) + xp.arange(n_fft, device=device), (-1,))


def _window(xp: Any, window: Any, win_length: int, n_fft: int, like: Any, name: str) -> Any:
    """The window with zeros around it, ones if there is none.

    Raises
    ------
    RuntimeError
        If it is not as long as it should be.
    """
    if not 0 < win_length <= n_fft:
        raise RuntimeError(f"{name}: expected 0 < win_length <= n_fft={n_fft}, but got win_length={win_length}")
    if window is None:
        warnings.warn(
            "A window was not provided. A rectangular window will be applied, which is known to cause spectral "
            "leakage. Other windows such as hann_window are recommended; write window=ones(win_length) to keep it.",
            stacklevel=4,
        )
        window = xp.ones(
            win_length, dtype=xp.real(like).dtype if _is_complex(xp, like) else like.dtype, device=like.device
        )
    if tuple(window.shape) != (win_length,):
        raise RuntimeError(
            f"{name}: expected a 1D window tensor of size equal to win_length={win_length}, but got window with size "
            f"{list(window.shape)}"
        )
    left = (n_fft - win_length) // 2
    return xp.pad_constant(window, pairs=((left, n_fft - win_length - left),), value=0)


def _centred(xp: Any, x: Any, amount: int, mode: str) -> Any:
    """The signals with so many samples more at both ends."""
    padded = xp.pad(xp.reshape(x, (1,) * (3 - x.ndim) + tuple(x.shape)), (amount, amount), mode)
    return xp.reshape(padded, (*x.shape[:-1], padded.shape[-1]))


@op(composite=True)
def stft(
    xp: Any,
    input: Array,
    n_fft: int,
    hop_length: int | None = None,
    win_length: int | None = None,
    window: Array | None = None,
    center: bool = True,
    pad_mode: str = "reflect",
    normalized: bool = False,
    onesided: bool | None = None,
    return_complex: bool | None = None,
    align_to_window: bool | None = None,
) -> Array:
    """Short-time Fourier transform: the spectra of overlapping frames of a signal.

    Parameters
    ----------
    input : Tensor
        Shape (L,) or (B, L), floating point or complex.
    n_fft : int
        Samples in a frame.
    hop_length : int, optional
        Samples from one frame to the next; ``n_fft // 4`` if not given.
    win_length : int, optional
        Samples in the window, which lies in the middle of the frame; `n_fft` if not given.
    window : Tensor, optional
        Factors, shape (win_length,); ones, with a warning, if not given.
    center : bool
        Whether frame t is centred at sample ``t * hop_length``, with padding at both ends, or begins there.
    pad_mode : str
        See `nn.functional.pad`.
    normalized : bool
        Whether to divide by the root of `n_fft`.
    onesided : bool, optional
        Whether to leave out what the first half of a spectrum tells; so for real signals and windows if not given.
    return_complex : bool, optional
        Must be given for real signals; False, which is deprecated, gives pairs of real numbers.
    align_to_window : bool, optional
        Whether, with ``center=False``, the first window and not the first frame begins at the first sample.

    Returns
    -------
    Tensor
        Complex, shape (B, N, T): N frequencies of T frames.

    Raises
    ------
    RuntimeError
        If the sizes do not fit each other.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.stft(ag.ones(8), 4, window=ag.hann_window(4), return_complex=True).shape
    arraygrad.Size([3, 9])
    """
    hop = n_fft // 4 if hop_length is None else hop_length
    width = n_fft if win_length is None else win_length
    whole = _is_complex(xp, input) or (window is not None and _is_complex(xp, window))
    if not is_floating(xp, input) or input.ndim not in (1, 2):
        raise RuntimeError(
            f"stft: expected a 1D or 2D tensor of floating point or complex values, got {input.dtype} of shape "
            f"{list(input.shape)}"
        )
    if center and align_to_window is not None:
        raise RuntimeError("stft align_to_window should only be set when center = false")
    if return_complex is None and not whole:
        raise RuntimeError(
            "stft requires the return_complex parameter be given for real inputs: write return_complex=True"
        )
    if onesided and whole:
        raise RuntimeError("Cannot have onesided output if window or input is complex")
    if center:
        input = _centred(xp, input, n_fft // 2, pad_mode)
    elif align_to_window and width < n_fft:
        left = (n_fft - width) // 2
        input = xp.pad(input, (left, n_fft - width - left))
    length = input.shape[-1]
    if not 0 < n_fft <= length:
        raise RuntimeError(f"stft: expected 0 < n_fft <= {length}, the length of the signal, but got n_fft={n_fft}")
    if hop <= 0:
        raise RuntimeError(f"stft: expected hop_length > 0, but got hop_length={hop}")
    factors = _window(xp, window, width, n_fft, input, "stft")
    count = (length - n_fft) // hop + 1
    taken = xp.index_select(input, -1, _samples(xp, count, n_fft, hop, input.device))
    frames = xp.reshape(taken, (*input.shape[:-1], count, n_fft)) * factors
    half = not whole if onesided is None else onesided
    spectra = (xp.rfft if half else xp.fft)(frames, norm="ortho" if normalized else None)
    spectra = xp.matrix_transpose(spectra)
    if return_complex is False:
        warnings.warn(
            "stft with return_complex=False is deprecated: use view_as_real on the complex result", stacklevel=3
        )
        return xp.stack([xp.real(spectra), xp.imag(spectra)], axis=-1)
    return spectra


stft.cases(
    case(real(12), 4, 2, 4, real(4), return_complex=True),
    case(real(2, 8), 5, 2, 3, real(3), center=False, normalized=True, onesided=False, return_complex=True),
    case(complexes(9), 4, window=complexes(4), pad_mode="constant"),
    case(real(8), 5, 1, 2, real(2), center=False, return_complex=True, align_to_window=True),
)


@op(composite=True)
def istft(
    xp: Any,
    input: Array,
    n_fft: int,
    hop_length: int | None = None,
    win_length: int | None = None,
    window: Array | None = None,
    center: bool = True,
    normalized: bool = False,
    onesided: bool | None = None,
    length: int | None = None,
    return_complex: bool = False,
) -> Array:
    """Inverse of `stft`: the signal whose short-time spectra are nearest to the given ones.

    Parameters
    ----------
    input : Tensor
        Complex, shape (N, T) or (B, N, T).
    n_fft, hop_length, win_length, window, center, normalized
        As given to `stft`.
    onesided : bool, optional
        Whether a spectrum has ``n_fft // 2 + 1`` frequencies; so unless there are `n_fft`, if not given.
    length : int, optional
        Samples of the result: it is cut off, or filled up with zeros.
    return_complex : bool
        Whether the signal is complex.

    Returns
    -------
    Tensor
        Shape (L,) or (B, L).

    Raises
    ------
    RuntimeError
        If the sizes do not fit each other, or samples are in no window.

    Examples
    --------
    >>> import arraygrad as ag
    >>> x, window = ag.arange(8.0), ag.hann_window(4)
    >>> ag.istft(ag.stft(x, 4, window=window, return_complex=True), 4, window=window).round(decimals=4)
    tensor([0., 1., 2., 3., 4., 5., 6., 7.])
    """
    hop = n_fft // 4 if hop_length is None else hop_length
    width = n_fft if win_length is None else win_length
    if not _is_complex(xp, input):
        raise RuntimeError(
            "istft requires a complex-valued input tensor matching the output from stft with return_complex=True."
        )
    if input.ndim not in (2, 3) or 0 in input.shape:
        raise RuntimeError(f"istft: expected a tensor with 2 or 3 dimensions and elements, got {list(input.shape)}")
    half = input.shape[-2] != n_fft if onesided is None else onesided
    if input.shape[-2] != (n_fft // 2 + 1 if half else n_fft):
        raise RuntimeError(
            f"istft: expected the frequency dimension (3rd to the last) of the input tensor to match n_fft={n_fft} "
            f"with onesided={half}, but got {input.shape[-2]}"
        )
    if not 0 < hop <= width:
        raise RuntimeError(f"istft: expected 0 < hop_length <= win_length={width}, but got hop_length={hop}")
    if return_complex and half:
        raise RuntimeError("Cannot have onesided output if window or input is complex")
    factors = _window(xp, window, width, n_fft, input, "istft")
    if not return_complex and _is_complex(xp, factors):
        raise RuntimeError("Complex windows are incompatible with return_complex=False")
    spectra, norm = xp.matrix_transpose(input), "ortho" if normalized else None
    frames = (
        xp.ifft(spectra, norm=norm) if return_complex else xp.irfft(spectra[..., : n_fft // 2 + 1], n_fft, norm=norm)
    )
    frames = frames * factors
    count = input.shape[-1]
    total = n_fft + hop * (count - 1)
    samples = _samples(xp, count, n_fft, hop, input.device)

    def added(parts: Any) -> Any:
        """Frames laid over each other."""
        lead = tuple(parts.shape[:-2])
        empty = xp.zeros((*lead, total), dtype=parts.dtype, device=input.device)
        return xp.index_add(empty, -1, samples, xp.reshape(parts, (*lead, count * n_fft)))

    start = n_fft // 2 if center else 0
    end = total if length is None and not center else start + length if length is not None else total - start
    cover = added(xp.expand(factors * factors, (count, n_fft)))[start:end]
    if xp.concrete(cover) and not bool((xp.abs(cover.detach()) > LEAST).all()):
        raise RuntimeError(
            "istft: window overlap add min: some samples are in no window; choose another window or hop_length"
        )
    signal = added(frames)[..., start:end] / cover
    missing = end - start - signal.shape[-1]
    if missing > 0:
        warnings.warn(
            "The length of signal is shorter than the length parameter. Result is being padded with zeros in the tail. "
            "Please check your center and hop_length settings.",
            stacklevel=3,
        )
        signal = xp.pad(signal, (0, missing))
    return signal


_WINDOW = real(4, low=0.5)
istft.cases(
    case(complexes(3, 4), 4, 2, 4, _WINDOW),
    case(complexes(2, 5, 3), 5, 2, 4, _WINDOW, normalized=True, onesided=False, return_complex=True, length=6),
)
