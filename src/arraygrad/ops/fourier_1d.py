"""Discrete Fourier transforms along one dimension."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, complexes, integers, real
from arraygrad.op import Array, op
from arraygrad.ops._common import conj
from arraygrad.ops.fourier import axis_of, complex_transform, from_half, opposite, to_half


@op(composite=True, faces=("fft",))
def fft(xp: Any, input: Array, n: int | None = None, dim: int = -1, norm: str | None = None) -> Array:
    """Discrete Fourier transform.

    Parameters
    ----------
    input : Tensor
        Real or complex.
    n : int, optional
        Number of points: the input is cut off or filled up with zeros.
    dim : int
    norm : {"backward", "ortho", "forward"}, optional
        Divide by 1 (as without it), by the root of the number of points, or by that number.

    Returns
    -------
    Tensor
        Complex.

    Raises
    ------
    IndexError
        If the dimension is out of range.
    RuntimeError
        If there is no point, or no such norm.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fft.fft(ag.tensor([1.0, 1.0])).real
    tensor([2., 0.])
    """
    return complex_transform(xp, input, (axis_of(input, dim),), [n], norm, forward=True)


fft.cases(case(complexes(3, 4)), case(real(4, 3), 5, 0, "ortho"), case(integers(4), 2), oracle="numpy.fft.fft")


@op(composite=True, faces=("fft",))
def ifft(xp: Any, input: Array, n: int | None = None, dim: int = -1, norm: str | None = None) -> Array:
    """Inverse of `fft`.

    Parameters
    ----------
    input : Tensor
        Real or complex.
    n : int, optional
        Number of points: the input is cut off or filled up with zeros.
    dim : int
    norm : {"backward", "ortho", "forward"}, optional
        Divide by the number of points (as without it), by its root, or by 1.

    Returns
    -------
    Tensor
        Complex.

    Raises
    ------
    IndexError
        If the dimension is out of range.
    RuntimeError
        If there is no point, or no such norm.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fft.ifft(ag.fft.fft(ag.tensor([1.0, 2.0]))).real
    tensor([1., 2.])
    """
    return complex_transform(xp, input, (axis_of(input, dim),), [n], norm, forward=False)


ifft.cases(case(complexes(3, 4), 6, -2, "forward"), oracle="numpy.fft.ifft")


@op(composite=True, faces=("fft",))
def rfft(xp: Any, input: Array, n: int | None = None, dim: int = -1, norm: str | None = None) -> Array:
    """Discrete Fourier transform of real numbers: the half of the spectrum that tells the other.

    Parameters
    ----------
    input : Tensor
        Real.
    n : int, optional
        Number of points: the input is cut off or filled up with zeros.
    dim : int
    norm : {"backward", "ortho", "forward"}, optional
        Divide by 1 (as without it), by the root of the number of points, or by that number.

    Returns
    -------
    Tensor
        Complex, with ``n // 2 + 1`` elements along the dimension.

    Raises
    ------
    IndexError
        If the dimension is out of range.
    RuntimeError
        If the input is complex, there is no point, or no such norm.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fft.rfft(ag.tensor([1.0, 2.0, 3.0, 2.0])).real
    tensor([ 8., -2.,  0.])
    """
    return to_half(xp, input, (axis_of(input, dim),), [n], norm, "rfft")


rfft.cases(case(real(3, 4)), case(real(4, 2), 3, 0, "forward"), oracle="numpy.fft.rfft")


@op(composite=True, faces=("fft",))
def irfft(xp: Any, input: Array, n: int | None = None, dim: int = -1, norm: str | None = None) -> Array:
    """Inverse of `rfft`.

    Parameters
    ----------
    input : Tensor
        The half of a spectrum that `rfft` gives; what real numbers would not have is ignored.
    n : int, optional
        Number of points of the result, ``2 * (size - 1)`` if not given.
    dim : int
    norm : {"backward", "ortho", "forward"}, optional
        Divide by the number of points (as without it), by its root, or by 1.

    Returns
    -------
    Tensor
        Real.

    Raises
    ------
    IndexError
        If the dimension is out of range.
    RuntimeError
        If there is no point, or no such norm.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fft.irfft(ag.fft.rfft(ag.tensor([1.0, 2.0])))
    tensor([1., 2.])
    """
    return from_half(xp, input, (axis_of(input, dim),), [n], norm, "irfft")


irfft.cases(case(complexes(2, 3)), case(complexes(3, 2), 5, 0, "ortho"), oracle="numpy.fft.irfft")


@op(composite=True, faces=("fft",))
def hfft(xp: Any, input: Array, n: int | None = None, dim: int = -1, norm: str | None = None) -> Array:
    """Discrete Fourier transform of half a signal whose other half is conjugate: a real spectrum.

    Parameters
    ----------
    input : Tensor
        The first half of the signal.
    n : int, optional
        Number of points of the result, ``2 * (size - 1)`` if not given.
    dim : int
    norm : {"backward", "ortho", "forward"}, optional
        Divide by 1 (as without it), by the root of the number of points, or by that number.

    Returns
    -------
    Tensor
        Real.

    Raises
    ------
    IndexError
        If the dimension is out of range.
    RuntimeError
        If there is no point, or no such norm.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fft.hfft(ag.tensor([1.0, 2.0, 3.0]))
    tensor([ 8., -2.,  0., -2.])
    """
    return from_half(xp, conj(xp, input), (axis_of(input, dim),), [n], opposite(norm), "hfft")


hfft.cases(case(complexes(3)), oracle="numpy.fft.hfft")


@op(composite=True, faces=("fft",))
def ihfft(xp: Any, input: Array, n: int | None = None, dim: int = -1, norm: str | None = None) -> Array:
    """Inverse of `hfft`.

    Parameters
    ----------
    input : Tensor
        Real.
    n : int, optional
        Number of points: the input is cut off or filled up with zeros.
    dim : int
    norm : {"backward", "ortho", "forward"}, optional
        Divide by the number of points (as without it), by its root, or by 1.

    Returns
    -------
    Tensor
        Complex, with ``n // 2 + 1`` elements along the dimension.

    Raises
    ------
    IndexError
        If the dimension is out of range.
    RuntimeError
        If the input is complex, there is no point, or no such norm.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fft.ihfft(ag.tensor([8.0, -2.0, 0.0, -2.0])).real
    tensor([1., 2., 3.])
    """
    return conj(xp, to_half(xp, input, (axis_of(input, dim),), [n], opposite(norm), "ihfft"))


ihfft.cases(case(real(4)), oracle="numpy.fft.ihfft")
