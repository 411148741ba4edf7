"""Discrete Fourier transforms along two dimensions."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, complexes, real
from arraygrad.op import Array, op
from arraygrad.ops.fourier_nd import Sizes


@op(composite=True, faces=("fft",))
def fft2(xp: Any, input: Array, s: Sizes = None, dim: Sizes = (-2, -1), norm: str | None = None) -> Array:
    """Discrete Fourier transform along two dimensions.

    Parameters
    ----------
    input : Tensor
        Real or complex.
    s : int or sequence of int, optional
        Numbers of points, -1 for the size that is there: the input is cut off or filled up with zeros.
    dim : int or sequence of int, optional
        Two dimensions.
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
        If sizes and dimensions do not fit, there is no point, or no such norm.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fft.fft2(ag.ones(2, 2)).real
    tensor([[4., 0.],
            [0., 0.]])
    """
    return xp.fftn(input, s, dim, norm)


fft2.cases(case(complexes(2, 3), (2, 2)))


@op(composite=True, faces=("fft",))
def ifft2(xp: Any, input: Array, s: Sizes = None, dim: Sizes = (-2, -1), norm: str | None = None) -> Array:
    """Inverse of `fft2`.

    Parameters
    ----------
    input : Tensor
        Real or complex.
    s : int or sequence of int, optional
        Numbers of points, -1 for the size that is there: the input is cut off or filled up with zeros.
    dim : int or sequence of int, optional
        Two dimensions.
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
        If sizes and dimensions do not fit, there is no point, or no such norm.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fft.ifft2(ag.fft.fft2(ag.ones(2, 2))).real
    tensor([[1., 1.],
            [1., 1.]])
    """
    return xp.ifftn(input, s, dim, norm)


ifft2.cases(case(complexes(2, 3)))


@op(composite=True, faces=("fft",))
def rfft2(xp: Any, input: Array, s: Sizes = None, dim: Sizes = (-2, -1), norm: str | None = None) -> Array:
    """Discrete Fourier transform of real numbers along two dimensions; the last of them holds half of the spectrum.

    Parameters
    ----------
    input : Tensor
        Real.
    s : int or sequence of int, optional
        Numbers of points, -1 for the size that is there: the input is cut off or filled up with zeros.
    dim : int or sequence of int, optional
        Two dimensions.
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
        If the input is complex, sizes and dimensions do not fit, there is no point, or no such norm.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fft.rfft2(ag.ones(2, 4)).real
    tensor([[8., 0., 0.],
            [0., 0., 0.]])
    """
    return xp.rfftn(input, s, dim, norm)


rfft2.cases(case(real(2, 3)))


@op(composite=True, faces=("fft",))
def irfft2(xp: Any, input: Array, s: Sizes = None, dim: Sizes = (-2, -1), norm: str | None = None) -> Array:
    """Inverse of `rfft2`.

    Parameters
    ----------
    input : Tensor
        The half of a spectrum that `rfft2` gives; what real numbers would not have is ignored.
    s : int or sequence of int, optional
        Numbers of points of the result, -1 for the size that is there, or ``2 * (size - 1)`` of the last dimension.
    dim : int or sequence of int, optional
        Two dimensions.
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
        If sizes and dimensions do not fit, there is no point, or no such norm.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fft.irfft2(ag.fft.rfft2(ag.ones(2, 2)))
    tensor([[1., 1.],
            [1., 1.]])
    """
    return xp.irfftn(input, s, dim, norm)


irfft2.cases(case(complexes(2, 3)))


@op(composite=True, faces=("fft",))
def hfft2(xp: Any, input: Array, s: Sizes = None, dim: Sizes = (-2, -1), norm: str | None = None) -> Array:
    """Real Fourier transform, along two dimensions, of half a signal whose other half is conjugate.

    Parameters
    ----------
    input : Tensor
        The first half of the signal along the last of the dimensions.
    s : int or sequence of int, optional
        Numbers of points of the result, -1 for the size that is there, or ``2 * (size - 1)`` of the last dimension.
    dim : int or sequence of int, optional
        Two dimensions.
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
        If sizes and dimensions do not fit, there is no point, or no such norm.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fft.hfft2(ag.ones(2, 2))
    tensor([[4., 0.],
            [0., 0.]])
    """
    return xp.hfftn(input, s, dim, norm)


hfft2.cases(case(complexes(2, 3)))


@op(composite=True, faces=("fft",))
def ihfft2(xp: Any, input: Array, s: Sizes = None, dim: Sizes = (-2, -1), norm: str | None = None) -> Array:
    """Inverse of `hfft2`.

    Parameters
    ----------
    input : Tensor
        Real.
    s : int or sequence of int, optional
        Numbers of points, -1 for the size that is there: the input is cut off or filled up with zeros.
    dim : int or sequence of int, optional
        Two dimensions.
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
        If the input is complex, sizes and dimensions do not fit, there is no point, or no such norm.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fft.ihfft2(ag.ones(2, 2)).real
    tensor([[1., 0.],
            [0., 0.]])
    """
    return xp.ihfftn(input, s, dim, norm)


ihfft2.cases(case(real(2, 3)))
